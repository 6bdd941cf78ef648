"""The headings of the three longest reports, held against their bookmarks and their lists of contents."""

import re
from functools import cache
from pathlib import Path

import pytest

from ingest.readers.pdf import read_pdf
from ingest.readers.pdfium.document import read_bookmarks
from ingest.types import Reading

pytestmark = pytest.mark.shared

PAGE = re.compile(r"[\s.…]*(?:\d+|\b[ivx]+)?$")
CHAPTER = re.compile(r"^chapter\d+")


@cache
def reading_of(path: Path) -> Reading:
    return read_pdf(path.read_bytes(), path, max_pages=100)


def squeeze(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def headings_of(path: Path) -> list[str]:
    reading = reading_of(path)
    return [squeeze(reading.text[b.start : b.end]) for b in reading.blocks if b.role == "heading"]


def contents_of(path: Path) -> list[str]:
    """The entries of the list of contents, without their pages; a chapter's number stands in a line of its own.

    An entry over two lines comes as two, each a part of its heading.
    """
    reading = reading_of(path)
    entries: list[str] = []
    for block in reading.blocks:
        text = reading.text[block.start : block.end]
        if entries and block.role == "heading":
            break  # lists of tables and figures follow
        if block.role == "contents":
            entries.append(CHAPTER.sub("", squeeze(PAGE.sub("", text))))
    return entries


def test_headings_are_those_of_the_bookmarks(shared: Path) -> None:
    path = shared / "reports" / "scale-and-spread-2021.pdf"
    wanted = [squeeze(each.title) for each in read_bookmarks(path.read_bytes(), path)]
    found = headings_of(path)
    met = sum(each in found for each in wanted)
    print(f"{met} of {len(wanted)} bookmarks are headings, of {len(found)} in all")  # noqa: T201
    assert len(wanted) == 53
    assert met == 53
    assert len([each for each in found if each not in wanted]) == 1  # the report's title


@pytest.mark.parametrize("name", ["undp-liberia-icpe", "chc-programme-evaluation-2018"])
def test_headings_are_those_of_the_contents(shared: Path, name: str) -> None:
    path = shared / "more-reports" / f"{name}.pdf"
    wanted, found = contents_of(path), headings_of(path)
    missed = [each for each in wanted if not any(each in heading for heading in found)]
    print(f"{name}: {len(wanted) - len(missed)} of {len(wanted)} entries of the contents are headings")  # noqa: T201
    assert len(wanted) > 10
    assert len(missed) <= 0.05 * len(wanted), missed
