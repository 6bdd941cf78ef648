"""Figures for monitoring: what was asked and refused, how long it took, what waits. The home of prometheus_client."""

from dataclasses import dataclass
from datetime import UTC, datetime

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

from ingest.library.manifest import Manifest
from service.types import Answer

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""Bounds of the histograms: a search takes some 20 ms, an answer under a second, a chat model up to its time-out."""


@dataclass(frozen=True, slots=True)
class Load:
    """The work under way at one moment."""

    answers_at_work: int
    answers_waiting: int
    ingestions: int
    """Those that wait or are at work."""


class Metrics:
    """The figures of one service, since its start."""

    def __init__(self) -> None:
        self._registry = all_ = CollectorRegistry()
        self._requests = Counter(
            "walkalong_requests", "Requests, by kind of work and status.", ("work", "status"), registry=all_
        )
        self._request_seconds = Histogram(
            "walkalong_request_seconds",
            "Time from a request to the end of its answer, by kind of work.",
            ("work",),
            buckets=SECONDS,
            registry=all_,
        )
        self._errors = Counter(
            "walkalong_errors", "Failures that nobody foresaw, by their type.", ("type",), registry=all_
        )
        self._answers = Counter(
            "walkalong_answers", "Answers, by status and engine.", ("status", "engine"), registry=all_
        )
        self._unanswered = Counter(
            "walkalong_unanswered", "Questions that were not answered, by reason.", ("reason",), registry=all_
        )
        self._statements = Counter(
            "walkalong_statements",
            "Sentences that were written: kept as they were, repaired, or dropped (by outcome of the check).",
            ("fate", "outcome"),
            registry=all_,
        )
        self._stage_seconds = Histogram(
            "walkalong_answer_seconds",
            "Time of an answer, by stage.",
            ("stage",),
            buckets=SECONDS,
            registry=all_,
        )
        self._at_work = _gauge("walkalong_answers_at_work", "Answers that are worked on.", all_)
        self._waiting = _gauge("walkalong_answers_waiting", "Answers that wait for a place.", all_)
        self._ingestions = _gauge("walkalong_ingestions", "Ingestions that wait or are at work.", all_)
        self._age = _gauge("walkalong_library_age_seconds", "Time since the library last changed.", all_)
        self._reports = _gauge("walkalong_library_reports", "Reports in the library.", all_)
        self._chunks = _gauge("walkalong_library_chunks", "Chunks in the library.", all_)

    def count_request(self, work: str, status: int, seconds: float) -> None:
        """Count a request that has ended."""
        self._requests.labels(work, str(status)).inc()
        self._request_seconds.labels(work).observe(seconds)

    def count_error(self, error: BaseException) -> None:
        """Count an unforeseen failure."""
        self._errors.labels(type(error).__name__).inc()

    def count_answer(self, answer: Answer) -> None:
        """Count an answer with what was written, repaired and dropped for it."""
        self._answers.labels(answer.status, answer.engine.name).inc()
        if reason := _reason(answer):
            self._unanswered.labels(reason).inc()
        for statement in answer.statements:
            check = statement.check
            fate = "repaired" if check and check.repaired else "kept"
            self._statements.labels(fate, check.outcome if check else "verbatim").inc()
        for dropped in answer.dropped:
            self._statements.labels("dropped", dropped.outcome).inc()
        for stage, milliseconds in answer.timings_ms.items():
            self._stage_seconds.labels(stage).observe(milliseconds / 1000)

    def write(self, load: Load, library: Manifest | None) -> bytes:
        """Give all figures in Prometheus' text form; `library` is None while none is open."""
        self._at_work.set(load.answers_at_work)
        self._waiting.set(load.answers_waiting)
        self._ingestions.set(load.ingestions)
        if library:
            self._age.set((datetime.now(UTC) - datetime.fromisoformat(library.made)).total_seconds())
            self._reports.set(len(library.entries))
            self._chunks.set(library.chunks)
        return generate_latest(self._registry)


def _gauge(name: str, documentation: str, registry: CollectorRegistry) -> Gauge:
    return Gauge(name, documentation, registry=registry)


def _reason(answer: Answer) -> str | None:
    """Tell why a question was not answered, as far as the answer says; None if it was answered."""
    if answer.status in ("answered", "partial"):
        return None
    if answer.status == "not_in_reports":
        return "unknown_words" if answer.missing else "nothing_near"
    return answer.status
