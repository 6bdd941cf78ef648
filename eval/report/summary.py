"""The plain-language page of a report: how good, where it fails, which cases to look at, what can't be concluded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.figures.intervals import Estimate
from eval.figures.measures import MEASURES, find_measure
from eval.figures.metrics import Metric, Values, group_by_case
from eval.report.charts import Slice, draw_slices
from eval.runs.folder import Run
from eval.scorers.context import is_answered
from eval.scorers.gold import carries, list_needed_claims
from eval.types import Case, Outcome, Result

WORST_KINDS = 3
"""As many as the first page has room for."""
TO_LOOK_AT = 10
"""Cases that a person looks through in one sitting."""
WAYS = ("broken", "false answer", "false refusal", "nothing right", "in part")
OF_ONE_WAY = 3
"""How many failures of one kind are shown; more would hide the other kinds."""
FEW = 10
"""Below so many cases, the page says that a figure is about few cases."""
ENOUGH = 5
"""Below so many cases, a kind is not named as a weakness."""
BY_KIND = ("answer_points", "required_cited", "right_refusal", "right_answer")
"""The figures by which kinds are compared; for each kind the lowest counts."""


@dataclass(frozen=True, slots=True)
class WorstKind:
    """A kind of question with the figure on which it does worst."""

    kind: str
    measure: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A case that went wrong, and how."""

    case: Case
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """A whole in its parts, as a strip."""

    name: str
    n: int
    parts: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Refusals:
    """Questions by whether the reports answer them and by what was done; each answer counts."""

    answered: int
    """Answerable and answered."""
    refused_wrongly: int
    refused: int
    """Not answerable and refused."""
    answered_wrongly: int


@dataclass(frozen=True, slots=True)
class RunSummary:
    """Everything that the first page says, with the contents of its tables."""

    held: bool | None
    """Whether all that must hold did so in every answer; None if nothing was examined."""
    broken: tuple[str, ...]
    """Labels of what did not hold."""
    worst: tuple[WorstKind, ...]
    look_at: tuple[ToLookAt, ...]
    limits: tuple[str, ...]
    """What can't be concluded, a sentence each."""


def summarise_run(run: Run, metrics: Sequence[Metric], rated: bool) -> RunSummary:
    """Sum a run up; `rated` says whether it has people's ratings."""
    overall = {metric.name: metric for metric in metrics if metric.by == "all"}
    must = [
        m
        for m in overall.values()
        if find_measure(m.name).family == "must hold" and m.estimate.value is not None
    ]
    broken = tuple(find_measure(m.name).label for m in must if m.estimate.value != 1)
    return RunSummary(
        held=None if not must else not broken,
        broken=broken,
        worst=find_worst_kinds(metrics),
        look_at=() if run.is_sealed else choose_cases(run.results),
        limits=tuple(_limits(run, metrics, rated)),
    )


def find_worst_kinds(metrics: Iterable[Metric]) -> tuple[WorstKind, ...]:
    """The kinds of question with the lowest figures, the lowest first.

    Figures over fewer than five cases, and kinds without a weakness, are left out. A single kind is never named.
    """
    by_kind = [metric for metric in metrics if metric.by == "kind"]
    if len({metric.group for metric in by_kind}) < 2:
        return ()
    lowest: dict[str, Metric] = {}
    for metric in by_kind:
        if metric.name not in BY_KIND or metric.estimate.n < ENOUGH:
            continue
        before = lowest.get(metric.group)
        if before is None or (metric.estimate.value or 0) < (before.estimate.value or 0):
            lowest[metric.group] = metric
    weak = [metric for metric in lowest.values() if (metric.estimate.value or 0) < 1]
    weak.sort(key=lambda metric: metric.estimate.value or 0)
    return tuple(WorstKind(metric.group, metric.name, metric.estimate) for metric in weak[:WORST_KINDS])


def choose_cases(results: Sequence[Result]) -> tuple[ToLookAt, ...]:
    """The cases with the worst failures: at most three of one kind, as long as others fail too.

    First come failures of what must hold, then false answers and false refusals, then what was left out.
    """
    values = group_by_case(results)
    first: dict[str, Result] = {}
    for result in results:
        first.setdefault(result.outcome.case.id, result)
    short = {id_: _shortfall(values, id_) for id_ in first}
    worst = sorted((id_ for id_ in first if short[id_] > 0), key=lambda id_: -short[id_])
    ways: dict[str, list[str]] = {way: [] for way in WAYS}
    for id_ in worst:
        ways[_way(values, id_)].append(id_)
    chosen = [id_ for members in ways.values() for id_ in members[:OF_ONE_WAY]]
    chosen += [id_ for members in ways.values() for id_ in members[OF_ONE_WAY:]]
    return tuple(
        ToLookAt(first[id_].outcome.case, tuple(list_reasons(first[id_]))) for id_ in chosen[:TO_LOOK_AT]
    )


def _way(values: Values, case: str) -> str:
    """In which way a case fails."""
    own = {name: value for name, by in values.items() if (value := by.get(case)) is not None}
    if any(find_measure(name).family == "must hold" and value < 1 for name, value in own.items()):
        return "broken"
    if own.get("right_refusal", 1) < 1:
        return "false answer"
    if own.get("right_answer", 1) < 1:
        return "false refusal"
    return "nothing right" if own.get("required_cited", 1) == 0 else "in part"


