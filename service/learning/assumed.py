"""The ideas that everyone in a programme assumes: the assumptions that its reports state, most shared first."""

import re
from collections import Counter

from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import Details
from service.learning.candidates import Candidate, choose_unlike, list_candidates
from service.types import Passage

MOST_IDEAS = 10
"""Ideas of the path: as many as one keeps in mind for a week."""
MOST_OF_ONE = 5
"""Of one report, so that the ideas are the programme's."""
FEWEST_IDEAS = 3
"""Fewer are no picture of what people in a programme assume."""
_IDEA = re.compile(
    r"\bassum(?:e[sd]?|ptions?)\b|\bhypothes[ei]s\b|\bpremise\b|\b(?:the|a|our|shared) belief that\b"
    r"|\bprinciples? (?:\w+ ){0,8}?(?:is|are|was|were|has been)\b|\bis a (?:\w+ ){0,3}principle\b"
    r"|\btheory of change (?:is|was|holds|says|that)\b",
    re.IGNORECASE,
)
"""Words by which a report says that something is taken as given; the voice `assumption` has mere hopes as well."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|will|would|may|must|should|do|does|assume[sd]?)\b|\w+s that\b"
)
"""A sentence, and not an entry of a list."""
_OF_METHOD = re.compile(
    r"\b(?:data|survey|sample|analys[ei]s|evaluation|evaluators?|interview\w*|respondents?|statistic\w*|cost-benefit|monitoring"
    r"|test(?:ed|ing)|upheld|(?:not )?shown|assumptions? of)\b",
    re.IGNORECASE,
)
"""What an evaluation assumes of its own figures, and what it found of an assumption, is no idea that people share."""
_LEANS = re.compile(r"\b(?:this|these|those|such)\b")
"""Near a sentence's beginning it points to what stands before."""


def list_assumed(library: Library, reports: tuple[Details, ...]) -> tuple[Passage, ...]:
    """Give up to ten stated assumptions; those that share words with most others come first."""
    found = [each for each in list_candidates(library, reports) if _states_idea(each)]
    shared = Counter(stem for each in found for stem in set(content_stems(each.text)))

    def rank(candidate: Candidate) -> tuple[float, ...]:
        own = set(content_stems(candidate.text))
        stated = candidate.sentence.voice == "assumption"
        return (stated, sum(shared[stem] > 1 for stem in own) / max(8, len(own)), -candidate.depth)

    chosen = choose_unlike(found, rank, MOST_IDEAS, MOST_OF_ONE)
    if len(chosen) < FEWEST_IDEAS:
        return ()
    return tuple(each.cite(f"I{number}") for number, each in enumerate(chosen, 1))


def _states_idea(candidate: Candidate) -> bool:
    """Whether a sentence says what people assume: not what an evaluation assumes, and not a quotation."""
    text = candidate.text
    if candidate.sentence.voice in ("quotation", "recommendation") or _LEANS.search(text[:40]):
        return False
    if candidate.report.details.kind == "glossary" or "“" in text:
        return False
    return bool(_IDEA.search(text) and _VERB.search(text)) and not _OF_METHOD.search(text)
