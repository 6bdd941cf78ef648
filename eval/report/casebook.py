"""What a report shows of each case: its answer, passages marked against gold, what was missed, and its scores."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from eval.figures.measures import Measure, find_measure
from eval.scorers.context import is_answered
from eval.scorers.gold import all_spans, carries, is_gold, list_needed_claims, touches
from eval.types import Case, Gold, Outcome, Result, Score
from service.telling.arrange import Section, group_statements, number_passages
from service.telling.wording import abbreviate_page
from service.types import Answer, Passage

Fit = Literal["gold", "partly", "not gold", "nothing to compare"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A cited passage with its words that lie in gold."""

    number: int
    title: str
    where: str
    fit: Fit
    words: tuple[tuple[str, bool], ...]
    """Runs of the passage's text, and whether gold has them."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A claim that a good answer rests on and that this one does not cite."""

    quotes: tuple[tuple[str, str], ...]
    """Title of the report and words; any one would do."""
    found: bool
    """Whether search had it."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What one scorer said."""

    measure: Measure
    value: str
    score: Score


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer to a case."""

    repeat: int
    answer: Answer
    is_answered: bool
    sections: tuple[Section, ...]
    numbers: dict[str, int]
    passages: tuple[Marked, ...]
    missed: tuple[Missed, ...]
    scored: tuple[ScoreLine, ...]
    unscored: tuple[tuple[str, tuple[str, ...]], ...]
    """Each reason, with the labels of the scores that could not be given for it."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all of its answers."""

    case: Case
    asked: tuple[AnswerView, ...]
    outcome: str
    """What was done with the question, in a word or two."""
    verdict: str
    """The same, and why it is wrong if it is."""
    is_right: bool


def view_cases(results: Sequence[Result]) -> tuple[CaseView, ...]:
    """All cases, in the order of the results."""
    titles = _titles(results)
    by_case = groupby(results, key=lambda result: result.outcome.case.id)
    return tuple(_view(list(members), titles) for _, members in by_case)


def mark_gold(passage: Passage, gold: Iterable[Gold]) -> tuple[tuple[str, bool], ...]:
    """The passage's text, cut where gold begins and ends."""
    spans = [span for span in all_spans(gold) if span.report == passage.report_id]
    cuts = {passage.start, passage.end}
    cuts |= {at for span in spans for at in (span.start, span.end) if passage.start < at < passage.end}
    runs = [
        (start, end, any(span.start <= start and end <= span.end for span in spans))
        for start, end in pairwise(sorted(cuts))
    ]
    text = passage.text
    joined = [(gold, list(members)) for gold, members in groupby(runs, key=lambda run: run[2])]
    return tuple(
        (text[members[0][0] - passage.start : members[-1][1] - passage.start], gold)
        for gold, members in joined
    )


def judge_fit(passage: Passage, case: Case) -> Fit:
    """How a cited passage stands to the case's gold, as the scorers see it."""
    if not case.gold:
        return "nothing to compare"
    if is_gold(passage, case.gold):
        return "gold"
    return "partly" if touches(passage, case.gold) else "not gold"


def list_missed(outcome: Outcome, title: Callable[[str], str]) -> tuple[Missed, ...]:
    """The needed claims of an answerable case that no cited passage carries."""
    if not outcome.case.answerable:
        return ()
    return tuple(
        Missed(_quotes(claim, title), carries(outcome.found, claim))
        for claim in list_needed_claims(outcome.case)
        if not carries(outcome.answer.passages, claim)
    )


def write_figure(name: str, value: float) -> str:
    """A value as people read it: shares in per cent, other units in whole numbers."""
    return f"{value:.0f} ms" if name.endswith("_ms") else f"{100 * value:.0f}%"


def word_verdict(case: Case, answer: Answer) -> tuple[str, str, bool]:
    """What was done with a question: in a word or two, with why it is wrong where it is, and whether it is right."""
    if is_answered(answer):
        said = "answered in part" if answer.status == "partial" else "answered"
        if case.answerable:
            return said, said, True
        return "false answer", f"{said}, although the reports do not answer it", False
    said = "asked back" if answer.status == "clarify" else "refused"
    if case.answerable:
        return "false refusal", f"{said}, although the reports answer it", False
    return said, f"{said}, rightly", True


def _view(results: Sequence[Result], titles: dict[str, str]) -> CaseView:
    case = results[0].outcome.case
    asked = tuple(_view_answer(result, titles) for result in results)
    return CaseView(case, asked, *word_verdict(case, results[0].outcome.answer))


def _view_answer(result: Result, titles: dict[str, str]) -> AnswerView:
    outcome = result.outcome
    answer, numbered = outcome.answer, number_passages(outcome.answer)
    scored = [
        ScoreLine(find_measure(score.scorer), write_figure(score.scorer, score.value), score)
        for score in result.scores
        if score.value is not None
    ]
    return AnswerView(
        repeat=outcome.repeat,
        answer=answer,
        is_answered=is_answered(answer),
        sections=tuple(group_statements(answer.statements)),
        numbers=numbered,
        passages=tuple(
            _mark_passage(each, numbered.get(each.id, place), outcome.case)
            for place, each in enumerate(answer.passages, 1)
        ),
        missed=list_missed(outcome, lambda report: titles.get(report, report)),
        scored=tuple(scored),
        unscored=_group_unscored(result.scores),
    )


def _mark_passage(passage: Passage, place: int, case: Case) -> Marked:
    page = abbreviate_page(passage) if passage.page_label or passage.page > 1 else ""
    return Marked(place, passage.report_title, page, judge_fit(passage, case), mark_gold(passage, case.gold))


def _group_unscored(scores: Iterable[Score]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    reasons: dict[str, list[str]] = {}
    for score in scores:
        if score.unscored is not None:
            reasons.setdefault(score.unscored, []).append(find_measure(score.scorer).label)
    return tuple((why, tuple(labels)) for why, labels in reasons.items())


def _quotes(claim: Gold, title: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """The claim's words, each once; if the run did not keep them, only their places."""
    kept = claim.quotes or tuple(f"characters {span.start} to {span.end}" for span in claim.any_of)
    named = [
        (title(span.report), " ".join(words.split())) for span, words in zip(claim.any_of, kept, strict=False)
    ]
    return tuple(dict.fromkeys(named))


def _titles(results: Iterable[Result]) -> dict[str, str]:
    return {
        passage.report_id: passage.report_title
        for result in results
        for passage in (*result.outcome.found, *result.outcome.answer.passages)
    }