def list_reasons(result: Result) -> list[str]:
    """What is wrong with one answer, in clauses, the gravest first."""
    scores = {score.scorer: score for score in result.scores if score.value is not None}
    said = [
        f"{find_measure(name).label}: {score.explanation or 'not held'}"
        for name, score in scores.items()
        if find_measure(name).family == "must hold" and score.value != 1
    ]
    if _is(scores, "right_answer", 0):
        noted = result.outcome.case.gold or result.outcome.case.points
        return [
            *said,
            "refused, although the reports answer it" if noted else "refused; nobody noted an answer",
        ]
    if _is(scores, "right_refusal", 0):
        return [*said, "answered, although the reports do not answer it"]
    for name, words in (("required_cited", "cited: "), ("answer_points", ""), ("attribution_kept", "")):
        score = scores.get(name)
        if score and score.value != 1 and score.explanation:
            said.append(f"{words}{score.explanation}")
    return said or ["cited passages that are not gold"]


def count_refusals(results: Iterable[Result]) -> Refusals:
    """Count what was done with answerable and other questions."""
    done = [(r.outcome.case.answerable, is_answered(r.outcome.answer)) for r in results]
    return Refusals(
        answered=done.count((True, True)),
        refused_wrongly=done.count((True, False)),
        refused=done.count((False, False)),
        answered_wrongly=done.count((False, True)),
    )


def count_shares(results: Sequence[Result]) -> tuple[Shares, ...]:
    """Where the gold went, claim by claim, and how many cases had all, some or none of it."""
    values = group_by_case(results)
    return (
        _where_claims_went(results),
        _all_some_none("what had to be said, question by question", values.get("answer_points", {})),
    )


def _where_claims_went(results: Iterable[Result]) -> Shares:
    outcomes = [result.outcome for result in results if result.outcome.case.answerable]
    fates = [
        _fate(outcome, row) for outcome in outcomes for row in range(len(list_needed_claims(outcome.case)))
    ]
    names = ("cited", "found by search, not cited", "not found")
    return Shares(
        "what answers should rest on, claim by claim",
        len(fates),
        draw_slices([(n, fates.count(n)) for n in names]),
    )


def _fate(outcome: Outcome, row: int) -> str:
    claim = list_needed_claims(outcome.case)[row]
    if carries(outcome.answer.passages, claim):
        return "cited"
    return "found by search, not cited" if carries(outcome.found, claim) else "not found"


def _all_some_none(name: str, values: Mapping[str, float | None]) -> Shares:
    scored = [value for value in values.values() if value is not None]
    counts = [
        ("all said", sum(value == 1 for value in scored)),
        ("some", sum(0 < value < 1 for value in scored)),
        ("nothing", scored.count(0)),
    ]
    return Shares(name, len(scored), draw_slices(counts))


def _shortfall(values: Values, case: str) -> float:
    weighted = [
        (find_measure(name).weight, value)
        for name, own in values.items()
        if find_measure(name).family not in ("retrieval", "speed") and (value := own.get(case)) is not None
    ]
    weights = sum(weight for weight, _ in weighted)
    return sum(weight * (1 - value) for weight, value in weighted) / weights if weights else 0.0


def _limits(run: Run, metrics: Sequence[Metric], rated: bool) -> Iterable[str]:
    if run.cut_off:
        yield f"The run was {run.cut_off}. What was not asked may change every figure."
    kinds = [m for m in metrics if m.by == "kind" and m.name == "latency_ms"]
    few = [f"{m.group.replace('_', ' ')} ({m.estimate.n})" for m in kinds if m.estimate.n < FEW]
    if few:
        yield (
            f"Some kinds have fewer than {FEW} questions: {', '.join(few)}. Their figures show where to look, "
            "but can't show that one kind is better than another."
        )
    yield (
        "The figures hold for questions like those of the set. They do not say whether staff ask such questions, or "
        "how often."
    )
    asked = [case for case in run.cases if case.answerable]
    if bare := sum(not case.gold and not case.points for case in asked):
        yield (
            f"For {bare} of {len(asked)} questions nobody noted what a good answer says or rests on. Whether these "
            "answers are right is not measured here."
        )
    if any(case.gold for case in run.cases):
        yield (
            "Gold passages are those that the authors of the questions knew of. Another cited passage may be just as "
            "good, so the figures for citations are lower bounds."
        )
    if any(m.name == "answer_points" and m.estimate.n for m in metrics):
        yield (
            f"“{MEASURES['answer_points'].label.capitalize()}” compares words. A point that is made in other words "
            "is missed."
        )
    if not rated and not any(find_measure(m.name).family == "judged" for m in metrics):
        yield "Nobody has rated these answers, so nothing here says whether they help the people who ask."
    judge = (run.provenance.judge or "").rpartition(", ")[0]
    if judge and judge == run.provenance.model:
        yield (
            f"The answers were judged by the model that wrote them ({judge}), which is no fair witness. "
            "WALKALONG_JUDGE_MODEL can name another."
        )
    if run.provenance.repeats == 1 and run.provenance.model:
        yield "Each question was asked once. A chat model may give another answer the next time."
    broken = sum(bool(case.unresolved) for case in run.cases)
    if broken:
        have = "1 question has" if broken == 1 else f"{broken} questions have"
        yield f"{have} a gold quote that is in none of the reports, and can't be fully judged."


def _is(scores: Mapping[str, object], name: str, value: float) -> bool:
    return name in scores and getattr(scores[name], "value", None) == value
