"""`walkalong eval run`: asks the cases of a set, several at once, and keeps each outcome with its scores."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from eval.runs.folder import Run, append_results, begin_run, mark_opened
from eval.runs.provenance import gather_provenance, uses_chat
from eval.scorers import ScoringContext, score_outcome
from eval.scorers.judge import Judge
from eval.sets.cases import resolve_set
from eval.sets.files import QuestionSet
from eval.sets.problems import about_this_library
from eval.sets.seal import record_opening, require_unchanged
from eval.types import Case, Outcome, Result, Score
from ingest.errors import InvalidRequest, LibraryMismatch, WalkalongError
from ingest.library.open import Library
from service.assistant import Assistant
from service.brief.make import make_brief
from service.brief.types import Brief
from service.settings import Settings
from service.types import Answer, Ask

FOUND = 4000
"""Characters of what the answer's own search found that are kept with it."""
FIELDS = ("kind", "persona", "tag")
"""Fields by which cases can be chosen, besides their id."""

WITH_CHAT = 4
"""Questions at once with a chat model. Without one, answers do not get faster by asking several at once."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that could not be asked."""

    case: str
    why: str


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything needed to ask a case and score its outcome; used by several threads."""

    assistant: Assistant
    library: Library
    score: Callable[[Outcome], tuple[Score, ...]]
    engine: str | None = None
    judge: Judge | None = None

    def result(self, case: Case, repeat: int) -> Result:
        """Ask a case once, as a caller of `POST /v1/answers` would, and score it. Raises WalkalongError."""
        if self.judge:
            self.judge.require_alive()
        prepared = self.assistant.prepare(_ask_of(case, self.engine))
        answer, found = prepared.finish(), prepared.list_found(FOUND)
        if self.assistant.library is not self.library:
            message = "the library was changed while the run was at work; make a new run"
            raise LibraryMismatch(message)
        outcome = Outcome(case, answer, found, repeat, _make_brief(self.assistant, case))
        judged = self.judge.scores(outcome) if self.judge else ()
        return Result(outcome, (*self.score(outcome), *judged))


def _make_brief(assistant: Assistant, case: Case) -> Brief | None:
    if not case.brief:
        return None
    return make_brief(assistant.library, assistant.embedder, case.question, case.filters)


def answer_case(assistant: Assistant, case: Case, engine: str | None = None) -> Answer:
    """Ask a case as a caller of `POST /v1/answers` would. Raises WalkalongError.

    `engine` None is the configured one.
    """
    return assistant.answer(_ask_of(case, engine))


def _ask_of(case: Case, engine: str | None) -> Ask:
    return Ask(case.question, case.history, case.filters, engine)


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of a run."""

    engine: str | None = None
    """`extractive`, `chat`, or None for the configured one."""
    repeats: int = 1
    cases: str | None = None
    """As `choose` takes it; None for all."""
    folder: Path | None = None
    """None for a new one in the data folder."""
    workers: int | None = None
    """Questions at once; None chooses by the engine."""
    judgements: int = 0
    """How often a chat model judges each answer."""


@dataclass(frozen=True, slots=True)
class PreparedRun:
    """A run that is ready for asking."""

    bench: Bench
    run: Run
    cases: tuple[Case, ...]
    seal: Path | None = None
    """The file of the set's seal, where it has one."""

    @property
    def broken(self) -> tuple[Case, ...]:
        """Cases with a gold quote that is in no report."""
        return tuple(case for case in self.cases if case.unresolved)


def order_engines(order: Order, engines: Sequence[str], settings: Settings, name: str) -> tuple[Order, ...]:
    """An order for each engine, in folders side by side that end in `-extractive` and `-chat`; one for the configured
    engine where none is named. Raises InvalidRequest where a chat model is wanted and none configured.
    """
    for engine in engines:
        uses_chat(settings, engine)
    if len(engines) < 2:
        return (replace(order, engine=next(iter(engines), None)),)
    folder = order.folder or _new_folder(settings, name)
    return tuple(
        replace(order, engine=engine, folder=folder.with_name(f"{folder.name}-{engine}"))
        for engine in sorted(
            engines, reverse=True
        )  # the extractive answers first, which the others are held against
    )


