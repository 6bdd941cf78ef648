"""Whether a claim keeps apart what was found and what was supposed, planned or advised. Pure."""

import re
from collections.abc import Iterator

from service.check.faults import Claim, Fault
from service.check.reading import SentenceRead, WordRead
from service.check.strength import HEDGE

_ASSUMED = re.compile(
    r"\b(?:assum\w+|hypothe\w+|suppos\w+|hope[ds]?|hopeful|expect\w*|anticipat\w+|theory|believ\w+|belief|in theory"
    r"|optimis\w+|envisag\w+|fear(?:s|ed)?|with luck|conjectur\w+|speculat\w+|presum\w+|inference)\b",
    re.IGNORECASE,
)
"""Words that tell a thing as thought or hoped: "it was assumed that staff had time"."""
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend\w*|intention\w*|aim(?:s|ed)? to|(?:is|are) to (?!be\b)|(?:was|were) to"
    r"|propos\w+|appetite|would like|wanted to|wish\w*|ambition\w*|will\b|going to)\b",
    re.IGNORECASE,
)
"""Words that tell a thing as planned or wanted: "they intend to go on". Not "is to be seen", which plans nothing."""
_ADVISED = re.compile(
    r"\b(?:should|ought|recommend\w*|advis(?:e[sd]?|ing)|suggest\w*|urg(?:e[sd]?|ing)|call(?:s|ed) for|needs? to|must"
    r"|require\w*|need\w*|ha(?:s|ve|d) to|could|propos\w+|consider)\b",
    re.IGNORECASE,
)
"""Words by which a passage may advise or demand, weak ones too: "schools could share a nurse"."""
_PROVED = re.compile(
    r"\b(?:prov(?:e[sdn]?|en)|demonstrat\w+|establish(?:ed)? that|confirm(?:s|ed)?|evidence show\w*"
    r"|(?:report|programme|study|researchers|evaluation) (?:found|shows?|showed))\b",
    re.IGNORECASE,
)
"""Words by which a claim says that something is shown: "the study found"; the passage must have a word of finding."""
_STATED_FOUND = re.compile(
    r"\b(?:found|find\w*|show\w*|prov\w+|demonstrat\w+|confirm\w*|evidence|report(?:s|ed)?|saw|seen"
    r"|describ\w+|conclu\w+|upheld|strengthened)\b",
    re.IGNORECASE,
)
"""Words by which a passage may say that something was found, weak ones too: "we saw more trust"."""
_ADDED = (
    ("recommends", re.compile(r"\brecommend\w*", re.IGNORECASE), _ADVISED, "recommendation"),
    ("plans", re.compile(r"\b(?:plan(?:s|ned|ning)? to|intend\w* to|w(?:as|ere) planned)\b"), _PLANNED, "question"),
    ("wants", re.compile(r"\b(?:hope[ds]?|want(?:s|ed)?|wish(?:es|ed)?) to\b"), _PLANNED, "assumption"),
    ("should do", re.compile(r"\b(?:should|ought to|must|needs? to|ha(?:s|ve) to)\b"), _ADVISED, "recommendation"),
    ("assumes", re.compile(r"\b(?:assum(?:e[sd]?|ption)|hypothesi\w+)\b", re.IGNORECASE), _ASSUMED, "assumption"),
)  # fmt: skip
"""What a claim may say of a matter. Its passage must have one of the words named third, or the voice named last."""
_SHORT_CLAUSE = 14
"""Words of weight in a clause; in a longer one the word may be about another part of it."""
_UNREAL = re.compile(
    r"\b(?:a chance to|opportunit(?:y|ies) to|plan(?:s|ned)? to|intend(?:s|ed)? to|want(?:s|ed)? to|would like"
    r"|hope[ds]? to|aim(?:s|ed)? to|(?:was|were) to(?! be found)|appetite for|scope for|proposed to|wish(?:es|ed)? to"
    r"|should|must|ought to|ha(?:s|ve) to|needs? to|would)\b",
    re.IGNORECASE,
)
"""A passage's words for what is not done yet: "a chance to meet". Not "were to be found": that tells what is there."""
_KEPT_UNREAL = re.compile(
    r"\b(?:chance|opportunit\w+|plan\w*|intend\w*|want\w*|wish\w*|would|could|can|may|might|will|hope\w*|aim\w*"
    r"|appetite|scope|propos\w+|should|must|ought|ha(?:s|ve|d) to|need\w*|necessary|essential|require\w*"
    r"|recommend\w*|suggest\w*|advis\w+|important|assum\w+|expect\w*|supposed?|if|goal\w*|meant to"
    r"|(?:was|were|is|are) to|asked|call\w* for|liked?|let)\b",
    re.IGNORECASE,
)
"""Words by which a claim leaves open whether it was done, more than _UNREAL has: "it is important to meet"."""
_AIM = (
    r"goals?|aims?|aimed|objectives?|purpose|intention|ambition|hope[sd]?|plan(?:s|ned)?|want(?:s|ed)?|wish(?:es|ed)?"
    r"|intend(?:s|ed)?|propos(?:al|ed?|es)|potential|opportunity|chance|seek(?:s|ing)?|sought|expect(?:s|ed)|due"
)
_OPENS = re.compile(
    r"\b(?:on (?:the|its|their) way to|on track to|yet to|should|must|ought to|can|could|may|might|would|will|shall"
    rf"|needs? to|ha(?:s|ve) to|(?:is|are|was|were) to|(?:{_AIM})(?:\s(?!to\b)[\w()-]+){{0,6}}\sto)\s",
    re.IGNORECASE,
)
"""What opens a deed that need not have happened; up to six words may stand between an aim and its "to"."""
_REACH = 3
"""Words after such an opening among which its verb stands ("should also be considered")."""
_LIGHT_DEEDS = frozenset("make do get put take".split())
"""Verbs that elsewhere tell nothing of the matter."""
_DONE_BEFORE = frozenset("has have had was were been did".split())
_STILL_OPEN = re.compile(
    r"\b(?:if|goal|aim\w*|hop\w+|expect\w*|plan(?:s|ned) to|way to|propos\w+|recommend\w*|suggest\w*|advis\w+"
    r"|intend\w*|would|could|can|may|might|will|should|must|need\w*|requir\w+|to be|perhaps|possibl[ye]|potential\w*"
    r"|likely|seem\w*|appear\w*|not|never)\b",
    re.IGNORECASE,
)
"""Words before a deed that keep it open."""


