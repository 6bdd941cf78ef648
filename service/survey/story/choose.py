"""Which sentences tell a story: what the subject is, what helped, what hindered, what was learned."""

import re
from collections.abc import Callable, Container, Iterable, Sequence

from ingest.language.stems import content_stems
from service.brief.stance import read_stance, weigh
from service.learning.candidates import Candidate, choose_unlike
from service.learning.purpose import NAMED_AT_ONCE, rank_telling, says_what_it_is
from service.survey.story.pool import OnSubject
from service.survey.story.types import StorySubject

MOST_TOLD = 3
"""Sentences of each part: with a picture and the sources they fill a page, and at most two."""
_TELLS_WHY = re.compile(
    r"\b(?:help(?:s|ed|ing|ful)|enabl(?:e|es|ed|er|ers|ing)|made (?:it )?(?:possible|easier)|because|thanks to|due to"
    r"|as a result|through|by (?:\w+ )?\w+ing|allow(?:s|ed)|key to|crucial|essential|vital|important|success\w*"
    r"|improv\w+|strengthen\w*|built|valued)\b",
    re.IGNORECASE,
)
"""Words by which a sentence says why something went well: it tells a reader more than that it did."""
_TELLS_HINDRANCE = re.compile(
    r"\b(?:barriers?|hinder\w*|challeng\w+|difficult\w*|struggl\w+|obstacles?|lack(?:s|ed|ing)?|delay\w*|slow\w*"
    r"|limit(?:s|ed)|constrain\w*|prevent(?:s|ed)|turnover|pressures?|insecur\w+|uncertain\w*|problems?|not enough"
    r"|unable|reluctan\w+|resist\w+)\b",
    re.IGNORECASE,
)
"""Words that name what stood in the way."""
_LEARNED = re.compile(
    r"\b(?:learn(?:ed|t) (?:that|how|to)|learning (?:is|was|shows?) (?:that|how)|lessons?|key (?:learning|message)s?"
    r"|we (?:now know|found|learn(?:ed|t))|(?:it|this|which|evidence|experience|learning|review|pilot|data)\w*"
    r" (?:has |have )?(?:shows?|showed|shown|suggests?|suggested|highlight\w*|demonstrat\w+|found|taught)"
    r" (?:that|how|us|the)|in (?:hindsight|retrospect)|conclud(?:es?|ed)|recommend\w*|made the difference"
    r"|(?:is|was|are|were)(?: not|n['’]t) enough)\b",
    re.IGNORECASE,
)
"""Words by which a report says that something was learned, found or advised."""
_OF_A_TEXT = re.compile(
    r"\b(?:digests?|in our own words|sample library|executive summary)\b"
    r"|\b(?:this|the) (?:report|chapter|section|guide|paper) (?:sets out|covers|describes|gives|looks|does|is)\b"
    r"|\basks? (?:how|what|who|why|whether)\b|\bquestions? (?:about|of|for)\b",
    re.IGNORECASE,
)
"""It tells of a text, or that something is asked, not of the subject."""
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|may|might|must|should)\b"
)
"""Without one of these an item of a list is a thing, such as "Materials for workshops."."""
_OF_LEARNING = re.compile(
    r"\b(?:learn\w*|lessons?|conclusions?|recommendations?|findings?|implications?)\b", re.IGNORECASE
)
"""Headings over what was learned."""

Told = list[OnSubject]


def choose_what_it_is(subject: StorySubject, found: Sequence[OnSubject]) -> Told:
    """The sentences that say what a place's or a theme's work is; none for a report, which has its summary."""
    chosen: Told = []
    for name in subject.names:
        named = set(content_stems(name))
        telling = [
            each
            for each in found
            if says_what_it_is(each.candidate, named)
            and named <= set(content_stems(each.candidate.text[: NAMED_AT_ONCE + len(name)]))
        ]
        ranked = _choose(telling, lambda each, named=named: rank_telling(each.candidate, named), chosen)  # type: ignore[misc]
        chosen += ranked[: MOST_TOLD - len(chosen)]
    return chosen


def choose_helped(found: Sequence[OnSubject], taken: Sequence[OnSubject]) -> Told:
    """What helped, the clearest first."""
    return _choose_side(found, taken, "for", _TELLS_WHY)


def choose_hindered(found: Sequence[OnSubject], taken: Sequence[OnSubject]) -> Told:
    """What hindered, the clearest first."""
    return _choose_side(found, taken, "against", _TELLS_HINDRANCE)


def choose_learned(found: Sequence[OnSubject], taken: Sequence[OnSubject]) -> Told:
    """What was learned, found or advised, the nearest to the subject first."""

    def rank(each: OnSubject) -> tuple[float, ...]:
        said = bool(_LEARNED.search(each.candidate.text))
        advised = each.candidate.sentence.voice == "recommendation"
        under = any(_OF_LEARNING.search(heading) for heading in each.candidate.block.headings[-1:])
        return (said + 0.7 * advised + 0.5 * under + _weigh_nearness(each),)

    learned = [each for each in found if _is_learned(each)]
    return _choose(learned, rank, taken)


def _is_learned(each: OnSubject) -> bool:
    """Whether it says so, or gives a condition: on what something depends is what a reader can use."""
    text, voice = each.candidate.text, each.candidate.sentence.voice
    if voice == "recommendation":
        return True
    said = _LEARNED.search(text) or read_stance(text, voice).stance == "on_condition"
    return voice != "assumption" and bool(said)


def _choose_side(
    found: Sequence[OnSubject], taken: Sequence[OnSubject], stance: str, words: re.Pattern[str]
) -> Told:
    def rank(each: OnSubject) -> tuple[float, ...]:
        helps, hinders = weigh(each.candidate.text)
        clear = min(abs(helps - hinders), 2.0) / 2
        return (clear + bool(words.search(each.candidate.text)) + _weigh_nearness(each),)

    voices = ("finding", "quotation", "description")
    on_side = [
        each
        for each in found
        if each.candidate.sentence.voice in voices
        and read_stance(each.candidate.text, each.candidate.sentence.voice).stance == stance
    ]
    return _choose(on_side, rank, taken)


def _weigh_nearness(each: OnSubject) -> float:
    """The name, and then the meaning: a cosine of 0.5 is half a name."""
    return each.about + each.near - 0.2 * each.candidate.depth


def _choose(
    found: Iterable[OnSubject], rank: Callable[[OnSubject], tuple[float, ...]], taken: Iterable[OnSubject]
) -> Told:
    gone: Container[tuple[str, int]] = {_key(each.candidate) for each in taken}
    by_key = {
        _key(each.candidate): each
        for each in found
        if _key(each.candidate) not in gone and _tells(each.candidate)
    }
    chosen = choose_unlike(
        [each.candidate for each in by_key.values()],
        lambda candidate: rank(by_key[_key(candidate)]),
        MOST_TOLD,
        MOST_TOLD,
    )
    return [by_key[_key(each)] for each in chosen]


def _tells(candidate: Candidate) -> bool:
    """Whether it is a sentence, and not on a text."""
    is_sentence = candidate.block.role == "paragraph" or _FINITE.search(candidate.text)
    return bool(is_sentence) and not _OF_A_TEXT.search(candidate.text)


def _key(candidate: Candidate) -> tuple[str, int]:
    return (candidate.report.details.id, candidate.row)
