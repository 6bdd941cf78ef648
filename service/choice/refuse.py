"""When what was found does not answer a question: something that it asks for is nowhere in the passages chosen for it.

Each rule can be told to the reader. Which rules there are, and how strict they are, was settled on the development
questions and the curated set: a rule stays when it refuses more questions rightly than wrongly on both.
"""

import re
from collections.abc import Callable, Sequence

from ingest.language.gazetteer import is_name
from ingest.language.stems import content_stems
from service.choice.asked import is_told_in_cell
from service.choice.values import find_lacking_values, word_shares
from service.question.parts import split_parts
from service.question.screen import Refusal
from service.question.wants import Question, understand
from service.search.retrieve import Found
from service.types import Passage

IN_PART = 0.45
"""Share of the question's words that one sentence must have before a question of several parts is answered in part.
Set by hand on the dozen such questions of four sets; two that the reports answer stay below it (0.42, 0.35)."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
"""A year."""
_SHORTEST_NAME, _LONGEST_ENDING = 4, 3
"""Letters: of a place whose people or things are called after it, and of what is put to its end."""
_LEFT_OUT = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|have)(?:n['’]t| .{0,40}?\bnot) (?:\w+ )?"
    r"(?:cover(?:ed)?|mention(?:ed)?|include[d]?|address(?:ed)?|discuss(?:ed)?|say|said|report(?:ed)?)\b",
    re.IGNORECASE,
)
"""Asks what a report does not tell: "What did it not cover?", "Which places weren’t included?"."""
_SAID_TO_BE_LEFT_OUT = re.compile(
    r"\b(?:not|no|never|without|outside|beyond|exclud\w+|omit\w*|n['’]t)\b", re.IGNORECASE
)
"""Words by which a passage may say that something is left out: "costs are outside its scope"."""
_HOW_MUCH = re.compile(r"\bhow (?:much|many|often|long|far)\b", re.IGNORECASE)
"""Words that ask for a measure: "how much did it cost". They are no words that a report should have."""
_TELLING = frozenset(
    content_stems(
        "say says said tell tells told mention mentioned report reports reported write written talk discuss discussed "
        "document documents know known learn find found anything something information"
    )
)
"""Stems of words that ask what is told, and not of what."""
_WHO_DOES = re.compile(
    r"^\W*who (?P<verb>chairs?|heads?|owns?|founded|funds?|wrote|designed|invented)\b", re.IGNORECASE
)
"""Asks who does a deed: "Who chairs the board?". Deeds, by judgement, that are hardly told without the verb."""

_WHO_IS = re.compile(
    r"^\W*who (?:is|was) (?:the|its|their) (?P<office>(?:[\w’'-]+ ){0,2}?[\w’'-]+)"
    r"(?: (?:of|in|at|for|from|behind|during)\b.*)?\W*$",
    re.IGNORECASE,
)
"""Asks for one who holds an office: "Who was the mayor of Salford?"."""


def knows_no_word(question: str, found: Found) -> Refusal | None:
    """What to say when no word of the question is in any report: there is nothing that could be near it.

    If it only asks what is told ("what do they say about ..."), that of which it asks must be near some word of theirs.
    """
    stems = content_stems(question)
    about = [stem for stem in stems if stem not in _TELLING]
    if (stems and set(found.missing).issuperset(stems)) or (about and set(found.strange).issuperset(about)):
        return _refuse("No report has a word of what this question is about.")
    return None


def not_in_reports(question: Question, found: Found, passages: Sequence[Passage]) -> Refusal | None:
    """Say why what was found does not answer the question, or None when it may.

    The status is `partial` where only one part of several is lacking.
    """
    if not passages:
        return _refuse("Nothing in the reports that were searched comes near this question.")
    told = is_told_in_cell(question, passages)
    reasons = (rule(question, found, passages) for rule in _RULES if not (told and rule in _FORMS))
    reason = next((reason for reason in reasons if reason), None)
    if reason and _is_near(question, found) and _answers_part(question, found, passages):
        return Refusal("partial", reason)
    return _refuse(reason) if reason else None


def _answers_part(question: Question, found: Found, passages: Sequence[Passage]) -> bool:
    """Whether one of several parts of a question stands by itself: nothing that it asks for is lacking."""
    parts = [understand(part) for part in split_parts(question.text)]
    return any(
        _is_near(part, found) and not any(rule(part, found, passages) for rule in _RULES) for part in parts
    )


def _is_near(question: Question, found: Found) -> bool:
    return bool(word_shares(question, found, set()).max(initial=0) >= IN_PART)


def _refuse(reason: str) -> Refusal:
    return Refusal("not_in_reports", reason)


def _unknown_names(question: Question, found: Found, _: Sequence[Passage]) -> str | None:
    """Names that no report has in full. One unknown place is enough; of years and other names, all must be unknown."""
    missing = set(found.missing)
    strange = [
        word for word in re.findall(r"[^\W\d_]{4,}", question.text) if missing.issuperset(content_stems(word))
    ]
    places = [
        word for word in strange if is_name(word) and content_stems(word) and not _is_known(word, found)
    ]
    years = [year for year in _YEAR.findall(question.text) if year in missing]
    if years and len(years) < len(_YEAR.findall(question.text)):
        years = []
    unknown = [
        name for name in question.names if set(content_stems(name)) & missing and not _is_known(name, found)
    ]
    if len(unknown) < len(question.names):
        unknown = []
    named = list(dict.fromkeys([*places, *years, *unknown]))
    return f"No report mentions {' or '.join(named)}." if named else None


def _is_known(name: str, found: Found) -> bool:
    """Whether the reports name what a name is made of: "Malawian" where they have Malawi."""
    stem = name.casefold()
    return any(
        stem.startswith(known) and len(stem) - len(known) <= _LONGEST_ENDING
        for known in map(str.casefold, found.library.lexicon.places)
        if len(known) >= _SHORTEST_NAME
    )


def _no_value(question: Question, found: Found, _: Sequence[Passage]) -> str | None:
    lacking = next(find_lacking_values(question, found), None)
    return (
        f"The question asks for {lacking}, and none of the passages near it states one." if lacking else None
    )


def _nobody_does(question: Question, found: Found, _: Sequence[Passage]) -> str | None:
    match = _WHO_DOES.match(question.text)
    if match and set(content_stems(match["verb"])) & set(found.missing):
        return f"No report says who {match['verb']} anything."
    return None


def _no_such_role(question: Question, _: Found, passages: Sequence[Passage]) -> str | None:
    """Who holds an office is said beside its name: sentences that do not have it tell of somebody else."""
    match = _WHO_IS.match(question.text)
    if not match:
        return None
    office = set(content_stems(match["office"].split()[-1]))
    if not office or any(office <= set(content_stems(passage.text)) for passage in passages):
        return None
    return f"The question asks who the {match['office']} is, and no passage near it speaks of one."


def _refuse_left_out(question: Question, _: Found, passages: Sequence[Passage]) -> str | None:
    """What a report leaves out is only known where it says so."""
    if not _LEFT_OUT.search(question.text):
        return None
    if any(_SAID_TO_BE_LEFT_OUT.search(passage.text) for passage in passages):
        return None
    return "The question asks what a report leaves out, and no passage near it says what that is."


_RULES: tuple[Callable[[Question, Found, Sequence[Passage]], str | None], ...] = (
    _unknown_names,
    _no_value,
    _nobody_does,
    _no_such_role,
    _refuse_left_out,
)
_FORMS = (_no_value, _nobody_does)
"""Rules that look for a form of words; a cell under its heads says what it is without them."""


def find_missing_words(question: str, found: Found) -> tuple[str, ...]:
    """The question's words, as typed, whose stems no report contains."""
    missing = set(found.missing)
    # What follow-ups are joined with is no word of the reader's; "how much" asks for a sum, and not for "much".
    asked = _HOW_MUCH.sub("", question.replace(", with regard to", ""))
    words = [word.strip("?!.,;:\"'“”‘’()") for word in asked.split()]
    return tuple(
        dict.fromkeys(word for word in words if (stems := content_stems(word)) and missing.issuperset(stems))
    )