def find_modality_faults(claim: Claim) -> Iterator[Fault]:
    """Yield where a claim that repeats its passages' words makes a fact of a thought, or a thought of a fact."""
    if claim.near:
        yield from _modality(claim)
        yield from _unreal(claim)
        yield from _find_made_real(claim)


def _modality(claim: Claim) -> Iterator[Fault]:
    text = claim.read.text
    there = " ".join(sentence.text for sentence in claim.source.sentences)
    voices = {passage.voice for passage in claim.source.passages}
    for verb, said, needed, voice in _ADDED:
        if said.search(text) and not needed.search(there) and voice not in voices:
            yield Fault("overstated", "modality", f"it does not say that anybody {verb} this")
    if (proved := _PROVED.search(text)) and not _STATED_FOUND.search(there):
        yield Fault("overstated", "modality", f"it does not say “{proved[0]}”")
    for _, theirs, sentence in claim.pairs:
        nearby = sentence.text if len(sentence.clauses) == 1 else theirs.text
        supposed = _ASSUMED.search(nearby) or _find_mark_after(sentence, claim)
        if supposed and not (
            _ASSUMED.search(text) or HEDGE.search(text) or re.search(r"\b(?:would|could)\b", text)
        ):
            word = supposed if isinstance(supposed, str) else supposed[0]
            yield Fault(
                "overstated", "modality", f"it says so as what was supposed (“{word}”)", _is_led_in(word)
            )
            return


def _unreal(claim: Claim) -> Iterator[Fault]:
    """Yield where the claim tells as done what its passage only tells as wanted, possible or due."""
    if _KEPT_UNREAL.search(claim.read.text) or HEDGE.search(claim.read.text):
        return
    for _, theirs, sentence in claim.pairs:
        found = _UNREAL.search(theirs.text)
        if found and len(theirs.senses) <= _SHORT_CLAUSE and sentence.text != claim.read.text:
            yield Fault("overstated", "modality", f"it does not say that this was done, only “{found[0]}”")
            return


def _find_made_real(claim: Claim) -> Iterator[Fault]:
    """Yield where a deed that the passages only tell as due, possible or aimed at is told as done."""
    unreal = {word.sense: lead for each in claim.source.sentences for word, lead in _unreal_verbs(each)}
    real = {word.sense for each in claim.source.sentences for word in each.words} - unreal.keys()
    text = claim.read.text
    words = claim.read.words
    shown = [word.text for word in words]
    open_verbs = {word.at for word, _ in _unreal_verbs(claim.read)}
    for before, word, after in zip(("", *shown), words, (*shown[1:], ""), strict=False):
        if word.sense not in unreal or word.sense in real or word.at in open_verbs or after == "that":
            continue
        if not _is_told_as_done(word, before, unreal[word.sense]) or _STILL_OPEN.search(text[: word.at]):
            continue
        yield Fault(
            "overstated", "modality", f"it does not say that this was done, only “{unreal[word.sense]}”"
        )
        return


def _is_told_as_done(word: WordRead, before: str, lead: str) -> bool:
    only_possible = "potential" in lead.lower() and before not in ("to", "could", "would")
    return word.text.endswith("ed") or before in _DONE_BEFORE or only_possible


def _unreal_verbs(sentence: SentenceRead) -> Iterator[tuple[WordRead, str]]:
    """The words of weight that a word of duty, possibility or intention governs, each with that word."""
    for match in _OPENS.finditer(sentence.text):
        following = [word for word in sentence.words if word.at >= match.end()]
        governed = next(
            (word for word in following[:_REACH] if word.content or word.text in _LIGHT_DEEDS), None
        )
        if governed:
            yield governed, match[0].strip()


def _find_mark_after(sentence: SentenceRead, claim: Claim) -> str | None:
    """The word by which the next sentence calls this one an assumption ("This too was an assumption.")."""
    sentences = claim.source.sentences
    at = sentences.index(sentence)
    following = sentences[at + 1].text if at + 1 < len(sentences) else ""
    found = re.match(r"(?:This|That|It)\b[^.]{0,30}\b(assumption|hypothesis|hope|guess)\b", following)
    return found[1] if found else None


def _is_led_in(word: str) -> str:
    return "It was hoped that " if word.lower().startswith("hope") else "It was assumed that "
