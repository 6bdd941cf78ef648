import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.mdsource import clean_markdown, take_notes

PLAIN = '# Title\n\nA "quoted" word & more, 3 < 4, a_b, [link](x.md), `code`, £2.40.\n\n1\\. not a list\n'


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("We met 21 <!-- was 12 --> people.", "We met 21  people."),
        ("Before ![plan](data:image/png;base64,AAAA/+=) after.", "Before  after."),
        ("## Findings {#sec:findings .x}", "## Findings"),
        ("The end.\\newpage", "The end."),
        ('It cost £2\\.40 for the \\"late bus\\".', 'It cost £2.40 for the "late bus".'),
        ("Of <b>52</b> and <del>51</del> <span class='x'>homes</span>", "Of 52 and  homes"),
        ("Of 120<sup>1</sup> mentors on 5 km<sup>2</sup>", "Of 120 mentors on 5 km2"),
        ("&pound;12,000 for&nbsp;one", "£12,000 for one"),
    ],
)
def test_what_a_page_would_not_show_is_taken_out(source: str, shown: str) -> None:
    assert clean_markdown(source).rstrip() == shown


def test_a_table_in_tags_becomes_a_table_of_markdown() -> None:
    source = (
        "<table><tr><th>Item</th><th>Cost</th></tr>\n<tr><td>Staff</td><td>£40,000</td></tr></table>\n\nThen."
    )
    lines = [line.rstrip() for line in clean_markdown(source).split("\n")]
    assert lines == ["| Item | Cost |", "| --- | --- |", "| Staff | £40,000 |", "", "Then."]


def test_plain_markdown_stays_to_the_letter() -> None:
    assert clean_markdown(PLAIN) == PLAIN


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_later_lines_keep_their_offsets(newline: str) -> None:
    source = f"One <!-- a{newline}b --> two &pound;3.{newline}Three <b>four</b>.{newline}Five."
    cleaned = clean_markdown(source)
    assert len(cleaned) == len(source)
    assert cleaned.index("Five.") == source.index("Five.")


@given(
    st.lists(
        st.sampled_from(
            ["<!--", "-->", "<b>", "</table>", "<table>", "<td>x", "&amp;", "\\.", "\n", "1", " "]
        )
    )
)
def test_the_text_is_always_as_long_as_its_source(pieces: list[str]) -> None:
    source = "".join(pieces)
    assert len(clean_markdown(source)) == len(source)


def test_marks_of_notes_are_taken_out_where_there_are_notes() -> None:
    text, notes, marks = take_notes("Nine halls[^1] opened.[^b]\n\n[^1]: In May.\n[^b]: Not all.\n")
    assert text == "Nine halls opened.\n\n\nIn May.\n\nNot all.\n"
    assert {name: text[start:].split(".")[0] for name, start in notes.items()} == {
        "1": "In May",
        "b": "Not all",
    }
    assert [(text[:at].split()[-1], name) for at, name in marks] == [("halls", "1"), ("opened.", "b")]


@pytest.mark.parametrize(
    "text",
    [
        "Nine halls[^1] opened.",
        "```\n[^1]: In May.\n```\nNine halls[^1] opened.\n",
        "Nine `halls[^2]` opened.\n",
    ],
)
def test_what_only_looks_like_a_note_stays(text: str) -> None:
    assert take_notes(text) == (text, {}, [])


def test_code_keeps_what_looks_like_a_mark() -> None:
    text, _, marks = take_notes("Use `a[^1]`.\n\n~~~\nb[^1]\n~~~\n\n[^1]: In May.\n")
    assert text == "Use `a[^1]`.\n\n~~~\nb[^1]\n~~~\n\n\nIn May.\n"
    assert marks == []
