import io
import re

from docx import Document
from fastapi.testclient import TestClient

DRAFT = (
    "Stockport disbanded the Steering Group of its Local Pilot in July 2022. The Active Communities Strategy has "
    "nine key actions. Words peculiar to the pilot were not phased out. Is <b>this</b> right?"
)


def post(client: TestClient, text: str, query: str = "") -> str:
    # As a browser sends it: with a file field that was left empty.
    return client.post(f"/check{query}", data={"text": text}, files={"file": ("", b"")}).text


def test_planted_errors_are_shown_with_their_passages(client: TestClient) -> None:
    page = post(client, DRAFT)
    outcomes = re.findall(r'<li class="finding (\w+)">', page)
    assert outcomes == ["supported", "not_found", "contradicted", "none"]
    assert "3 sentences make a claim: 1 contradicted, 1 not found, 1 supported." in page
    source = re.search(r'href="(/reports/[^"]+/passages[^"]+)"', page)
    assert source
    assert client.get(source[1].replace("&amp;", "&")).status_code == 200


def test_the_draft_stays_in_the_form_to_be_changed(client: TestClient) -> None:
    page = post(client, f"# Notes\r\n\r\n{DRAFT}\r\n\r\n- We agree.")
    assert "## Notes\n\nStockport disbanded" in page
    assert "- We agree.</textarea>" in page


def test_markup_in_a_draft_stays_words(client: TestClient) -> None:
    page = post(client, DRAFT)
    assert "<b>this</b>" not in page
    assert "&lt;b&gt;this&lt;/b&gt;" in page


def test_the_form_gives_a_word_file_with_comments(client: TestClient) -> None:
    answer = client.post("/check?format=docx", data={"text": DRAFT}, files={"file": ("", b"")})
    assert len(list(Document(io.BytesIO(answer.content)).comments)) == 3


def test_a_file_is_checked_and_what_it_says_can_be_changed(client: TestClient) -> None:
    page = client.post("/check", files={"file": ("draft.md", DRAFT.encode())}).text
    assert 'class="finding contradicted"' in page
    assert "Stockport disbanded the Steering Group" in page.partition("<textarea")[2]


def test_what_can_not_be_checked_says_so_and_loses_nothing(client: TestClient) -> None:
    empty = client.post("/check", data={"text": " "}, files={"file": ("", b"")})
    assert empty.status_code == 422
    assert 'role="alert"' in empty.text
    long = client.post("/check", data={"text": "Teams met. " * 500}, files={"file": ("", b"")})
    assert "500 sentences" in long.text
    assert "Teams met." in long.text.partition("<textarea")[2]
    broken = client.post("/check", files={"file": ("draft.docx", b"PK\x03\x04 broken")})
    assert "draft.docx" in broken.text
    assert client.post("/check", content=b"x", headers={"content-type": "text/plain"}).status_code == 415
