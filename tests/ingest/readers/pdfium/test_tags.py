"""What tagged files say of their text, on files that are tagged here."""

from pathlib import Path

from ingest.layout.parts import Tag
from ingest.readers.pdfium.document import read_sheets
from tests.ingest.readers.pdfium.tagged import write_tagged


def kinds_of(data: bytes) -> list[tuple[str, str, int]]:
    (sheet,) = read_sheets(data, Path("tagged.pdf"))
    tags = [word.tag or Tag("text") for word in sheet.words]
    return [(word.text, tag.kind, tag.level) for word, tag in zip(sheet.words, tags, strict=True)]


def test_each_word_has_the_kind_of_its_element() -> None:
    data = write_tagged(
        [
            ("H2", "Helvetica", "Methods"),
            ("P", "Helvetica", "Interviews"),
            ("Figure", "Helvetica", "2019"),
            ("Note", "Helvetica", "Aside"),
        ]
    )
    assert kinds_of(data) == [
        ("Methods", "heading", 2),
        ("Interviews", "text", 0),
        ("2019", "figure", 0),
        ("Aside", "note", 0),
    ]


def test_words_of_one_heading_share_its_element_and_others_do_not() -> None:
    data = write_tagged([("H1", "Helvetica", "Two words"), ("H1", "Helvetica", "Another")])
    (sheet,) = read_sheets(data, Path("tagged.pdf"))
    first, second, other = (word.tag and word.tag.element for word in sheet.words)
    assert first == second != other
