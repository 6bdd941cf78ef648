from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.types import Details
from service.types import Filters
from service.web.pages.shown.chips import Chip, list_fields, make_chips

REPORT = Details("r", "A report", "r.pdf", "0" * 64, "pdf", 3)


def test_each_chip_says_what_is_asked_only_of_and_leaves_the_others() -> None:
    fields = list_fields(Filters(places=("Salford",), reports=("r", "gone"), from_date="2021-08"))
    assert make_chips(fields, {"r": REPORT}) == (
        Chip("Salford", (("report", "r"), ("report", "gone"), ("from", "2021-08"))),
        Chip("A report", (("place", "Salford"), ("report", "gone"), ("from", "2021-08"))),
        Chip("gone", (("place", "Salford"), ("report", "r"), ("from", "2021-08"))),
        Chip("from August 2021", (("place", "Salford"), ("report", "r"), ("report", "gone"))),
    )


@pytest.mark.parametrize("wrong", ["soon", "2021-99", "", "-"])
def test_a_date_that_is_none_stays_as_it_was_typed(wrong: str) -> None:
    assert make_chips((("to", wrong),), {})[0].words == f"to {wrong}"


def test_a_turn_tells_what_it_was_asked_only_of_and_can_be_asked_without(
    client: TestClient, asking: Callable[..., str], seen: Callable[[str], Any]
) -> None:
    address = asking("What was done?", place="Stockport", report="stockport-governance")
    page = seen(client.get(address).text)
    words = " ".join(page.text.split())
    assert "Only: Stockport" in words
    again = [form for form in page.forms if form.action == "/ask" and form.buttons == ["What was done?"]]
    assert [form.fields for form in again] == [
        {"conversation": again[0].fields["conversation"], "report": "stockport-governance"},
        {"conversation": again[0].fields["conversation"], "place": "Stockport"},
    ]
    assert any("report=stockport-governance" in link and "place=" not in link for link in page.links)


def test_several_reports_can_be_asked_at_once(client: TestClient, asking: Callable[..., str]) -> None:
    address = asking("What was done?", report=["stockport-governance", "no-wrong-door"])
    html = client.get(address).text
    assert html.count(" checked>") == 2
    assert "Team Around the School" not in html.partition('class="sources')[2].partition("</section>")[0]


def test_a_wrong_date_marks_its_own_field(client: TestClient) -> None:
    html = client.post("/ask", data={"question": "What was done?", "from": "soon"}).text
    assert "from: write a date as" in html
    box, date = html.partition('id="question"')[2], html.partition('id="from"')[2]
    assert 'aria-invalid="true"' not in box.partition(">")[0]
    assert 'aria-invalid="true"' in date.partition(">")[0]
