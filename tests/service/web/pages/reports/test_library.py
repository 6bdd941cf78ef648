from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app

Seen = Callable[[str], Any]
REPORTS = {"no-wrong-door", "stockport-governance", "team-around-the-school", "roles-and-who-does-what"}
HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(1)>'


def listed(page: Any) -> set[str]:
    return {link.removeprefix("/reports/") for link in page.links if link.startswith("/reports/")}


def test_every_report_is_listed_with_its_first_page(client: TestClient, seen: Seen) -> None:
    page = seen(client.get("/library").text)
    assert listed(page) == REPORTS
    assert "4 reports" in page.text
    assert len(page.images) == 4
    for address in page.images:
        picture = client.get(address)
        assert picture.headers["content-type"] == "image/png"
        assert len(picture.content) < 40_000
        assert "max-age" in picture.headers["cache-control"]
        again = client.get(address, headers={"If-None-Match": picture.headers["etag"]})
        assert again.status_code == 304


def test_all_small_pictures_are_of_one_shape(client: TestClient) -> None:
    sizes = set()
    for report in REPORTS:
        png = client.get(f"/v1/reports/{report}/pages/1.png?width=180").content
        sizes.add((int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")))
    assert sizes == {(180, 255)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"place": "Stockport"}, {"stockport-governance", "team-around-the-school"}),
        ({"place": "stockport"}, {"stockport-governance", "team-around-the-school"}),
        ({"kind": "guide"}, {"roles-and-who-does-what"}),
        ({"from": "2022"}, {"stockport-governance"}),
        ({"to": "2021", "kind": "case study"}, {"no-wrong-door", "team-around-the-school"}),
        ({"place": "", "kind": "", "from": "", "to": "", "programme": ""}, REPORTS),
        ({"start": "3"}, 1),
    ],
)
def test_filters_are_in_the_address(
    client: TestClient, seen: Seen, query: dict[str, str], found: set[str] | int
) -> None:
    shown = listed(seen(client.get("/library", params=query).text))
    assert shown == found or len(shown) == found


def test_the_form_shows_what_is_chosen(client: TestClient) -> None:
    html = client.get("/library", params={"place": "Stockport", "from": "2022-10"}).text
    assert '<option value="Stockport" selected>' in html
    assert "<option selected>2022-10</option>" in html
    assert "1 of 4 reports" in html


@pytest.mark.parametrize("query", [{"place": "Atlantis"}, {"kind": HOSTILE}, {"start": "500"}])
def test_where_nothing_is_found_the_way_back_is_shown(
    client: TestClient, seen: Seen, query: dict[str, str]
) -> None:
    response = client.get("/library", params=query)
    page = seen(response.text)
    assert response.status_code == 200
    assert listed(page) == set()
    assert "/library" in page.links
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    ("query", "word"), [({"from": "last year"}, "2022-10"), ({"from": "2023", "to": "2020"}, "later")]
)
def test_dates_that_can_not_be_are_told_in_words(
    client: TestClient, query: dict[str, str], word: str
) -> None:
    response = client.get("/library", params=query)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert word in response.text
    assert "pattern" not in response.text


def test_without_a_library_the_way_to_one_is_shown(settings_without_library: Settings, seen: Seen) -> None:
    with TestClient(create_app(settings_without_library)) as client:
        for path in ("/library", "/glossary"):
            response = client.get(path)
            assert response.status_code == 200
            assert "/add" in seen(response.text).links


@pytest.fixture
def settings_without_library(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "empty")


def test_a_long_list_comes_in_parts(tmp_path: Path, sample_assistant: Assistant, seen: Seen) -> None:
    for number in range(30):
        (tmp_path / f"r{number:02}.txt").write_text(
            f"Report number {number}\n\nIt is about Wigan.\n", "utf-8"
        )
    settings = Settings(data_dir=tmp_path / "data", embedding_dtype="float32")
    assert not ingest([tmp_path], settings, embedder=sample_assistant.embedder).failures
    with TestClient(create_app(settings)) as client:
        first = seen(client.get("/library").text)
        following = next(link for link in first.links if "start=" in link)
        second = seen(client.get(following).text)
    assert (len(listed(first)), len(listed(second))) == (12, 12)
    assert not listed(first) & listed(second)


def test_addresses_that_people_guess_lead_on(client: TestClient) -> None:
    for path, to in (("no-wrong-door", "/reports/no-wrong-door"), ("add", "/add")):
        response = client.get(f"/library/{path}", follow_redirects=False)
        assert response.headers["location"] == to


def test_a_reports_words_are_only_words(tmp_path: Path, sample_assistant: Assistant, seen: Seen) -> None:
    (tmp_path / "evil.txt").write_text(
        f"{HOSTILE}\n\n1. {HOSTILE}\n\nThe Evil Thing (ET) {HOSTILE} came.\n\nWhat would you ask {HOSTILE}?\n",
        "utf-8",
    )
    (tmp_path / "reports.toml").write_text(
        f"[[report]]\nfile = 'evil.txt'\ntitle = '''{HOSTILE}'''\npublisher = '''{HOSTILE}'''\n"
        f"kind = '''{HOSTILE}'''\nprogramme = '''{HOSTILE}'''\nplaces = ['''{HOSTILE}''']\n",
        "utf-8",
    )
    settings = Settings(data_dir=tmp_path / "data", embedding_dtype="float32")
    assert not ingest([tmp_path / "evil.txt"], settings, embedder=sample_assistant.embedder).failures
    with TestClient(create_app(settings)) as client:
        for path in ("/library", "/reports/evil", "/glossary"):
            html = client.get(path).text
            assert "<script>alert" not in html
            assert not [image for image in seen(html).images if not image.startswith("/v1/")]
        assert "alert(1)" in seen(client.get("/library").text).text


def test_reports_are_found_by_words_and_put_in_order(client: TestClient, seen: Seen) -> None:
    found = seen(client.get("/library", params={"q": "governance stockport"}).text)
    assert "stockport-governance" in listed(found)
    dated = client.get("/library", params={"sort": "newest"}).text
    assert '<option value="newest" selected>' in dated
    assert client.get("/library", params={"sort": HOSTILE}).status_code == 200
    assert "No report passes" in client.get("/library", params={"q": "xyzzy"}).text


def test_ticked_reports_stay_ticked_and_can_be_asked_and_named(curator: TestClient, seen: Seen) -> None:
    html = curator.get("/library", params={"q": "xyzzy", "report": "no-wrong-door"}).text
    assert 'value="no-wrong-door" checked' in html
    sent = {"name": "Two of them", "report": ["no-wrong-door", "stockport-governance", "gone"]}
    form = curator.post("/collections", data=sent)
    assert form.url.params.get_list("report") == ["no-wrong-door", "stockport-governance"]
    page = seen(curator.get("/library").text)
    assert "Ask Two of them" in page.text
    (delete,) = [form.action for form in page.forms if form.action.startswith("/collections/")]
    assert "Two of them" not in curator.post(delete).text
    assert curator.post("/collections", data={"name": "None"}).status_code == 422
