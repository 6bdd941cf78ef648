"""What people said of a run as a table: a row for each rating and for each choice between two runs."""

from collections.abc import Iterator

from eval.figures.agreement import measure_alpha
from eval.rating.preferences import (
    PREFERENCES,
    Preference,
    preference_lines,
    read_preferences,
    sum_preferences,
    word_alpha,
)
from eval.rating.ratings import ASPECTS, RATINGS, STEPS, Aspect, Rating, count_raters, read_ratings
from eval.runs.folder import Run, require_unsealed
from ingest.errors import NotFound
from service.telling.workbook import FilledTable

COLUMNS = ("case", "repeat", "question", "rater", *ASPECTS, "against", "better", "note", "at")


def lay_out_ratings(run: Run) -> FilledTable:
    """All ratings and choices of a run. Raises InvalidRequest for a sealed set, NotFound where there are none."""
    require_unsealed(run)
    questions = {case.id: case.question for case in run.cases}
    said: list[Rating | Preference] = [
        *read_ratings(run.folder / RATINGS),
        *read_preferences(run.folder / PREFERENCES),
    ]
    if not said:
        message = f"{run.folder} was not rated yet. `walkalong eval rate` does it."
        raise NotFound(message)
    return FilledTable("ratings", COLUMNS, [_row(each, questions) for each in said])


def agreement_lines(run: Run) -> Iterator[str]:
    """How many rated, what was preferred, and how far all raters agree, in sentences."""
    given = read_ratings(run.folder / RATINGS)
    if given:
        raters = ", ".join(f"{name} {count}" for name, count in count_raters(given).items())
        yield f"Ratings by {raters}."
        for aspect in ASPECTS:
            yield f"{aspect}: {_agree(given, aspect)}"
    yield from preference_lines(sum_preferences(read_preferences(run.folder / PREFERENCES)))


def _agree(given: tuple[Rating, ...], aspect: Aspect) -> str:
    by_answer: dict[tuple[str, int], list[str]] = {}
    for each in given:
        if each.mark(aspect) in STEPS:
            by_answer.setdefault(each.answer, []).append(each.mark(aspect))
    return word_alpha(measure_alpha(list(by_answer.values()), STEPS))


def _row(said: Rating | Preference, questions: dict[str, str]) -> dict[str, object]:
    row: dict[str, object] = {
        "case": said.case_id,
        "repeat": said.repeat,
        "question": questions.get(said.case_id, ""),
        "rater": said.rater,
        "note": said.note,
        "at": said.at,
    }
    if isinstance(said, Rating):
        return row | {aspect: said.mark(aspect) for aspect in ASPECTS}
    return row | {"against": said.against, "better": said.better}
