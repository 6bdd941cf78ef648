import html
import re

from fastapi.testclient import TestClient


def test_a_report_leads_to_what_is_new_in_it(client: TestClient) -> None:
    page = client.get("/reports/stockport-governance").text
    assert 'href="/reports/stockport-governance/news"' in page
    text = client.get("/reports/stockport-governance/news").text
    assert "What no earlier report says" in text
    opened = re.search(r'<p class="hint"><a href="([^"]+)">', text)
    assert opened
    assert client.get(html.unescape(opened[1])).status_code == 200


def test_the_first_report_and_an_unknown_one_are_told(client: TestClient) -> None:
    assert "all of it is new" in client.get("/reports/no-wrong-door/news").text
    assert client.get("/reports/no-such-report/news").status_code == 404
