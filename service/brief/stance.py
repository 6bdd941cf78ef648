"""What a passage says to the subject of a question: for, against, on condition or context, by rules that are told.

`for` says that the subject holds, works or is helped; `against` that it does not, is held back or is doubted;
`on_condition` that it does where something is given. The stance is to the subject, not to how the question leans,
so that a question and its opposite rest on the same evidence with the same labels.
"""

import re
from dataclasses import dataclass

from ingest.language.sentences import split_sentences
from ingest.types import Voice
from service.brief.types import EvidenceRole, Stance


@dataclass(frozen=True, slots=True)
class StanceReading:
    """The stance of a passage with the rule that gave it."""

    stance: Stance
    role: EvidenceRole | None
    condition: str | None
    why: str


def _words(*stems: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(stems)})", re.IGNORECASE)


_HELPS = _words(
    r"enabl(?:e|es|ed|ing|er|ers)\b",
    r"help(?:s|ed|ing|ful)?\b",
    r"support(?:s|ed|ive)?\b",
    r"improv(?:e|es|ed|ing|ement|ements)\b",
    r"strengthen",
    r"benefi(?:t|ts|ted|cial)",
    r"succe(?:ss|sses|ssful|ssfully|ed|eded)\b",
    r"effective(?:ly)?\b",
    r"positive(?:ly)?\b",
    r"valu(?:e|ed|able)\b",
    r"better\b",
    r"increas(?:e|ed|ing) (?:\w+ )?(?:trust|confidence|engagement|capacity|understanding|access|uptake)",
    r"reduc(?:e|ed|es|ing|tion)\b",
    r"achiev",
    r"facilitat",
    r"foster",
    r"empower",
    r"allow(?:s|ed|ing)?\b",
    r"thriv",
    r"welcomed\b",
    r"works well\b|worked well\b|working well\b",
    r"led to\b|resulted in\b",
    r"trust(?:ed)?\b",
    r"shared (?:vision|values|understanding|purpose|learning)",
    r"key (?:enabler|factor|strength)",
    r"strong(?:er|ly)?\b",
    r"open(?:ed)? up\b",
    r"embed(?:ded)?\b",
    r"award|commend|praise",
)
_HINDERS = _words(
    r"barriers?\b",
    r"challeng(?:e|es|ed|ing)\b",
    r"difficult(?:y|ies)?\b",
    r"hinder|hamper|imped(?:e|ed|iment)|obstruct|prevent(?:s|ed|ing)\b",
    r"problem",
    r"lack(?:s|ed|ing)?\b",
    r"fail(?:s|ed|ing|ure|ures)?\b",
    r"limit(?:s|ed|ation|ations)?\b",
    r"delay(?:s|ed)?\b",
    r"struggl",
    r"tension",
    r"concern(?:s|ed)?\b",
    r"risk(?:s|ed)?\b",
    r"threat",
    r"trepidation|fear(?:s|ed|ful)?\b|anxi(?:ety|eties|ous)|reluctan|resist(?:ance|ant|ed)|scepti",
    r"undermin|weak(?:en|ened|ness|nesses|er)?\b",
    r"insufficient|inadequate|inconsisten|insecur|uncertain|unclear|confus|unable|unlikely",
    r"constrain",
    r"short[- ]term",
    r"turnover|vacanc|burnout",
    r"cuts?\b|austerity",
    r"harm(?:s|ed|ful)?\b",
    r"slow(?:er|ed)?\b",
    r"loss\b|lost\b|losing\b",
    r"pressure(?:s|d)?\b",
    r"compet(?:e|es|ed|ing|ition)\b",
    r"burden|bureaucra|silo",
    r"gaps?\b",
    r"poor(?:ly|er)?\b",
    r"worse(?:n|ned)?\b",
    r"hard(?:er)? to\b",
    r"too (?:few|little|much|many|late|early|short|small|long)\b",
    r"missing\b|absen(?:ce|t)\b",
    r"frustrat|disappoint|distrust|mistrust",
    r"(?:only|merely) (?:tell|part|a few|some|one)",
    r"little (?:evidence|impact|progress|time|appetite|engagement)",
)
_OVERCOMES = re.compile(
    r"\b(?:overc[oa]me\w*|address(?:ed|es|ing)?|resolv\w+|solv\w+|tackl\w+|remov\w+|reduc\w+|lower\w*|mitigat\w+"
    r"|break(?:s|ing)? down|avoid\w*|prevent\w*|despite|in spite of|free (?:of|from)|without)\W+(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)
"""Before a hindering word: the hindrance is told as overcome."""
_NEGATED = re.compile(
    r"(?:\b(?:not|no|never|nor|neither|cannot|without|less|few|little|rarely|hardly|lack of|fail(?:ed|s)? to|unable to"
    r"|difficult to|hard to|harder to|need(?:s|ed)? to|yet to)|n['’]t)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
"""Before a word: what it says is denied, or told as still to come."""
_DENIED = re.compile(r"(?:\b(?:not|no|never|nor|neither|cannot)|n['’]t)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
"""Before a hindering word: the hindrance is denied. A lack of something that hinders is not among these."""
_CONTRAST = re.compile(
    r"\b(?:but|however|yet|nevertheless|nonetheless|although|though|whereas|on the other hand|conversely)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?P<condition>(?:where|when|if|unless|provided that|as long as|only (?:when|if|where|by|with|through)"
    r"|depend(?:s|ed|ent|ing)? (?:up)?on|reli(?:es|ed|ant) (?:up)?on|conditional on|subject to|so long as"
    r"|in order (?:for|to)|requires?|without|until|once)\b[^.;:!?]{8,160})",
    re.IGNORECASE,
)
_STRONG_CONDITION = re.compile(
    r"^(?:if|unless|provided|as long as|only|depend|reli|conditional|subject to|so long as|where|requir|until)",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.g\.|such as|an example|one (?:area|place|team))\b", re.IGNORECASE
)
AFTER_CONTRAST = 1.5
"""What follows "but" or "however" is what a sentence is there to say, so it weighs more than what it sets off."""


def read_stance(text: str, voice: Voice) -> StanceReading:
    """Read the stance of a passage by what it asserts; a supposition or a question asserts nothing."""
    if voice == "question":
        return StanceReading("context", None, None, "It asks and does not assert.")
    helps, hinders = weigh(text)
    condition = find_condition(text)
    role: EvidenceRole | None = "enabler" if helps > hinders else "barrier" if hinders > helps else None
    if role is None and _EXAMPLE.search(text):
        role = "example"
    if condition and hinders <= helps + 1:
        return StanceReading("on_condition", role, condition, f"It names a condition: “{condition}”.")
    if helps == hinders:
        reason = "It says nothing that helps or hinders." if not helps else "It says as much for as against."
        return StanceReading("context", role, None, reason)
    stance: Stance = "for" if helps > hinders else "against"
    seen = _seen(_HELPS if stance == "for" else _HINDERS, text)
    return StanceReading(
        stance, role, None, f"It says: {seen}." if seen else "What it says is turned by a “not”."
    )


def weigh(text: str) -> tuple[float, float]:
    """How much of a passage helps and how much hinders, each word counted once, after a contrast half as much more."""
    contrast = _CONTRAST.search(text)
    turn = contrast.start() if contrast else len(text)
    helps = hinders = 0.0
    for match in _HELPS.finditer(text):
        weight = AFTER_CONTRAST if match.start() > turn else 1.0
        if _NEGATED.search(text[: match.start()]):
            hinders += weight
        else:
            helps += weight
    for match in _HINDERS.finditer(text):
        weight = AFTER_CONTRAST if match.start() > turn else 1.0
        before = text[: match.start()]
        if _OVERCOMES.search(before) or _DENIED.search(before):
            helps += weight
        else:
            hinders += weight
    return helps, hinders


def find_condition(text: str) -> str | None:
    """The words of a passage that give a condition, verbatim; None without one."""
    for match in _CONDITION.finditer(text):
        if _STRONG_CONDITION.match(match["condition"]):
            return match["condition"].strip()
    return None


def _seen(pattern: re.Pattern[str], text: str) -> str:
    words = list(dict.fromkeys(match.group().casefold() for match in pattern.finditer(text)))[:3]
    return ", ".join(f"“{word}”" for word in words)


def find_telling(text: str, stance: Stance) -> str:
    """The sentence of a passage that says most for its stance, verbatim; its first one where none does."""
    sentences = [text[start:end] for start, end in split_sentences(text, 0, len(text))]
    return max(sentences, key=lambda sentence: _says(sentence, stance), default=text)


def _says(sentence: str, stance: Stance) -> float:
    if stance == "on_condition":
        return float(find_condition(sentence) is not None)
    helps, hinders = weigh(sentence)
    return {"for": helps - hinders, "against": hinders - helps}.get(stance, 0.0)
