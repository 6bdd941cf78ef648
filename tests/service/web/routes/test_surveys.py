import csv
import io

import openpyxl
import pytest
from fastapi.testclient import TestClient

THEME = "Trust between partners"


def test_a_comparison_has_its_sides_with_their_passages(client: TestClient) -> None:
    found = client.get("/v1/comparisons", params={"theme": THEME}).json()
    keys = {passage["id"] for passage in found["passages"]}
    cited = {key for row in found["rows"] for cell in row["cells"].values() for key in cell}
    assert cited
    assert cited <= keys
    assert set(found["rows"][0]["cells"]) == {"for", "against", "on_condition", "context"}
    assert [item["passage_id"] for item in found["evidence"]] == [each["id"] for each in found["passages"]]


def test_an_empty_cell_is_a_row_of_the_table(client: TestClient) -> None:
    table = client.get("/v1/comparisons.csv", params={"theme": THEME, "only": ["Atlantis"]})
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    assert [(row["compared"], row["text"]) for row in rows] == [("Atlantis", "")] * 4


@pytest.mark.parametrize(
    "asked",
    [{}, {"theme": " "}, {"theme": THEME, "by": "moon"}, {"theme": THEME, "by": "report", "only": "x"}],
)
def test_what_can_not_be_compared_is_refused(client: TestClient, asked: dict[str, str]) -> None:
    refused = client.get("/v1/comparisons", params=asked)
    assert refused.status_code == 422
    assert refused.json()["error"]["message"]


def test_a_theme_has_places_reports_by_date_and_what_is_new(client: TestClient) -> None:
    found = client.get("/v1/themes", params={"theme": THEME, "since": "1990"}).json()
    assert sum(len(each["passage_ids"]) for each in found["timeline"]) == len(found["passages"])
    news = found["news"]
    dated = [each["report_id"] for each in found["timeline"] if each["date"]]
    assert sorted(news["report_ids"]) == sorted(dated)
    assert news["before"] == []
    assert client.get("/v1/themes", params={"theme": THEME}).json()["news"] is None
    assert client.get("/v1/themes", params={"theme": THEME, "since": "May"}).status_code == 422


def test_assumptions_come_with_what_was_found_since(client: TestClient) -> None:
    found = client.get("/v1/assumptions", params={"theme": THEME}).json()
    assert found["assumptions"]
    assert all(each["passage"]["voice"] == "assumption" for each in found["assumptions"])
    assert set(found["assumptions"][0]) == {"date", "passage", "evidence", "revised"}


def test_a_comparison_is_a_workbook_too(client: TestClient) -> None:
    fields = {"theme": THEME, "only": ["Atlantis"]}
    book = client.get("/v1/comparisons.xlsx", params=fields)
    assert "spreadsheetml" in book.headers["content-type"]
    page = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    table = client.get("/v1/comparisons.csv", params=fields).text.removeprefix("\ufeff")
    assert [cell.value for cell in page[1]] == next(csv.reader(io.StringIO(table)))
    assert page.max_row == 5


def test_a_report_tells_what_is_new_in_it(client: TestClient) -> None:
    news = client.get("/v1/reports/stockport-governance/news").json()
    assert "no-wrong-door" in news["before"]
    assert 0 < len(news["findings"]) <= news["new"] <= news["looked_at"]
    assert client.get("/v1/reports/no-such-report/news").status_code == 404
