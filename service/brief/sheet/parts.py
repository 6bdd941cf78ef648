"""What a document of a brief or a story is made of, whatever its format."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """A heading of the second level; the document's title is the first."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain words of ours."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short items."""

    kind: ClassVar[str] = "points"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage, verbatim, with its key and where it is from."""

    kind: ClassVar[str] = "quoted"
    key: str
    text: str
    source: str
    remark: str
    """What it says to the question, in our words; empty for the nearest passages."""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table with one row of heads; the first cell of each row is its head."""

    kind: ClassVar[str] = "table"
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that needs nothing else, with what it shows in words, which every format has as well."""

    kind: ClassVar[str] = "drawing"
    title: str
    words: str
    svg: str
    width: int
    """Pixels at full size."""


Part = SheetHeading | Paragraph | Points | Quoted | SheetTable | Drawing


@dataclass(frozen=True, slots=True)
class BriefSheet:
    """A document, laid out."""

    title: str
    about: str
    """When it was made, and of what."""
    parts: tuple[Part, ...]
