"""Whether a claim keeps apart what was found and what was supposed, planned or advised. Pure."""

import re
from collections.abc import Iterator

from service.check.faults import Claim, Fault
from service.check.reading import SentenceRead
from service.check.strength import HEDGE

_ASSUMED = re.compile(
    r"\b(?:assum\w+|hypothe\w+|suppos\w+|hope[ds]?|hopeful|expect\w*|anticipat\w+|theory|believ\w+|belief|in theory"
    r"|optimis\w+|envisag\w+|fear(?:s|ed)?|with luck|conjectur\w+|speculat\w+|presum\w+|inference)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend\w*|intention\w*|aim(?:s|ed)? to|(?:is|are) to (?!be\b)|(?:was|were) to"
    r"|propos\w+|appetite|would like|wanted to|wish\w*|ambition\w*|will\b|going to)\b",
    re.IGNORECASE,
)
_ADVISED = re.compile(
    r"\b(?:should|ought|recommend\w*|advis(?:e[sd]?|ing)|suggest\w*|urg(?:e[sd]?|ing)|call(?:s|ed) for|needs? to|must"
    r"|require\w*|need\w*|ha(?:s|ve|d) to|could|propos\w+|consider)\b",
    re.IGNORECASE,
)
_PROVED = re.compile(
    r"\b(?:prov(?:e[sdn]?|en)|demonstrat\w+|establish(?:ed)? that|confirm(?:s|ed)?|evidence show\w*"
    r"|(?:report|programme|study|researchers|evaluation) (?:found|shows?|showed))\b",
    re.IGNORECASE,
)
_STATED_FOUND = re.compile(
    r"\b(?:found|find\w*|show\w*|prov\w+|demonstrat\w+|confirm\w*|evidence|report(?:s|ed)?|saw|seen|describ\w+|conclu\w+|upheld|strengthened)\b",
    re.IGNORECASE,
)
_ADDED = (
    ("recommends", re.compile(r"\brecommend\w*", re.IGNORECASE), _ADVISED, "recommendation"),
    ("plans", re.compile(r"\b(?:plan(?:s|ned|ning)? to|intend\w* to|w(?:as|ere) planned)\b"), _PLANNED, "question"),
    ("wants", re.compile(r"\b(?:hope[ds]?|want(?:s|ed)?|wish(?:es|ed)?) to\b"), _PLANNED, "assumption"),
    ("should do", re.compile(r"\b(?:should|ought to|must|needs? to|ha(?:s|ve) to)\b"), _ADVISED, "recommendation"),
    ("assumes", re.compile(r"\b(?:assum(?:e[sd]?|ption)|hypothesi\w+)\b", re.IGNORECASE), _ASSUMED, "assumption"),
)  # fmt: skip
"""What a claim may say of its matter, the words of which the passage must have one, or the voice that it must be."""
_SHORT_CLAUSE = 14
"""Words of weight in a clause; in a longer one the word may be about another part of it."""
_UNREAL = re.compile(
    r"\b(?:a chance to|opportunit(?:y|ies) to|plan(?:s|ned)? to|intend(?:s|ed)? to|want(?:s|ed)? to|would like"
    r"|hope[ds]? to|aim(?:s|ed)? to|(?:was|were) to(?! be found)|appetite for|scope for|proposed to|wish(?:es|ed)? to"
    r"|should|must|ought to|ha(?:s|ve) to|needs? to|would)\b",
    re.IGNORECASE,
)
_KEPT_UNREAL = re.compile(
    r"\b(?:chance|opportunit\w+|plan\w*|intend\w*|want\w*|wish\w*|would|could|can|may|might|will|hope\w*|aim\w*|appetite"
    r"|scope|propos\w+|should|must|ought|ha(?:s|ve|d) to|need\w*|necessary|essential|require\w*|recommend\w*|suggest\w*"
    r"|advis\w+|important|assum\w+|expect\w*|supposed?|if|goal\w*|meant to|(?:was|were|is|are) to|asked"
    r"|call\w* for|liked?|let)\b",
    re.IGNORECASE,
)


def find_modality_faults(claim: Claim) -> Iterator[Fault]:
    """Yield where a claim that repeats its passages' words makes a fact of a thought, or a thought of a fact."""
    if claim.near:
        yield from _modality(claim)
        yield from _unreal(claim)


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
        supposed = _ASSUMED.search(nearby) or _marked_after(sentence, claim)
        if supposed and not (
            _ASSUMED.search(text) or HEDGE.search(text) or re.search(r"\b(?:would|could)\b", text)
        ):
            word = supposed if isinstance(supposed, str) else supposed[0]
            yield Fault(
                "overstated", "modality", f"it says so as what was supposed (“{word}”)", _led_in(word)
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


def _marked_after(sentence: SentenceRead, claim: Claim) -> str | None:
    """The word by which the next sentence calls this one an assumption ("This too was an assumption.")."""
    sentences = claim.source.sentences
    at = sentences.index(sentence)
    following = sentences[at + 1].text if at + 1 < len(sentences) else ""
    found = re.match(r"(?:This|That|It)\b[^.]{0,30}\b(assumption|hypothesis|hope|guess)\b", following)
    return found[1] if found else None


def _led_in(word: str) -> str:
    return "It was hoped that " if word.lower().startswith("hope") else "It was assumed that "
