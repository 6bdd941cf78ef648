"""People's ratings of answers: their file, which rating counts, and where two raters differ."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal, Protocol, get_args

from pydantic import TypeAdapter, ValidationError

from eval.figures.agreement import Agreement, measure_agreement
from eval.files import rewrite_file
from eval.types import Result
from ingest.disk.folder import raise_storage_errors
from ingest.errors import InvalidRequest

RATINGS = "ratings.jsonl"
"""The file of ratings in a run's folder."""
Mark = Literal["yes", "partly", "no", "cannot_tell"]
Aspect = Literal["correct", "complete", "faithful", "useful"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
MARKS: tuple[Mark, ...] = get_args(Mark)
STEPS: tuple[Mark, ...] = ("no", "partly", "yes")
"""The scale on which raters are compared; "can't tell" says nothing about the answer."""


JUDGED: dict[Aspect, str] = {
    "correct": "judged_correctness",
    "complete": "judged_completeness",
    "faithful": "judged_faithfulness",
}
"""The judge's scores that answer the same question as people's ratings."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rater says of one answer."""

    case_id: str
    repeat: int
    rater: str
    correct: Mark
    complete: Mark
    faithful: Mark
    useful: Mark
    note: str
    at: str
    """ISO 8601, UTC."""

    @property
    def answer(self) -> tuple[str, int]:
        """Which answer is rated."""
        return self.case_id, self.repeat

    def mark(self, aspect: Aspect) -> Mark:
        """The mark for one aspect."""
        mark: Mark = getattr(self, aspect)
        return mark


@dataclass(frozen=True, slots=True)
class Compared:
    """Two raters, or people and a judge, on one aspect."""

    aspect: Aspect
    agreement: Agreement
    left_out: int
    """Answers that both rated, and on which one or both could not tell."""


_RATING: TypeAdapter[Rating] = TypeAdapter(Rating)


def parse_rating(fields: Mapping[str, object]) -> Rating:
    """Give a rating from its fields; raises InvalidRequest."""
    try:
        return _RATING.validate_python(fields)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"{'.'.join(map(str, first['loc']))}: {first['msg']}."
        raise InvalidRequest(message) from error


def read_ratings(path: Path) -> tuple[Rating, ...]:
    """Give the ratings that count: each rater's last one of an answer. Raises InvalidRequest."""
    latest: dict[tuple[str, int, str], Rating] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            rating = _RATING.validate_json(line)
        except ValidationError as error:
            message = f"{path}, line {number}: this is no rating ({error.errors()[0]['msg']}). Mend or remove the line."
            raise InvalidRequest(message) from error
        latest[*rating.answer, rating.rater] = rating
    return tuple(latest.values())


def add_rating(path: Path, rating: Rating) -> None:
    """Append a rating; the file is whole at every moment, and two processes never lose each other's.

    Raises StorageError.
    """
    line = _RATING.dump_json(rating) + b"\n"
    rewrite_file(path, lambda before: before + line)


class HasRater(Protocol):
    """Something that a rater said."""

    @property
    def rater(self) -> str:
        """Who said it."""


def count_raters(ratings: Iterable[HasRater]) -> dict[str, int]:
    """Who rated how many answers, by name."""
    return dict(sorted(Counter(rating.rater for rating in ratings).items()))


def find_busiest_pair(ratings: Sequence[Rating]) -> tuple[str, str] | None:
    """The two raters with the most answers in common; None if there are fewer than two."""
    by_rater = {name: {r.answer for r in ratings if r.rater == name} for name in count_raters(ratings)}
    pairs = list(combinations(by_rater, 2))
    return max(pairs, key=lambda pair: len(by_rater[pair[0]] & by_rater[pair[1]]), default=None)


def pair_ratings(ratings: Iterable[Rating], first: str, second: str) -> list[tuple[Rating, Rating]]:
    """Both raters' ratings of each answer that both rated."""
    of_first, of_second = (
        {rating.answer: rating for rating in ratings if rating.rater == name} for name in (first, second)
    )
    return [(of_first[answer], of_second[answer]) for answer in of_first if answer in of_second]


def compare_raters(pairs: Sequence[tuple[Rating, Rating]]) -> list[Compared]:
    """Agreement on each aspect, over the answers on which both could tell."""
    compared = []
    for aspect in ASPECTS:
        marks = [(first.mark(aspect), second.mark(aspect)) for first, second in pairs]
        told = [pair for pair in marks if "cannot_tell" not in pair]
        compared.append(Compared(aspect, measure_agreement(told, STEPS), len(marks) - len(told)))
    return compared


def compare_with_judge(ratings: Iterable[Rating], results: Iterable[Result]) -> list[Compared]:
    """Agreement of people with a judge on each aspect that both rate, rating by rating.

    Where a judge was asked several times, the step nearest to its mean counts. Aspects that it judged nowhere are
    left out.
    """
    judged = {
        (result.outcome.case.id, result.outcome.repeat, score.scorer): score.value
        for result in results
        for score in result.scores
        if score.value is not None
    }
    given, compared = list(ratings), []
    for aspect, name in JUDGED.items():
        both = [(rating.mark(aspect), judged.get((*rating.answer, name))) for rating in given]
        pairs = [(mark, _step(value)) for mark, value in both if value is not None]
        told = [pair for pair in pairs if pair[0] != "cannot_tell"]
        if pairs:
            compared.append(Compared(aspect, measure_agreement(told, STEPS), len(pairs) - len(told)))
    return compared


def sort_disagreements(pairs: Iterable[tuple[Rating, Rating]]) -> list[tuple[Rating, Rating]]:
    """Those pairs that differ on any aspect, the furthest apart first."""
    return sorted((pair for pair in pairs if _distance(pair)), key=_distance, reverse=True)


def _distance(pair: tuple[Rating, Rating]) -> float:
    """Steps between two ratings, summed over aspects; "can't tell" is half a step from everything."""
    return sum(_apart(pair[0].mark(aspect), pair[1].mark(aspect)) for aspect in ASPECTS)


def _apart(first: Mark, second: Mark) -> float:
    if first == second:
        return 0
    if "cannot_tell" in (first, second):
        return 0.5
    return abs(STEPS.index(first) - STEPS.index(second))


def _step(value: float) -> Mark:
    return STEPS[round(value * (len(STEPS) - 1))]


def _lines(path: Path) -> list[bytes]:
    if not path.exists():
        return []
    with raise_storage_errors(path.parent):
        return path.read_bytes().splitlines()
