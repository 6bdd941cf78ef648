"""`/v1` stays what it was: nothing that callers rely on is taken away.

After an addition, `python -m tests.service.web.test_contract` writes the present schema down beside this file.
"""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from service.settings import Settings
from service.web.app import create_app
from tests.service.web.contract import broken_promises, contract_of

SNAPSHOT = Path(__file__).with_name("openapi-v1.json")


@pytest.fixture
def kept() -> Any:
    return json.loads(SNAPSHOT.read_text("utf-8"))


def present() -> Any:
    return contract_of(create_app(Settings()).openapi())


def test_nothing_is_taken_away_from_callers(kept: Any) -> None:
    assert list(broken_promises(kept, present())) == []


def body(schema: Any, name: str) -> Any:
    return schema["components"]["schemas"][name]


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        (lambda s: s["paths"].pop("/v1/search"), "POST /v1/search is gone"),
        (lambda s: s["paths"]["/v1/reports"].pop("get"), "GET /v1/reports is gone"),
        (lambda s: body(s, "AnswerModel")["properties"].pop("missing"), "answer.missing is gone"),
        (
            lambda s: body(s, "PassageModel")["required"].remove("text"),
            "answer.passages[] need not have text",
        ),
        (lambda s: body(s, "SearchBody")["properties"].pop("budget"), "body.budget is gone"),
        (lambda s: body(s, "SearchBody")["required"].append("filters"), "body must have filters now"),
        (
            lambda s: body(s, "FeedbackBody")["properties"]["verdict"]["enum"].pop(0),
            "can no longer be useful",
        ),
        (
            lambda s: body(s, "PassageModel")["properties"]["page"].update(type="string"),
            "was integer and is string",
        ),
        (lambda s: s["paths"]["/v1/reports"]["get"]["parameters"].pop(0), "the parameter place is gone"),
        (
            lambda s: s["paths"]["/v1/reports"]["get"]["parameters"][0].update(required=True),
            "the parameter place must be given now",
        ),
        (
            lambda s: s["paths"]["/v1/conversations"]["post"]["responses"].pop("201"),
            "it no longer answers 201",
        ),
    ],
)
def test_what_would_break_a_caller_is_named(kept: Any, change: Any, promise: str) -> None:
    changed = copy.deepcopy(kept)
    change(changed)
    assert promise in "\n".join(broken_promises(kept, changed))


def test_an_addition_breaks_nobody(kept: Any) -> None:
    more = copy.deepcopy(kept)
    body(more, "AnswerModel")["properties"]["more"] = {"type": "string"}
    body(more, "AnswerModel")["required"].append("more")
    body(more, "SearchBody")["properties"]["more"] = {"type": "string"}
    more["paths"]["/v1/more"] = more["paths"]["/v1/search"]
    assert list(broken_promises(kept, more)) == []


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(present(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
