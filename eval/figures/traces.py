"""What an answer tells beside its scores, in short: enough for a baseline to name every answer that is another one."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import median

from eval.scorers.wordings import list_lines
from eval.types import Result
from service.types import Answer, Passage, Statement

SLOWER = 3.0
"""So many times as slow, or as quick, is told. The same run on a busy machine took up to twice as long here."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One answer in short. What is in no order that counts (nearest passages, missing words) is sorted."""

    status: str
    engine: str
    says: str
    """Digest of the statements' words, kinds and labels, spaces apart."""
    cites: str
    """Digest of the places that each statement cites."""
    beside: str
    """Digest of what stands beside them: nearest passages, missing words, and how many notes and suggestions."""
    asked: str
    """Digest of the question that was searched for."""
    found: str = ""
    """Digest of the places that search found, in no order: passages of the same score may change places."""


_WORDS = {
    "says": "says something else",
    "cites": "cites something else",
    "beside": "notes, missing words or nearest passages are others",
    "asked": "was read as another question",
    "found": "search found something else",
}


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A case whose answer is not the baseline's."""

    case: str
    what: tuple[str, ...]
    """In clauses, the gravest first."""


def trace_answer(answer: Answer, found: Sequence[Passage] = ()) -> Trace:
    """The answer, and what search found, in short."""
    by_key = {passage.id: passage for passage in answer.passages}
    lines = list_lines(answer)
    return Trace(
        status=answer.status,
        engine=answer.engine.name,
        says=_digest([(" ".join(each.text.split()), each.kind, each.group) for each in lines]),
        cites=_digest([_list_cited(each, by_key) for each in lines]),
        beside=_digest(
            [
                sorted(map(_place, answer.nearest)),
                sorted(answer.missing),
                [len(answer.notes), len(answer.suggestions)],
            ]
        ),
        asked=_digest([" ".join(answer.standalone_question.casefold().split())]),
        found=_digest(sorted(map(_place, found))),
    )


def trace_run(results: Iterable[Result]) -> dict[str, Trace]:
    """Case -> the first of its answers in short."""
    first: dict[str, Trace] = {}
    for result in results:
        if result.outcome.case.id not in first:
            first[result.outcome.case.id] = trace_answer(result.outcome.answer, result.outcome.found)
    return first


def list_changes(before: Mapping[str, Trace], now: Mapping[str, Trace]) -> tuple[ChangedAnswer, ...]:
    """The cases of both whose answers differ, in the order of the second."""
    pairs = ((case, before[case], trace) for case, trace in now.items() if case in before)
    return tuple(ChangedAnswer(case, _list_changes(old, new)) for case, old, new in pairs if old != new)


def measure_speed(results: Iterable[Result]) -> float | None:
    """Median milliseconds of an answer; None without answers."""
    times = [result.outcome.answer.timings_ms.get("total", 0.0) for result in results]
    return round(median(times), 1) if times else None


def tell_speed(before: float | None, now: float | None) -> str | None:
    """What to say of the time that answers take where it is another one altogether; else None."""
    if not before or not now or 1 / SLOWER < now / before < SLOWER:
        return None
    times, way = (now / before, "slower") if now > before else (before / now, "quicker")
    return f"answers took {now:.0f} ms, {times:.1f} times {way} than {before:.0f} ms"


def _list_changes(old: Trace, new: Trace) -> tuple[str, ...]:
    found = [
        f"{name} {getattr(old, name)} -> {getattr(new, name)}"
        for name in ("status", "engine")
        if getattr(old, name) != getattr(new, name)
    ]
    differing = (
        field.name for field in fields(Trace) if getattr(old, field.name) != getattr(new, field.name)
    )
    return (*found, *(_WORDS[name] for name in differing if name in _WORDS))


def _list_cited(statement: Statement, by_key: Mapping[str, Passage]) -> list[str]:
    return [_place(by_key[key]) if key in by_key else key for key in statement.passage_ids]


def _place(passage: Passage) -> str:
    return f"{passage.report_id}:{passage.start}-{passage.end}"


def _digest(content: object) -> str:
    # Eight digits: two of 2,000 answers share them with a chance of one in two thousand.
    return hashlib.sha256(repr(content).encode()).hexdigest()[:8]
