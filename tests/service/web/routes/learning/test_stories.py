import pytest
from fastapi.testclient import TestClient


def test_a_story_tells_what_its_keys_stand_for(client: TestClient) -> None:
    story = client.get("/v1/stories", params={"about": "Stockport"}).json()
    assert story["subject"] == {"kind": "place", "name": "Stockport", "report_id": None}
    keys = [each["id"] for each in story["passages"]]
    assert {*story["what"], *story["helped"], *story["hindered"], *story["learned"]} <= set(keys)
    assert story["picture"]["svg"].startswith("<svg")


@pytest.mark.parametrize(
    ("form", "begins"),
    [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!doctype html>"), ("md", b"# Stockport")],
)
def test_a_story_is_a_file_in_each_format(client: TestClient, form: str, begins: bytes) -> None:
    response = client.get(f"/v1/stories.{form}", params={"about": "Stockport"})
    assert response.content.startswith(begins)
    assert f'filename="story.{form}"' in response.headers["content-disposition"]


def test_what_no_report_speaks_of_and_what_is_no_name_is_refused(client: TestClient) -> None:
    assert client.get("/v1/stories", params={"about": "zebra husbandry"}).status_code == 404
    assert client.get("/v1/stories", params={"about": "  "}).status_code == 422
    assert client.get("/v1/stories").status_code == 422
    assert client.get("/v1/stories", params={"about": "x" * 401}).status_code == 422
