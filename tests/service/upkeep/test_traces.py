"""Traces, sent to a receiver that reads them with the protocol's own messages."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from ingest.errors import SettingsError
from service.assistant import Assistant
from service.settings import Settings
from service.upkeep.traces import Traces
from service.web.app import create_app
from tests.serving import QuietHandler, served_handler

QUESTION = "What is the No Wrong Door approach?"
CALLER = "0af7651916cd43dd8448eb211c80319c"


@contextmanager
def receiving() -> Iterator[tuple[str, list[ExportTraceServiceRequest]]]:
    """A receiver of OTLP over HTTP, and what it was sent."""
    sent: list[ExportTraceServiceRequest] = []

    class Receiver(QuietHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.path == "/v1/traces"
            sent.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with served_handler(Receiver) as address:
        yield address, sent


def spans_of(sent: list[ExportTraceServiceRequest]) -> list[Span]:
    return [
        span
        for request in sent
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def facts_of(span: Span) -> dict[str, str | int]:
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


def test_a_request_and_its_answer_reach_a_receiver(
    sample_settings: Settings, sample_assistant: Assistant, tmp_path: Path
) -> None:
    with receiving() as (endpoint, sent):
        own = {"otlp_endpoint": endpoint, "database_url": f"sqlite:///{tmp_path}/conversations.sqlite"}
        app = create_app(sample_settings.model_copy(update=own), sample_assistant)
        with TestClient(app) as client:
            headers = {"X-Request-ID": "mine", "traceparent": f"00-{CALLER}-b7ad6b7169203331-01"}
            client.post("/v1/answers", json={"question": QUESTION}, headers=headers).raise_for_status()
            client.get("/v1/answers/nowhere", params={"question": QUESTION})
            client.get("/healthz")
    spans = {span.name: span for span in spans_of(sent)}
    assert set(spans) == {"POST /v1/answers", "answer", "retrieve", "write", "GET /v1/answers/{answer_id}"}
    request, answer = spans["POST /v1/answers"], spans["answer"]
    assert request.trace_id.hex() == CALLER
    assert answer.parent_span_id == request.span_id
    assert spans["retrieve"].parent_span_id == spans["write"].parent_span_id == answer.span_id
    assert facts_of(request)["walkalong.request_id"] == "mine"
    assert facts_of(request)["http.response.status_code"] == 200
    assert facts_of(answer)["walkalong.answer.status"] == "answered"
    assert spans["GET /v1/answers/{answer_id}"].trace_id.hex() != CALLER
    assert answer.start_time_unix_nano < spans["write"].start_time_unix_nano < answer.end_time_unix_nano
    resource = {each.key: each.value.string_value for each in sent[0].resource_spans[0].resource.attributes}
    assert resource["service.name"] == "walkalong"
    assert not any(b"Wrong Door" in each.SerializeToString() for each in sent)


def test_a_receiver_that_is_gone_holds_nobody_up(
    sample_settings: Settings, sample_assistant: Assistant, tmp_path: Path
) -> None:
    own = {
        "otlp_endpoint": "http://127.0.0.1:9",
        "database_url": f"sqlite:///{tmp_path}/conversations.sqlite",
    }
    app = create_app(sample_settings.model_copy(update=own), sample_assistant)
    with TestClient(app) as client:
        assert client.post("/v1/answers", json={"question": QUESTION}).status_code == 200


def test_without_an_endpoint_nothing_is_followed() -> None:
    traces = Traces(None)
    with traces.follow_request([], lambda: pytest.fail("nobody asks")):
        pass
    traces.close()


def test_without_the_packages_the_setting_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(SettingsError, match=r"pip install walkalong\[traces\]"):
        Traces("http://127.0.0.1:4318")
