import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.web.pages.running.interface import find_schema, list_operations, name_type, write_example


def test_each_route_and_each_model_of_the_schema_has_its_place(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    page = client.get("/docs").text
    operations = list(list_operations(schema, "http://here"))
    assert len(operations) > 25
    assert all(f'id="{operation.id}"' in page for _, operation in operations)
    assert all(f'id="{name}"' in page for name in schema["components"]["schemas"])


def test_each_link_within_the_page_leads_somewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    ids = set(re.findall(r' id="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert len(links) > 30
    assert links <= ids


@pytest.mark.parametrize(
    ("schema", "words", "model"),
    [
        ({"type": "string"}, "string", None),
        (
            {"type": "array", "items": {"$ref": "#/components/schemas/PassageModel"}},
            "list of PassageModel",
            "PassageModel",
        ),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer or null", None),
        ({"enum": ["day", "week"]}, "“day” or “week”", None),
        ({"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}, "A or null", "A"),
        ({}, "anything", None),
    ],
)
def test_types_are_named_in_words(schema: dict[str, Any], words: str, model: str | None) -> None:
    assert name_type(schema) == words
    assert find_schema(schema) == model


def test_examples_can_be_pasted_into_a_shell() -> None:
    assert write_example("http://here/v1/reports", "GET", None) == "curl 'http://here/v1/reports'"
    written = write_example("http://here/v1/search", "POST", "application/json")
    assert written == "curl -X POST -H 'Content-Type: application/json' -d @body.json 'http://here/v1/search'"
