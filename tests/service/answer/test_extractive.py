from dataclasses import replace

import pytest

from ingest.types import Role, Voice
from service.answer.extractive import ExtractiveAnswerer, statement
from service.check.exact import find_unsupported
from service.types import CitedRow, Evidence, Passage


def made(
    key: str,
    text: str,
    title: str = "A report",
    role: Role = "paragraph",
    voice: Voice = "finding",
    speaker: str | None = None,
    places: tuple[str, ...] = (),
) -> Passage:
    return Passage(key, "r", title, 1, "1", 0, len(text), text, text, (), role, voice, speaker, places, 1.0)


def told(*passages: Passage) -> list[tuple[str, str | None]]:
    evidence = Evidence("?", passages)
    return [(each.passage_ids[0], each.group) for each in ExtractiveAnswerer().statements(evidence)]


@pytest.mark.parametrize(
    "text",
    ["“It takes time.” (Project Lead).", "It takes time. (Project Lead)", '"It takes time."'],
)
def test_a_quotation_is_told_with_who_said_it(text: str) -> None:
    told_ = statement(made("S1", text, voice="quotation", speaker="Project Lead"))
    assert told_.text == "Project Lead: “It takes time.”"
    assert told_.kind == "quotation"


def test_of_a_row_only_the_quoted_cell_stands_between_quotation_marks() -> None:
    row = made("S1", "Trust\tIt takes time. (DCS)", role="table_row", voice="quotation", speaker="DCS")
    told_ = statement(row)
    assert told_.text == "Trust · DCS: “It takes time.”"
    assert find_unsupported(told_, [row], frozenset()) is None


def test_bullets_and_rows_are_items_and_cells_stay_apart() -> None:
    assert statement(made("S1", "time", role="bullet")).kind == "item"
    row = statement(made("S1", "Coaching\tProject leads", role="table_row"))
    assert (row.kind, row.text) == ("item", "Coaching · Project leads")


def test_several_reports_are_kept_apart() -> None:
    assert told(made("S1", "a", "One"), made("S2", "b", "Two")) == [("S1", "One"), ("S2", "Two")]


def test_several_places_in_one_report_are_kept_apart_and_together() -> None:
    salford, wigan = made("S1", "a", places=("Salford",)), made("S2", "b", places=("Wigan",))
    again = replace(salford, id="S3")
    both = made("S4", "d", places=("Salford", "Wigan"))
    expected = [("S4", None), ("S1", "Salford"), ("S3", "Salford"), ("S2", "Wigan")]
    assert told(salford, wigan, again, both) == expected


def test_one_place_needs_no_label() -> None:
    assert told(made("S1", "a", places=("Salford",)), made("S2", "b")) == [("S1", None), ("S2", None)]


def test_rows_of_one_table_stay_together_whatever_they_name() -> None:
    row = CitedRow("Table 1. Costs", (("Place", "Cost"),), ("Salford", "3"), ((0, 7), (8, 9)))
    salford = replace(made("S1", "Salford\t3", role="table_row", places=("Salford",)), table=row)
    wigan = replace(salford, id="S2", places=("Wigan",))
    assert told(salford, wigan) == [("S1", None), ("S2", None)]


def test_a_question_of_several_stands_once_above_the_reports_that_answer_it() -> None:
    passages = (made("S1", "a", "One"), made("S2", "b", "Two"), made("S3", "c", "Two"))
    evidence = Evidence("?", passages, parts={"S1": "Why?", "S2": "Why?", "S3": "How?"})
    groups = [each.group for each in ExtractiveAnswerer().statements(evidence)]
    assert groups == ["Why? · One", "Two", "How? · Two"]
