"""Rows of tables: what they are cut into, found by and shown as."""

from pathlib import Path

from ingest.meaning.details import make_details
from ingest.meaning.structure import understand
from ingest.meaning.tables import LONGEST_ROW, find_rows, word_sentences
from ingest.readers.html import read_html
from ingest.types import Report

PROSE = "The team met each week. " * 30


def understood(table: str) -> Report:
    path = Path("r.html")
    page = f"<html><body><h1>Report</h1><p>Something is told here.</p><table>{table}</table></body></html>"
    reading = read_html(page.encode(), path)
    return understand(reading, make_details(reading, path, "0" * 64, {}))


def row(*cells: str, tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def wordings(report: Report) -> list[tuple[str, str | None]]:
    """The sentences from the table's heads on, each with what it is found by."""
    found = zip(report.sentences, word_sentences(report), strict=True)
    return [
        (report.text[sentence.start : sentence.end], words)
        for sentence, words in found
        if report.blocks[sentence.block].role == "table_row"
    ]


def test_a_row_is_found_by_title_and_heads_and_cited_as_printed() -> None:
    table = (
        "<caption>Money by place</caption>"
        + row("Place", "Planned", "Spent", tag="th")
        + row("Bury", "£4", "£3")
    )
    assert wordings(understood(table)) == [
        ("Place\tPlanned\tSpent", None),
        ("Bury\t£4\t£3", "Money by place; Place: Bury; Planned: £4; Spent: £3"),
    ]


def test_heads_of_two_levels_go_along_together() -> None:
    table = (
        "<thead><tr><th rowspan=2>Place</th><th colspan=2>Budget</th></tr>"
        + row("2019", "2020", tag="th")
        + "</thead>"
        + row("Bury", "£4", "£3")
    )
    assert wordings(understood(table))[-1][1] == "Place: Bury; Budget, 2019: £4; Budget, 2020: £3"


def test_a_row_without_a_label_has_that_of_the_one_above() -> None:
    table = row("Place", "Year", "Spent", tag="th") + row("Bury", "2019", "£3") + row("", "2020", "£5")
    report = understood(table)
    assert wordings(report)[-1][1] == "Bury; Year: 2020; Spent: £5"
    last = find_rows(report)[-1]
    assert last is not None
    assert last.texts == ("", "2020", "£5")
    assert last.spans[0] is None


def test_a_cell_that_reaches_down_is_shown_in_each_row() -> None:
    table = row("Place", "Year", tag="th") + "<tr><td rowspan=2>Bury</td><td>2019</td></tr>" + row("2020")
    last = find_rows(understood(table))[-1]
    assert last is not None
    assert last.texts == ("Bury", "2020")


def test_long_rows_are_cut_between_cells_and_long_cells_into_sentences() -> None:
    table = (
        row("What", "How", "Who", tag="th")
        + row("Meetings", PROSE, "Ada")
        + row("short " * 40, "middle " * 40, "end")
    )
    report = understood(table)
    units = wordings(report)[1:]
    assert all(len(cited) <= LONGEST_ROW for cited, _ in units)
    assert units[0] == ("Meetings", "What: Meetings")
    assert units[1] == ("The team met each week.", "Meetings; How: The team met each week.")
    assert units[31] == ("Ada", "Meetings; Who: Ada")
    assert [cited[:6] for cited, _ in units[32:]] == ["short ", "middle"]


def test_a_page_that_is_set_in_cells_is_no_row_to_show() -> None:
    table = row("What", "How", tag="th") + row("Meetings", PROSE * 5)
    assert find_rows(understood(table))[-1] is None
