from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.readers.html import read_html
from ingest.types import Reading
from tests.patterns import at_most

PATH = Path("page.html")
PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Walking
 along</title><meta name="author" content="A. Team">
<meta property="article:published_time" content="2024-05-01">
<style>p {color: red}</style><script>var hidden = "words";</script></head>
<body><header><nav><a href="/">Home</a></nav></header>
<main>
<h1>What we <em>learned</em></h1>
<ul><li><a href="#a">One</a></li><li><a href="#b">Two</a></li><li><a href="#c">Three</a></li></ul>
<p>Trust takes&nbsp;time.<!-- remark --><br>Always.</p>
Loose words <b>here</b>.
<div><p>In a box.</p> after it</div>
<ul><li>first <ul><li>inner</li></ul></li><li><p>second</p></li></ul>
<blockquote><p>It changed me.</p><footer>— Project Lead</footer></blockquote>
<table><caption>Numbers</caption><tr><th>place</th><th>people</th></tr><tr><td>Wigan</td><td>12</td></tr></table>
<figure><img src="x.png" alt=""><figcaption>A walk</figcaption></figure>
<p hidden>unseen</p>
</main><footer>Imprint</footer></body></html>"""


def read(html: str) -> Reading:
    return read_html(html.encode(), PATH)


def blocks(reading: Reading) -> list[tuple[str, int, str]]:
    return [(block.role, block.level, reading.text[block.start : block.end]) for block in reading.blocks]


def test_the_main_content_becomes_blocks_with_their_roles() -> None:
    assert blocks(read(PAGE)) == [
        ("heading", 1, "What we learned"),
        ("contents", 0, "One"),
        ("contents", 0, "Two"),
        ("contents", 0, "Three"),
        ("paragraph", 0, "Trust takes time.\nAlways."),
        ("paragraph", 0, "Loose words here."),
        ("paragraph", 0, "In a box."),
        ("paragraph", 0, "after it"),
        ("bullet", 1, "first"),
        ("bullet", 2, "inner"),
        ("bullet", 1, "second"),
        ("quotation", 0, "It changed me.\n— Project Lead"),
        ("caption", 0, "Numbers"),
        ("table_row", 0, "place\tpeople"),
        ("table_row", 0, "Wigan\t12"),
        ("caption", 0, "A walk"),
    ]


def test_navigation_scripts_feet_and_hidden_parts_are_left_out() -> None:
    text = read(PAGE).text
    assert not any(word in text for word in ("Home", "hidden", "color", "Imprint", "unseen", "remark"))


def test_the_head_says_title_author_date_and_language() -> None:
    assert read(PAGE).metadata == {
        "title": "Walking along",
        "author": "A. Team",
        "date": "2024-05-01",
        "language": "en-GB",
    }


def test_a_page_without_main_is_read_from_its_body() -> None:
    assert [found[2] for found in blocks(read("<body><div>Only <i>this</i></div></body>"))] == ["Only this"]


def test_a_layout_table_is_read_as_what_it_holds() -> None:
    html = "<table><tr><td><h2>Box</h2><p>Words</p></td></tr></table>"
    assert [found[0] for found in blocks(read(html))] == ["heading", "paragraph"]


def test_a_page_that_only_a_script_fills_is_refused_as_empty() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("<html><body><div id=app></div><script>go()</script></body></html>")
    assert caught.value.reason == "empty"


def test_a_page_nested_beyond_reason_is_corrupt() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("<div>" * 5000 + "words")
    assert caught.value.reason == "corrupt"


def test_a_declared_encoding_is_followed() -> None:
    html = '<html><head><meta charset="iso-8859-1"></head><body><p>café</p></body></html>'
    assert read_html(html.encode("latin-1"), PATH).text == "café"


def test_a_page_inside_one_form_is_read_without_its_controls() -> None:
    page = read(
        "<body><form id=aspnetForm><input type=hidden name=__VIEWSTATE value=x><h1>Warm rooms</h1>"
        "<p>Eleven halls opened on Mondays.</p><button>Save</button></form></body>"
    )
    assert blocks(page) == [("heading", 1, "Warm rooms"), ("paragraph", 0, "Eleven halls opened on Mondays.")]


def test_a_form_beside_the_text_is_left_out() -> None:
    page = read(
        "<body><p>Eleven halls opened on Mondays, and nobody had to ask.</p>"
        "<form><p>Search this site</p><input></form></body>"
    )
    assert blocks(page) == [("paragraph", 0, "Eleven halls opened on Mondays, and nobody had to ask.")]


def test_marks_of_notes_are_left_out_and_powers_and_ordinals_stay() -> None:
    page = read(
        "<p>Of the 120<sup><a href='#n'>1</a></sup> mentors, £3<sup>[2]</sup> million, 5 km<sup>2</sup>, "
        "10<sup>6</sup> cells on the 1<sup>st</sup> of May.</p>"
    )
    assert page.text == "Of the 120 mentors, £3 million, 5 km2, 10⁶ cells on the 1st of May."


def test_preformatted_text_keeps_its_lines_and_columns() -> None:
    assert read("<h1>T</h1><pre>Area   2022\nNorth    12</pre>").text == "T\n\nArea   2022\nNorth    12"


def test_cells_that_reach_over_rows_and_columns_leave_their_places_empty() -> None:
    page = read(
        "<table><tr><th></th><th colspan=2>2022</th><th>2023</th></tr>"
        "<tr><th rowspan=2>North</th><td>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td><td>6</td></tr></table>"
    )
    assert page.text.split("\n") == ["\t2022\t\t2023", "North\t1\t2\t3", "\t4\t5\t6"]


def test_two_bytes_a_character_are_read_as_such_whatever_the_page_says() -> None:
    page = '<html><head><meta charset="utf-8"></head><body><p>Café for £3.</p></body></html>'
    assert read_html(page.encode("utf-16-le"), PATH).text == "Café for £3."


def test_inline_tags_nested_deep_are_read_soon(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<p>" + ("<span>" * 140 + "Trust" + "</span>" * 140) * 100 + "<div>grew.</div>")
    with at_most(4, "deep inline tags"):
        assert read_html(path.read_bytes(), path).text.startswith("Trust")
