"""What a question asks about the reports themselves: who wrote one, when, which there are, what one says in short."""

import re
from dataclasses import dataclass
from typing import Literal

from ingest.language.stems import content_stems

Matter = Literal[
    "authors",
    "publisher",
    "funder",
    "commissioner",
    "date",
    "pages",
    "language",
    "newest",
    "oldest",
    "which",
    "summary",
]

_ONE = r"(?:report|evaluation|study|paper|document|publication|write-up|brief|digest|glossary|case study)"
_DOCUMENT = rf"{_ONE}s?"
_MADE = r"(?:wrote|authored|co-authored|prepared|compiled)"
_ANY = r"(?:which|what|how many|any|list (?:the|all)|all the|all)"
_OUT = r"(?:published|issued|released|written|dated|publication)"


def _of_age(words: str) -> str:
    """Asks which report that is; "what does the latest report say" asks something of it."""
    return (
        rf"\b(?:what|which)(?: (?:is|was)|['’]s) (?:the|your|our) (?:{words})(?: \w+)? {_ONE}\b"
        rf"|\b(?:what|which) {_ONE} (?:is|was) (?:the )?(?:{words})\b|^\W*(?:the )?(?:{words}) {_ONE}\b(?! \w+ing\b)"
    )


_PATTERNS: tuple[tuple[Matter, str], ...] = (
    ("newest", _of_age("newest|latest|most recent")),
    ("oldest", _of_age("oldest|earliest")),
    (
        "authors",
        rf"\bauthors?\b(?! of their)|\blead evaluators?\b|\b{_MADE} (?:the|this|that) .{{0,60}}?{_DOCUMENT}\b"
        rf"|\bwho (?:is|are|was|were) (?:behind|the (?:writers?|evaluators?) of) .{{0,60}}?{_DOCUMENT}\b"
        rf"|\b{_DOCUMENT} (?:\w+ ){{0,2}}(?:written|authored|prepared|compiled) by\b|\bwritten by whom\b",
    ),
    (
        "publisher",
        rf"\bpublisher of\b|\bwho (?:published|issued|released) .{{0,60}}?{_DOCUMENT}\b"
        rf"|\b{_DOCUMENT} (?:\w+ )?(?:published|issued|released) by (?:who|which)|\bpublished by whom\b",
    ),
    ("funder", rf"\bwho (?:funded|paid for|financed) (?:the|this|that) .{{0,60}}?{_DOCUMENT}\b"),
    (
        "commissioner",
        rf"\bwho (?:commissioned|ordered|asked for) (?:the|this|that) .{{0,60}}?{_DOCUMENT}\b"
        rf"|\b{_DOCUMENT} (?:\w+ )?commissioned by (?:whom|which)",
    ),
    (
        "date",
        rf"\b(?:publication date|date of publication)\b|\bhow (?:old|recent) is (?:the|this|that) .{{0,60}}?{_ONE}\b"
        rf"|\bwhen (?:was|were) .{{0,60}}?\b{_DOCUMENT} (?:\w+ )?{_OUT}\b"
        r"|\b(?:of|from) (?:what|which) (?:month|year|date)\b"
        rf"|\b(?:what|which) (?:month|year|date) is .{{0,60}}?{_ONE}\b"
        rf"|\b(?:date|year|month) of (?:the|this|that) .{{0,60}}?{_ONE}\b|\bwhen .{{0,60}}?{_ONE} come out\b",
    ),
    ("pages", rf"\bhow (?:many pages\b.{{0,60}}?|long is (?:the|this|that) .{{0,60}}?){_ONE}\b"),
    ("language", rf"\b(?:what|which) language .{{0,60}}?{_ONE}\b"),
    (
        "summary",
        r"^\W*(?:please |(?:can|could) you )?(?:summari[sz]e|sum up|(?:give (?:me |us )?)?(?:a|the) summary of)\b"
        rf".{{0,120}}?\b{_DOCUMENT}\b|\bwhat is (?:the|this|that) .{{0,60}}?{_ONE} about\b",
    ),
    (
        "which",
        rf"\b{_ANY} (?:of (?:the|our|your) )?(?:\w+ ){{0,2}}?{_DOCUMENT}(?: in \w+)?"
        r" (?:do|does|did|can|are|is|have|has) (?:you|we|there|they|the library|I|this)\b"
        r"|\b(?:do|have|has|is|are|does) (?:you|we|there|the library) (?:\w+ ){0,3}?(?:any|a|some)"
        rf" (?:\w+ ){{0,2}}?{_DOCUMENT}\b"
        rf"|\b(?:which|what) {_ONE}s? (?:deals?|cover|mention|discuss|talk|look|say anything)(?:s|es)?\b"
        rf"|\b(?:which|what) {_ONE}s? in (?:the|our|your) library\b|\b(?:which|what) {_ONE}s are\b"
        rf"|\blist (?:the|all)(?: the)? {_ONE}s\b|\bwhat (?:is|['’]s) in (?:the|this|your|our) library\b",
    ),
)
_MATTERS = [(matter, re.compile(pattern, re.IGNORECASE)) for matter, pattern in _PATTERNS]
_ASKING_WORDS = frozenset(
    content_stems(
        "author authors wrote written authored prepared compiled publication published"
        " publish issued released date dated month year old recent new newest latest earliest oldest page pages long"
        " language report reports document documents paper papers study studies write-up summary summarise summarize"
        " sum please give list library hold have got mention mentions mentioned deal deals cover covers discuss"
        " discusses talk talks look looks many employer employers name names come out tell there us any all"
    )
)
"""Words by which reports are asked about, as stems; what is left of a question names a report or its theme."""
_AND_WHEN = re.compile(
    r"\b(?:when|what year) (?:was|is|did) it\b|\band when\b|\bpublished when\b", re.IGNORECASE
)
"""Asks for the date of a report beside something else about it."""
_EVALUATOR = re.compile(r"\blead evaluators?\b", re.IGNORECASE)
"""Its stem is that of the evaluations that it is asked of."""
LANGUAGES = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "welsh": "cy",
}  # fmt: skip
"""Languages by their English names -> ISO 639-1."""


@dataclass(frozen=True, slots=True)
class AboutReports:
    """A question about reports."""

    matters: tuple[Matter, ...]
    """What is asked of them, in the order of the question."""
    theme: tuple[str, ...]
    """Content stems that name a report or what is to be in it."""


def asks_about(question: str) -> AboutReports | None:
    """What a question asks about the reports themselves; None for a question about what stands in them."""
    found = {matter: match.start() for matter, pattern in _MATTERS if (match := pattern.search(question))}
    if "which" in found and len(found) > 1:
        # "Which is the newest report?" asks for one; "of what month" beside it is asked of that one.
        found.pop("which")
    if not found:
        return None
    if also := _AND_WHEN.search(question):
        found.setdefault("date", also.start())
    left = _EVALUATOR.sub("", question)
    theme = tuple(dict.fromkeys(stem for stem in content_stems(left) if stem not in _ASKING_WORDS))
    return AboutReports(tuple(sorted(found, key=lambda matter: found[matter])), theme)