def prepare_run(questions: QuestionSet, assistant: Assistant, order: Order) -> PreparedRun:
    """Do everything that can fail early, then make the run's folder or open the existing one. Raises WalkalongError."""
    library, settings = assistant.library, assistant.settings
    about_this_library(questions, library)
    cases = resolve_set(questions, library)
    if questions.seal:
        _require_whole_set(questions.seal, questions, order)
    cases = choose_cases(cases, order.cases) if order.cases else cases
    chat = uses_chat(settings, order.engine)
    judge = Judge(settings, order.judgements) if order.judgements else None
    workers = order.workers or (WITH_CHAT if chat or judge else 1)
    ids = [case.id for case in cases]
    produced = gather_provenance(questions, ids, settings, library, chat, order.repeats, workers)
    produced = replace(produced, judge=judge.label if judge else None)
    assistant.warm()
    context = ScoringContext.of(library)
    bench = Bench(assistant, library, lambda outcome: score_outcome(outcome, context), order.engine, judge)
    run = begin_run(order.folder or _new_folder(settings, questions.name), produced)
    if questions.seal and not run.is_sealed:
        run = mark_opened(run, record_opening(questions.seal, run.folder).number)
    return PreparedRun(bench, run, cases, questions.seal)


def _require_whole_set(seal: Path, questions: QuestionSet, order: Order) -> None:
    """Raises InvalidRequest if a sealed set was changed, or only some of its cases are wanted."""
    require_unchanged(seal, questions.files)
    if order.cases:
        message = "--cases: a sealed set is asked whole, since the figures of few cases tell what is in them."
        raise InvalidRequest(message)


def choose_cases(cases: Sequence[Case], wanted: str) -> tuple[Case, ...]:
    """The cases that `wanted` names: ids, patterns of ids, `kind:...`, `persona:...`, `tag:...`, separated by commas.

    Several of the same sort are alternatives; a case must match every sort that is given. Raises InvalidRequest for a
    part that matches nothing.
    """
    patterns: dict[str, list[str]] = {}
    for part in filter(None, (part.strip() for part in wanted.split(","))):
        field, _, pattern = part.rpartition(":")
        if field not in ("", *FIELDS):
            message = f"--cases: there is no {field!r} to choose by; choose by id, {', '.join(FIELDS)}."
            raise InvalidRequest(message)
        if not any(_matches(case, field or "id", [pattern]) for case in cases):
            message = f"--cases: no case has {part!r}."
            raise InvalidRequest(message)
        patterns.setdefault(field or "id", []).append(pattern)
    chosen = tuple(case for case in cases if all(_matches(case, *item) for item in patterns.items()))
    if not chosen:
        message = f"--cases: no case matches all of {wanted!r}."
        raise InvalidRequest(message)
    return chosen


def ask_all(prepared: PreparedRun, progress: Progress) -> tuple[Failure, ...]:
    """Ask the cases that have no result yet, and add the results to the run; gives the cases that failed.

    If it is interrupted, only the answers in progress are lost.
    """
    bench, run = prepared.bench, prepared.run
    there = {(result.outcome.case.id, result.outcome.repeat) for result in run.results}
    pairs = [(case, repeat) for repeat in range(run.provenance.repeats) for case in prepared.cases]
    missing = [(case, repeat) for case, repeat in pairs if (case.id, repeat) not in there]
    failures = []
    progress(len(pairs) - len(missing), len(pairs))
    with append_results(run) as file, _pool(run.provenance.workers) as pool:
        asked = {pool.submit(bench.result, case, repeat): case for case, repeat in missing}
        for done, future in enumerate(as_completed(asked), len(pairs) - len(missing) + 1):
            try:
                file.append(future.result())
            except WalkalongError as error:
                failures.append(Failure(asked[future].id, error.message))
            progress(done, len(pairs))
    return tuple(failures)


def _new_folder(settings: Settings, name: str) -> Path:
    return settings.data_dir / "runs" / f"{name}-{datetime.now(UTC):%Y%m%d-%H%M%S}"


def _matches(case: Case, field: str, patterns: list[str]) -> bool:
    words = case.tags if field == "tag" else (getattr(case, field),)
    return any(fnmatchcase(word, pattern) for word in words for pattern in patterns)


@contextlib.contextmanager
def _pool(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that start nothing new after a failure."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="eval")
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
