from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.markdown import read_markdown
from ingest.types import Reading

PATH = Path("report.md")
REPORT = """\
---
title: "Walking along"
date: 2024-05-01
lang: en
---

# Learning so far #

Intro with **bold** words
over two lines.

Setext
------

- first
  goes on
- [ ] second
  1. inner

> It changed
> everything (Project Lead).

| place | people |
|-------|-------:|
| Wigan | 12     |

```text
code stays
```

<!-- a remark -->
"""


def read(text: str) -> Reading:
    return read_markdown(text.encode(), PATH)


def blocks(reading: Reading) -> list[tuple[str, int, str]]:
    return [(block.role, block.level, reading.text[block.start : block.end]) for block in reading.blocks]


def test_the_text_is_the_files_own() -> None:
    front, body = REPORT.split("---\n\n", maxsplit=1)[0] + "---\n\n", REPORT.split("---\n\n", 1)[1]
    assert len(front) + len(read(REPORT).text) == len(REPORT)
    assert read(REPORT).text.rstrip() == body.split("<!--")[0].rstrip()
    windows = body.split("<!--")[0].replace("\n", "\r\n")
    assert read(windows).text == windows


def test_blocks_have_their_roles_and_leave_out_the_marks_before_them() -> None:
    assert blocks(read(REPORT)) == [
        ("heading", 1, "Learning so far"),
        ("paragraph", 0, "Intro with **bold** words\nover two lines."),
        ("heading", 2, "Setext"),
        ("bullet", 1, "first\n  goes on"),
        ("bullet", 1, "[ ] second"),
        ("bullet", 2, "inner"),
        ("quotation", 0, "It changed\n> everything (Project Lead)."),
        ("table_row", 0, "| place | people |"),
        ("table_row", 0, "| Wigan | 12     |"),
        ("paragraph", 0, "code stays"),
    ]


def test_line_ends_of_windows_make_the_same_blocks() -> None:
    windows = blocks(read(REPORT.replace("\n", "\r\n")))
    assert [(role, level, text.replace("\r", "")) for role, level, text in windows] == blocks(read(REPORT))


def test_front_matter_is_metadata_and_no_evidence() -> None:
    reading = read(REPORT)
    assert reading.metadata == {"title": "Walking along", "date": "2024-05-01", "language": "en"}
    assert "2024" not in reading.text


def test_a_list_of_links_under_contents_is_contents() -> None:
    text = "# Contents\n\n- [One](#one)\n- [Two](#two)\n\n# One\n\nText.\n"
    assert [block.role for block in read(text).blocks] == ["contents"] * 3 + ["heading", "paragraph"]


def test_a_quotation_in_a_list_and_a_list_in_a_quotation_are_quotations() -> None:
    assert [found[0] for found in blocks(read("- item\n\n  > said so\n\n> - said too\n"))] == [
        "bullet",
        "quotation",
        "quotation",
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab #>-*|`=1.\n\r\t_[]", max_size=120))
def test_blocks_are_in_order_inside_the_text_and_begin_and_end_with_words(text: str) -> None:
    reading = read(text)
    end = 0
    for block in reading.blocks:
        assert end <= block.start < block.end <= len(reading.text)
        words = reading.text[block.start : block.end]
        assert words == words.strip()
        end = block.end


def test_a_list_of_authors_in_front_matter_is_read_without_its_brackets() -> None:
    data = b"---\ntitle: Parks\nauthor: [A. Person, B. Person]\n---\n\n# Parks\n\nSix parks reopened.\n"
    assert read_markdown(data, Path("parks.md")).metadata == {
        "title": "Parks",
        "author": "A. Person, B. Person",
    }


def test_notes_are_joined_to_the_words_that_carry_their_marks() -> None:
    data = b"# Halls\n\nNine halls[^a] opened.[^1]\n\n## More\n\nText.\n\n[^1]: In May,\n    by count.\n[^a]: Of ten.\n"
    reading = read_markdown(data, Path("halls.md"))
    assert reading.text.startswith("# Halls\n\nNine halls opened.\n")
    assert [
        (reading.text[: note.at].split()[-1], reading.text[note.start : note.end].split())
        for note in reading.footnotes
    ] == [("halls", ["Of", "ten."]), ("opened.", ["In", "May,", "by", "count."])]
    assert [block.role for block in reading.blocks][-2:] == ["footnote", "footnote"]
