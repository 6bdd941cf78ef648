import json
import logging
from collections.abc import Iterator

import pytest

from service.upkeep.logs import FACTS, REQUEST_ID, JsonLines, PlainLines


@pytest.fixture
def in_a_request() -> Iterator[None]:
    token = REQUEST_ID.set("r1")
    yield
    REQUEST_ID.reset(token)


def record(message: str, **facts: object) -> logging.LogRecord:
    made = logging.LogRecord("service.web", logging.INFO, __file__, 1, message, None, None)
    setattr(made, FACTS, facts)
    return made


@pytest.mark.usefixtures("in_a_request")
def test_a_json_line_has_the_request_and_what_belongs_to_it() -> None:
    line = json.loads(JsonLines().format(record("Request", status=200, path="/v1/answers")))
    assert line.items() >= {"message": "Request", "status": 200, "request_id": "r1", "level": "info"}.items()
    assert line["time"].endswith("+00:00")


@pytest.mark.usefixtures("in_a_request")
def test_a_plain_line_stays_one_line() -> None:
    line = PlainLines().format(record("Request", path="/a\n2026 ERROR forged"))
    assert "\n" not in line
    assert line.endswith('request_id="r1"')


def test_an_error_is_written_with_where_it_happened() -> None:
    failed = record("Failed")
    try:
        int("x")
    except ValueError as error:
        failed.exc_info = (ValueError, error, error.__traceback__)
    assert "test_logs.py" in json.loads(JsonLines().format(failed))["error"]
    assert "ValueError" in PlainLines().format(failed)
