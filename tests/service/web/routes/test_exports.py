import csv
import io

import pytest
from fastapi.testclient import TestClient

QUESTION = "What is the No Wrong Door approach?"


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(("name", "key"), [("reports", "id"), ("questions", "text"), ("glossary", "short")])
def test_a_table_has_what_the_list_has(client: TestClient, name: str, key: str) -> None:
    field = {"glossary": "terms"}.get(name, name)
    listed = client.get(f"/v1/{name}?place=stockport").json()[field]
    assert listed
    table = rows(client, f"/v1/{name}.csv?place=stockport")
    assert [row[key] for row in table] == [entry[key] for entry in listed]


def test_answers_and_conversations_are_tables(client: TestClient) -> None:
    id_ = client.post("/v1/conversations").json()["id"]
    asked = [
        client.post("/v1/answers", json={"question": question, "conversation_id": id_}).json()
        for question in (QUESTION, "What is the salary of a project lead in Gotham?")
    ]
    table = rows(client, f"/v1/answers/{asked[0]['id']}.csv")
    assert {row["statement"] for row in table} == {each["text"] for each in asked[0]["statements"]}
    assert {row["passage_id"] for row in table} <= {passage["id"] for passage in asked[0]["passages"]}
    whole = rows(client, f"/v1/conversations/{id_}.csv")
    assert whole[:-1] == table
    assert whole[-1]["status"] == asked[1]["status"] == "not_in_reports"


@pytest.mark.parametrize("path", ["/v1/answers/nowhere.csv", "/v1/conversations/nowhere.csv"])
def test_what_is_not_there_is_told(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    "path", ["/v1/reports", "/v1/questions", "/v1/glossary", "/v1/reports.csv", "/v1/conversations"]
)
def test_the_parts_of_a_list_lead_to_one_another(client: TestClient, path: str) -> None:
    for title in ("One", "Two", "Three"):
        client.post("/v1/conversations", json={"title": title})

    def entries(address: str) -> tuple[list[str], str | None]:
        response = client.get(address)
        assert response.status_code == 200
        if path.endswith(".csv"):
            found = response.text.splitlines()[1:]
        else:
            (listed,) = response.json().values()
            found = [str(entry) for entry in listed]
        following = response.links.get("next", {}).get("url")
        return found, following

    whole, following = entries(path)
    assert following is None
    assert len(whole) >= 3
    parted: list[str] = []
    address: str | None = f"{path}?limit=2"
    while address:
        found, address = entries(address)
        assert 0 < len(found) <= 2
        parted += found
    assert parted == whole


def test_the_next_part_keeps_what_was_selected(client: TestClient) -> None:
    response = client.get("/v1/reports?limit=1&place=stockport&place=salford")
    assert response.links["next"]["url"] == "/v1/reports?limit=1&place=stockport&place=salford&offset=1"
