"""How much of a question's gold excerpts the spans of a search cover, as the Chroma report of July 2024 defines it."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.figures.intervals import Estimate, estimate_mean
from eval.scorers.gold import characters_of, cut_to_budget
from eval.types import TextSpan

K = 5
"""Windows that are looked at, as the public benchmark of excerpts does."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question of a benchmark, and where in one of its texts the answer stands."""

    question: str
    excerpts: tuple[TextSpan, ...]
    """All in one text; empty when the benchmark does not say."""

    @property
    def text(self) -> str:
        """Name of the text that has the answer; empty when it is not known."""
        return self.excerpts[0].report if self.excerpts else ""


@dataclass(frozen=True, slots=True)
class ExcerptCoverage:
    """How well some spans cover a question's excerpts."""

    recall: float
    """Share of the excerpts' characters that lie in a span."""
    iou: float
    """Characters found, over those of all spans and of what was missed. What is retrieved twice is paid for twice."""
    characters: int
    """Of all spans together."""


def measure_coverage(wanted: Wanted, spans: Sequence[TextSpan]) -> ExcerptCoverage:
    """Compare spans, from any text, with the excerpts, of which there must be some."""
    gold = characters_of(wanted.excerpts)
    found = len(gold & characters_of(spans))
    paid = sum(span.end - span.start for span in spans)
    return ExcerptCoverage(found / len(gold), found / (paid + len(gold) - found), paid)


def estimate_at_k(
    wanted: Sequence[Wanted], found: Sequence[Sequence[TextSpan]], rows: Sequence[int]
) -> dict[str, Estimate]:
    """Means over the questions in `rows`, which have excerpts, of what their first K spans are worth."""
    each = [measure_coverage(wanted[row], found[row][:K]) for row in rows]
    return {
        f"recall in {K} spans": estimate_mean([one.recall for one in each]),
        f"IoU of {K} spans": estimate_mean([one.iou for one in each]),
        f"characters of {K} spans": estimate_mean([float(one.characters) for one in each]),
    }


def estimate_at_budget(
    wanted: Sequence[Wanted], found: Sequence[Sequence[TextSpan]], rows: Sequence[int], budget: int
) -> dict[str, Estimate]:
    """Mean over the questions in `rows`, which have excerpts, of their recall in the first `budget` characters."""
    each = [measure_coverage(wanted[row], cut_to_budget(found[row], budget)) for row in rows]
    return {f"recall in {budget:,} characters": estimate_mean([one.recall for one in each])}


def group_by_text(wanted: Sequence[Wanted]) -> dict[str, list[int]]:
    """Rows of the questions with excerpts: all of them, then those of each text; empty when there are none."""
    groups: dict[str, list[int]] = {}
    for row, question in enumerate(wanted):
        if question.excerpts:
            groups.setdefault("all texts", []).append(row)
            groups.setdefault(question.text, []).append(row)
    return groups


def write_estimate(metric: str, estimate: Estimate) -> str:
    """An estimate over at least one question: characters as they are, shares in hundredths, with an interval if any."""
    assert estimate.value is not None
    if metric.startswith("characters"):
        return f"{estimate.value:,.0f}"
    if estimate.low is None or estimate.high is None:
        return f"{100 * estimate.value:.1f}"
    return f"{100 * estimate.value:.1f} [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"
