"""Whether a case can be answered well at all: what its own gold would score as an answer, word for word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.scorers.wordings import is_said, read_words
from eval.types import Case, TextSpan
from ingest.library.open import Library
from ingest.types import Report

VAGUE = 4
"""A quote that occurs this often in its report marks no place: running heads do, sentences do not."""


@dataclass(frozen=True, slots=True)
class GoldCheck:
    """What is wrong with a case, and what is weak, as clauses."""

    wrong: tuple[str, ...]
    """No answer can score 1."""
    weak: tuple[str, ...]
    """Some answer that the case allows scores less than 1."""


def check_gold(case: Case, library: Library) -> GoldCheck:
    """Score the case's gold as if an answer quoted all of it, and as if it quoted the least that the case allows."""
    sentences = [[_whole(library.report(span.report), span) for span in claim.any_of] for claim in case.gold]
    wrong = [*_vague(case), *_empty(case)]
    everything = [words for claim in sentences for words in claim]
    unsaid = [point for point in case.points if _can_be_said(point) and not _says(everything, point)]
    if case.answerable and case.gold:
        wrong += [f"no gold passage says the point “{point[0]}”" for point in unsaid]
    wrong += [
        f"gold says what must not be said: “{claim[0]}”"
        for claim in case.must_not_say
        if _says(everything, claim)
    ]
    weak = [
        f"an answer that quotes other allowed passages leaves “{point[0]}” unsaid"
        for point in case.points
        if case.answerable and point not in unsaid and _can_be_said(point) and _may_miss(sentences, point)
    ]
    return GoldCheck(tuple(wrong), tuple(weak))


def _vague(case: Case) -> Iterator[str]:
    """Quotes that occur so often that they mark no place."""
    for claim in case.gold:
        short = {words for words in claim.quotes if claim.quotes.count(words) >= VAGUE}
        yield from (
            f"the quote “{' '.join(words.split())}” stands in {claim.quotes.count(words)} places; quote more of "
            "its sentence"
            for words in sorted(short)
        )


def _empty(case: Case) -> Iterator[str]:
    for name, claims in (("point", case.points), ("claim that must not be said", case.must_not_say)):
        for claim in claims:
            for wording in claim:
                if not _can_be_said((wording,)):
                    yield f"the {name} “{wording}” has no word that counts; give the words that carry it"


def _can_be_said(point: Sequence[str]) -> bool:
    return any(read_words(wording).stems or read_words(wording).numbers for wording in point)


def _says(texts: Sequence[str], point: Sequence[str]) -> bool:
    together = "\n".join(texts)
    return any(is_said(wording, together) for wording in point)


def _may_miss(claims: Sequence[Sequence[str]], point: Sequence[str]) -> bool:
    """Whether an answer may be made of passages that do not say the point, because every claim has such a one."""
    return all(any(not _says([words], point) for words in claim) for claim in claims)


def _whole(report: Report, span: TextSpan) -> str:
    """The sentences around a span as an answer quotes them: below their report's title, with their speaker."""
    inside = [each for each in report.sentences if each.start < span.end and each.end > span.start]
    if not inside:
        return report.text[span.start : span.end]
    speakers = {each.speaker for each in inside if each.speaker}
    words = report.text[inside[0].start : inside[-1].end]
    return "\n".join((report.details.title, *sorted(speakers), words))
