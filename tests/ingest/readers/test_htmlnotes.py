"""Notes of web pages, joined to the words that carry their marks."""

from pathlib import Path

import pytest

from ingest.readers.html import read_html
from ingest.types import Reading


def read(body: str) -> Reading:
    return read_html(f"<html><body>{body}</body></html>".encode(), Path("page.html"))


def joined(reading: Reading) -> list[tuple[str, str]]:
    """The last word before each mark, and the words of its note."""
    return [
        (reading.text[: note.at].split()[-1], reading.text[note.start : note.end])
        for note in reading.footnotes
    ]


ENDNOTES = """<section role="doc-endnotes"><hr><ol>
<li id="fn1"><p>Counted in May 2023.<a href="#ref1">↩︎</a></p></li>
<li id="fn2"><p>See the annex. <a href="#ref2">back to text</a></p></li></ol></section>"""


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#fn{0}" id="ref{0}">{0}</a></sup>',
        '<a href="#fn{0}" id="ref{0}"><sup>{0}</sup></a>',
        '<sup id="ref{0}">[<a href="#fn{0}">{0}</a>]</sup>',
        '<a href="#fn{0}" id="ref{0}" role="doc-noteref">{0}</a>',
    ],
)
def test_notes_at_the_end_are_joined_to_their_words(mark: str) -> None:
    page = read(
        f"<p>The hall has 42 rooms{mark.format(1)} and a garden.{mark.format(2)} It opens early.</p>{ENDNOTES}"
    )
    assert page.text.startswith("The hall has 42 rooms and a garden. It opens early.")
    assert joined(page) == [("rooms", "Counted in May 2023."), ("garden.", "See the annex.")]
    assert [block.role for block in page.blocks] == ["paragraph", "footnote", "footnote"]


def test_a_note_with_its_own_raised_number_is_joined() -> None:
    page = read(
        '<p>Half of them stayed.<sup><a href="#n1" id="r1">1</a></sup></p><p>The rest left.</p>'
        '<div id="n1"><sup><a href="#r1">1</a></sup> Of 30 who were asked.</div>'
    )
    assert page.text == "Half of them stayed.\n\nThe rest left.\n\nOf 30 who were asked."
    assert joined(page) == [("stayed.", "Of 30 who were asked.")]


def test_two_marks_may_lead_to_one_note() -> None:
    mark = '<sup><a href="#fn1">1</a></sup>'
    page = read(f'<p>First.{mark} Second.{mark}</p><p id="fn1">Both counted in May.</p>')
    assert joined(page) == [("First.", "Both counted in May."), ("Second.", "Both counted in May.")]


@pytest.mark.parametrize(
    "body",
    [
        '<p>See <a href="#more">what came of it</a>.</p><p id="more">Nine halls opened.</p>',
        '<p>Nine halls<sup><a href="#gone">1</a></sup> opened.</p>',
        '<p id="top">Nine halls<sup><a href="#top">1</a></sup> opened.</p>',
        f'<p>Nine<sup><a href="#all">1</a></sup> opened.</p><div id="all"><p>{"Words. " * 600}</p></div>',
    ],
)
def test_other_links_join_nothing(body: str) -> None:
    page = read(body)
    assert page.footnotes == ()
    assert "footnote" not in {block.role for block in page.blocks}
    assert "\ufdd0" not in page.text


def test_marks_in_a_table_leave_its_cells_as_they_are() -> None:
    page = read(
        '<table><tr><th>Area</th><th>Rooms</th></tr><tr><td>North</td><td>12<sup><a href="#a">a</a></sup></td></tr>'
        '</table><p id="a">Without the cellar.</p>'
    )
    assert page.text == "Area\tRooms\nNorth\t12\n\nWithout the cellar."
    assert joined(page) == [("12", "Without the cellar.")]
    assert [page.text[cell.start : cell.end] for cell in page.tables[0].cells] == [
        "Area",
        "Rooms",
        "North",
        "12",
    ]
