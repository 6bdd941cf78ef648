"""What a report says of itself: title, publisher, authors and date, and where it says so. Nothing is guessed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.language.months import DATE
from ingest.language.titles import is_contents_title
from ingest.meaning.imprint import (
    FrontLine,
    find_authors,
    find_date,
    find_payers,
    find_publisher,
    make_line,
    owns_report,
    read_date,
)
from ingest.types import Block, DetailMention

_FRONT = 1500
"""Characters at the beginning of a report that say what it is, who made it and when."""
_LONGEST_LINE = 200
"""Characters; what is longer is running text, not a line of a cover."""
_MOST_LINES = 16
"""Lines of a cover that are looked at; what follows is contents or text."""
_NO_LINES = ("contents", "table_row", "caption", "footnote", "chart")
_END = 0.03
"""Share of a report at its end where publishers give their address."""
_SHORT_TITLE = 2
"""A title of so few words says only the kind of document or only the subject; the cover has the other beside it."""
_LONGEST_TITLE = 250
"""Characters; the longest title of the reports at hand has 182."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the report itself says; empty where it says nothing that is sure."""

    title: str
    publisher: str | None
    authors: tuple[str, ...]
    """As printed, one for each line or name: maybe with role and organisation."""
    date: str | None
    mentions: tuple[DetailMention, ...]
    """Where publisher, authors, date, funder and commissioner stand; of the title, `mention_title` says it."""


def read_front_page(text: str, blocks: Sequence[Block], metadata_author: str = "") -> FrontPage:
    """Look at the lines before the text begins, and at the imprint wherever it stands.

    `metadata_author` is the name in the file, which is often that of whoever saved it: it counts only where the
    report prints it as well.
    """
    lines = _read_front_lines(text, blocks)
    imprint = [make_line(text, block) for block in _find_imprint_lines(text, blocks)]
    title = _find_title(text, blocks)
    publisher = find_publisher(lines, imprint, title)
    authors = find_authors(text, blocks, lines, imprint, metadata_author)
    date = find_date(lines, imprint)
    return FrontPage(
        title=title,
        publisher=_read_mention(text, publisher) if publisher else None,
        authors=tuple(_read_mention(text, author) for author in authors),
        date=read_date(_read_mention(text, date)) if date else None,
        mentions=(*_drop_missing((publisher, *authors, date)), *find_payers(text, blocks)),
    )


def mention_title(title: str, text: str, blocks: Sequence[Block]) -> Iterator[DetailMention]:
    """The lines of the cover that the title is made of, each once; or the part of a line that is the title."""
    wanted, seen = title.casefold(), set[str]()
    for block in blocks:
        if block.start > _FRONT:
            return
        line = make_line(text, block)
        words = " ".join(line.words.casefold().split())
        if words in seen:
            continue
        if words in wanted and (block.role == "heading" or len(words.split()) > _SHORT_TITLE):
            seen.add(words)
            yield line.mention_all("title")
        elif not seen and wanted in line.words.casefold() and len(words) <= _LONGEST_TITLE:
            start = line.words.casefold().index(wanted)
            yield line.mention("title", start, start + len(wanted))
            return


def complete_title(title: str, text: str, blocks: Sequence[Block], publisher: str | None) -> str:
    """A title without the publisher's name at its end, and with the heading beside it where it is very short."""
    if publisher and title.endswith(" " + publisher):
        title = title.removesuffix(publisher).rstrip(" :–-")
    if len(title.split()) > _SHORT_TITLE:
        return title
    headings = [*dict.fromkeys(_cover_headings(text, blocks))]
    row = next((row for row, each in enumerate(headings) if each.casefold() == title.casefold()), None)
    if row is None or len(headings) < 2:
        return title
    pair = headings[:2] if row == 0 else headings[row - 1 : row + 1]
    return ": ".join(pair)[:_LONGEST_TITLE]


def _read_front_lines(text: str, blocks: Sequence[Block]) -> list[FrontLine]:
    """The short blocks with which a report begins, with an empty line where others are left out between them."""
    lines: list[FrontLine] = []
    for block in blocks:
        if block.start > _FRONT or len(lines) == _MOST_LINES:
            break
        fits = block.end - block.start <= _LONGEST_LINE and block.role not in _NO_LINES
        if fits and block.part in ("body", "imprint"):
            lines.append(make_line(text, block))
        elif lines and lines[-1].words:
            lines.append(FrontLine(block.start, ""))
    return lines


def _find_imprint_lines(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of the imprint, and lines at the end that say who owns the report, whatever they stand under."""
    for block in blocks:
        last = block.start > (1 - _END) * len(text) and block.end - block.start <= _LONGEST_LINE
        if block.role != "table_row" and (
            block.part == "imprint" or (last and owns_report(make_line(text, block)))
        ):
            yield block


def _cover_headings(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    """The headings with which it begins, before any other text but a date between them."""
    begun = False
    for block in blocks:
        words = _read_words(text, block)
        if block.role == "heading":
            if block.part not in ("body", "imprint") or is_contents_title(words):
                return
            if not DATE.fullmatch(words):
                begun = True
                yield words
        elif block.end - block.start > _LONGEST_LINE or (begun and not DATE.fullmatch(words)):
            return


def _drop_missing(mentions: Iterable[DetailMention | None]) -> Iterator[DetailMention]:
    return (mention for mention in mentions if mention)


def _read_mention(text: str, mention: DetailMention) -> str:
    return " ".join(text[mention.start : mention.end].split())


def _read_words(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())


def _find_title(text: str, blocks: Sequence[Block]) -> str:
    """The highest of the headings on the cover."""
    headings = [
        block
        for block in blocks
        if block.role == "heading" and block.start < _FRONT and block.part in ("body", "imprint")
    ]
    if not headings:
        return ""
    return _read_words(text, min(headings, key=lambda block: (block.level, block.start)))[:_LONGEST_TITLE]
