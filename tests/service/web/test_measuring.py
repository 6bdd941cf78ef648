import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.assistant import Assistant
from service.settings import Settings
from service.upkeep.logs import FACTS
from service.web.app import create_app
from service.wire import bodies

QUESTION = "What is the No Wrong Door approach?"


def noted(caplog: pytest.LogCaptureFixture, message: str) -> list[dict[str, object]]:
    return [getattr(line, FACTS) for line in caplog.records if line.message == message]


def test_answers_are_counted_and_probes_have_a_kind_of_their_own(client: TestClient) -> None:
    client.post("/v1/answers", json={"question": QUESTION})
    client.post("/v1/answers", json={"question": ""})
    client.get("/healthz")
    found = client.get("/metrics")
    assert found.headers["content-type"].startswith("text/plain")
    assert 'walkalong_requests_total{status="200",work="answers"} 1.0' in found.text
    assert 'walkalong_requests_total{status="422",work="answers"} 1.0' in found.text
    assert 'walkalong_requests_total{status="200",work="probes"} 1.0' in found.text
    assert 'walkalong_answers_total{engine="extractive",status="answered"} 1.0' in found.text
    assert "walkalong_library_reports 4.0" in found.text
    assert QUESTION not in found.text


def test_a_failure_that_nobody_foresaw_is_counted(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(bodies.AnswerBody, "ask", fail)
    assert client.post("/v1/answers", json={"question": QUESTION}).status_code == 500
    found = client.get("/metrics").text
    assert 'walkalong_errors_total{type="ZeroDivisionError"} 1.0' in found
    assert 'walkalong_requests_total{status="500",work="answers"} 1.0' in found


@pytest.mark.parametrize("asked", [False, True])
def test_the_log_has_requests_and_answers_but_no_question_unless_asked_for(
    sample_settings: Settings,
    sample_assistant: Assistant,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    asked: bool,
) -> None:
    own = {"database_url": f"sqlite:///{tmp_path}/conversations.sqlite", "log_questions": asked}
    app = create_app(sample_settings.model_copy(update=own), sample_assistant)
    with TestClient(app) as client, caplog.at_level(logging.INFO):
        client.post("/v1/answers", json={"question": QUESTION}, headers={"X-Request-ID": "mine"})
        client.get("/", params={"question": QUESTION})
    requests = noted(caplog, "Request")
    assert [(line["path"], line["status"]) for line in requests] == [("/v1/answers", 200), ("/", 200)]
    [answer] = noted(caplog, "Answer")
    assert (answer["status"], answer.get("question")) == ("answered", QUESTION if asked else None)
    ours = [line for line in caplog.records if line.name.startswith(("service", "ingest"))]
    assert (QUESTION in str([vars(line) for line in ours])) is asked
