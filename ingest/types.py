"""The nouns that cross module boundaries. Plain frozen dataclasses; no behaviour beyond look-ups.

Every `start` and `end` is a half-open range of characters of `Report.text`. Pages and rectangles are looked up
from such offsets; nothing is ever found again by searching for its text.
"""

from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Role = Literal[
    "heading", "paragraph", "bullet", "quotation", "table_row", "caption", "footnote", "contents", "chart"
]
Voice = Literal["finding", "assumption", "quotation", "recommendation", "question", "description"]
Part = Literal["body", "summary", "annex", "questionnaire", "references", "contents", "imprint"]
"""Of a report: its body, and what stands before and after that. An imprint is what is said of the report itself."""
MentionKind = Literal["title", "publisher", "author", "date", "funder", "commissioner"]
Format = Literal["pdf", "docx", "html", "markdown", "text"]

ROLES: tuple[Role, ...] = get_args(Role)
VOICES: tuple[Voice, ...] = get_args(Voice)
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the file. Formats that flow (DOCX, HTML, Markdown, text) have one page of size 0."""

    number: int
    """1-based position in the file."""
    label: str | None
    """What is printed on the page, None where nothing is."""
    width: float
    """Points; the page as it is shown, after rotation."""
    height: float
    is_scan: bool = False
    """Whether words of it are those of a text recognition over a picture, and may be misread."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text with a role on the page."""

    start: int
    end: int
    role: Role
    level: int = 0
    """Headings: 1 is the highest. Bullets: 1 is the outermost. Otherwise 0."""
    headings: tuple[str, ...] = ()
    """The path of headings above this block, outermost first; for a heading, without itself."""
    part: Part = "body"


@dataclass(frozen=True, slots=True)
class Words:
    """Where the words stand on their pages, in text order: one row for each run of characters on one line.

    A word that was torn by a line-end hyphen has two rows whose ranges touch.
    """

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    page: NDArray[np.int32]
    """1-based page number."""
    box: NDArray[np.float32]
    """Shape (n, 4): left, top, right, bottom in points from the top left of the page as shown."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of a page or at the end, and the place that its mark stands at."""

    at: int
    """The end of the word that carries the mark."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table that has words: `text[start:end]`. Where it stands on the page, its words say."""

    start: int
    end: int
    row: int
    """0-based row of the table, heads included; of a merged cell the first."""
    column: int
    down: int = 1
    """How many rows it reaches over."""
    across: int = 1
    """How many columns it reaches over."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: cells that have words, at their places. What no cell covers is empty."""

    cells: tuple[Cell, ...]
    """In text order. A cell whose parts stand apart in the text is in it once for each part."""
    heads: int = 0
    """How many of the first rows name the columns."""
    caption: tuple[int, int] | None = None
    """The half-open range of its title."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one file, before anything is known of its meaning."""

    format: Format
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    words: Words | None
    """None for formats without pages."""
    metadata: dict[str, str] = field(default_factory=dict)
    """What the file says of itself: any of `title`, `author`, `publisher`, `date` (ISO), `language`."""
    warnings: tuple[str, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    """In the order of their marks; notes whose mark was not found are blocks like others."""
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """The smallest unit that is cited. Sentences never cross a block."""

    start: int
    end: int
    block: int
    """Row in `Report.blocks`."""
    voice: Voice
    speaker: str | None = None
    """The role of who is quoted, as printed ("Project Lead"); None unless voice is `quotation`."""
    places: tuple[str, ...] = ()
    """Places named in the sentence itself."""


@dataclass(frozen=True, slots=True)
class Term:
    """An acronym of the report, with what the report says it stands for."""

    short: str
    long: str | None
    """None when the report uses it without ever defining it."""
    start: int
    """Where it is defined, or first used."""
    end: int
    uses: int
    said: bool = True
    """False where the words around its uses only suggest the long form."""


@dataclass(frozen=True, slots=True)
class DetailMention:
    """Where a report prints something about itself: `text[start:end]` is the name, the date or a line of the title."""

    kind: MentionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Details:
    """The catalogue entry of a report."""

    id: str
    title: str
    file: str
    """File name, without folders."""
    sha256: str
    format: Format
    pages: int
    publisher: str | None = None
    date: str | None = None
    """ISO 8601, as exact as is known: `2022`, `2022-10` or `2022-10-31`."""
    kind: str | None = None
    """`learning report`, `case study`, `evaluation`, `brief`, `glossary`, ..."""
    programme: str | None = None
    places: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    """As the report prints them, maybe with role and organisation."""
    language: str | None = None
    """ISO 639-1 code of the language that most of it is written in; None where that is not clear."""
    mentions: tuple[DetailMention, ...] = ()
    """Where the report prints title, publisher, authors and date, as they are above, and who funded and who
    commissioned it; in text order. What only the file or `reports.toml` says is not among them."""


@dataclass(frozen=True, slots=True)
class Report:
    """One document of the corpus, read and understood."""

    details: Details
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    words: Words | None
    terms: tuple[Term, ...] = ()
    questions: tuple[int, ...] = ()
    """Rows in `sentences` of the reflective questions that the report puts to its reader."""
    warnings: tuple[str, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """The unit that is embedded and indexed: consecutive blocks under one heading path."""

    report_id: str
    start: int
    end: int
    headings: tuple[str, ...]
    first_sentence: int
    """Half-open range of rows in `Report.sentences`."""
    last_sentence: int

    @property
    def id(self) -> str:
        """Stable while the report's text and the chunker stay the same."""
        return f"{self.report_id}:{self.start}-{self.end}"
