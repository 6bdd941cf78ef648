"""Traces of requests and answers, sent to the address in a setting (OTLP over HTTP). The home of opentelemetry.

A span says what was done and how long it took, with the request's id; no words of a question or an answer.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.metadata import version
from typing import TYPE_CHECKING

from ingest.errors import SettingsError
from service.types import Answer

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

Attributes = dict[str, str | int]
_PATH = "/v1/traces"
"""Where receivers take traces in, below their address."""
_FAILED = 500
"""From this status on a request counts as failed, as OpenTelemetry's conventions for servers have it."""


class Traces:
    """Makes spans and sends them. Without an endpoint no span is made, and nothing is imported."""

    def __init__(self, endpoint: str | None) -> None:
        """Raises SettingsError if there is an endpoint but the packages for it are not installed."""
        self._provider = _make_provider(endpoint) if endpoint else None

    def follow_request(
        self, headers: Iterable[tuple[bytes, bytes]], describe: Callable[[], tuple[str, Attributes]]
    ) -> AbstractContextManager[None]:
        """Make a span of what is done inside; it is a child of the caller's span if `traceparent` names one.

        `describe` gives the span's name and attributes at the end.
        """
        return _follow(self._provider, headers, describe) if self._provider else nullcontext()

    def add_answer(self, answer: Answer) -> None:
        """Add a span for an answer that has just been given, and one for each of its stages."""
        if self._provider is None:
            return
        from opentelemetry.trace import set_span_in_context

        tracer = self._provider.get_tracer(__name__)
        end = time.time_ns()
        total, found = (round(answer.timings_ms.get(stage, 0) * 1e6) for stage in ("total", "retrieve"))
        attributes: Attributes = {
            "walkalong.answer.id": answer.id,
            "walkalong.answer.status": answer.status,
            "walkalong.engine": answer.engine.name,
            "walkalong.statements": len(answer.statements),
            "walkalong.dropped": len(answer.dropped),
        }
        span = tracer.start_span("answer", start_time=end - total, attributes=attributes)
        inside = set_span_in_context(span)
        for stage, start, stop in (
            ("retrieve", end - total, end - total + found),
            ("write", end - total + found, end),
        ):
            tracer.start_span(stage, context=inside, start_time=start).end(stop)
        span.end(end)

    def close(self) -> None:
        """Send what has not been sent yet."""
        if self._provider:
            self._provider.shutdown()


def _make_provider(endpoint: str) -> "TracerProvider":
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        message = (
            f"WALKALONG_OTLP_ENDPOINT is set, and {error.name} is not installed. Run `pip install "
            "walkalong[traces]`, or take the setting out."
        )
        raise SettingsError(message) from error
    resource = Resource.create({"service.name": "walkalong", "service.version": version("walkalong")})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    # Spans are sent from a separate thread, so that a slow or missing receiver delays nobody.
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint.rstrip("/") + _PATH)))
    return provider


@contextmanager
def _follow(
    provider: "TracerProvider",
    headers: Iterable[tuple[bytes, bytes]],
    describe: Callable[[], tuple[str, Attributes]],
) -> Iterator[None]:
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
    above = TraceContextTextMapPropagator().extract(carrier)
    tracer = provider.get_tracer(__name__)
    with tracer.start_as_current_span("request", above, kind=SpanKind.SERVER) as span:
        try:
            yield
        finally:
            name, attributes = describe()
            span.update_name(name)
            span.set_attributes(attributes)
            _mark_failure(span, attributes)


def _mark_failure(span: "Span", attributes: Attributes) -> None:
    from opentelemetry.trace import StatusCode

    status = attributes.get("http.response.status_code", 0)
    if isinstance(status, int) and status >= _FAILED:
        span.set_status(StatusCode.ERROR)
