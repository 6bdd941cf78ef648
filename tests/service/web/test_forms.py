import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ingest.errors import InvalidRequest
from service.web.forms import Form, check_form, only
from service.web.http_errors import install
from service.wire.bodies import FiltersBody


@pytest.fixture
def client() -> TestClient:
    """A service that gives back what its form was sent."""
    app = FastAPI()
    install(app)

    @app.post("/form")
    async def give_back(fields: Form) -> dict[str, list[str]]:
        return fields

    app.state.request_id = "x"
    return TestClient(app)


def test_empty_fields_are_not_there_and_several_values_are(client: TestClient) -> None:
    sent = "question=What%20is%20it%3F&place=Salford&place=Wigan&empty="
    response = client.post(
        "/form", content=sent, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert response.json() == {"question": ["What is it?"], "place": ["Salford", "Wigan"]}


def test_one_value_is_trimmed_and_has_line_ends_of_one_kind() -> None:
    assert only({"text": [" a\r\nb \r\n"]}, "text") == "a\nb"
    assert only({}, "text") == ""


def test_a_wrong_date_is_named_with_how_to_write_one() -> None:
    with pytest.raises(InvalidRequest, match="from: write a date as 2021"):
        check_form(FiltersBody, {"from": "soon"})
