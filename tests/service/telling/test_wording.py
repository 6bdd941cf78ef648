from dataclasses import replace

import pytest

from ingest.types import Details
from service.telling import wording
from service.types import Passage

PASSAGE = Passage(
    "S1", "r", "R", 4, "3", 0, 5, "words", "", (), "paragraph", "finding", None, ("Salford",), 0.0
)
ENTRY = Details("r", "R", "r.pdf", "", "pdf", 9, date="2021-08")


@pytest.mark.parametrize(
    ("iso", "words"), [("2022", "2022"), ("2022-10", "October 2022"), ("2022-10-03", "3 October 2022")]
)
def test_dates_are_as_exact_as_they_are_known(iso: str, words: str) -> None:
    assert wording.name_day(iso) == words


def test_pages_have_two_numbers_where_they_differ() -> None:
    assert wording.name_page(PASSAGE, ENTRY) == "PDF page\u00a04 (printed\u00a03)"
    assert wording.name_page(replace(PASSAGE, page_label="4"), ENTRY) == "page\u00a04"
    assert wording.name_page(replace(PASSAGE, page_label=None), None) == "page\u00a04"
    assert wording.name_page(PASSAGE, replace(ENTRY, format="docx")) is None


def test_a_voice_names_who_is_quoted() -> None:
    assert wording.name_voice(PASSAGE) == "a finding"
    assert wording.name_voice(replace(PASSAGE, voice="quotation", speaker="DCS")) == "DCS, quoted"
    assert wording.name_voice(replace(PASSAGE, voice="quotation")) == "somebody’s words"


def test_how_much_an_answer_stands_on_is_said_plainly() -> None:
    one = (PASSAGE,)
    assert (
        wording.describe_reach(one, {"r": ENTRY})
        == "From one passage in one report, August 2021. Places named: Salford."
    )
    other = replace(PASSAGE, id="S2", report_id="q", places=("Wigan", "Salford"))
    both = {"r": ENTRY, "q": replace(ENTRY, date="2022")}
    assert wording.describe_reach((PASSAGE, other), both) == (
        "From two passages in two reports, August 2021 to 2022. Places named: Salford and Wigan."
    )
    assert wording.describe_reach((replace(PASSAGE, places=()),), {}) == "From one passage in one report."
