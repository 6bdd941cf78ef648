"""The nouns of page layout: words, lines, sheets and drafts of blocks. Points, from the top left."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from ingest.types import Role


class Box(NamedTuple):
    """A rectangle; `top` is smaller than `bottom`. A tuple, as a page has hundreds."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Horizontal extent."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Vertical extent."""
        return self.bottom - self.top

    def turn(self, degrees: int, width: float, height: float) -> "Box":
        """The box after its page of this width and height is turned clockwise by quarter turns."""
        match degrees % 360:
            case 90:
                return Box(height - self.bottom, self.left, height - self.top, self.right)
            case 180:
                return Box(width - self.right, height - self.bottom, width - self.left, height - self.top)
            case 270:
                return Box(self.top, width - self.right, self.bottom, width - self.left)
        return self

    def holds(self, other: "Box", slack: float = 2.0) -> bool:
        """Whether the other's middle, and nearly all of it across, lies inside."""
        middle = (other.top + other.bottom) / 2
        return (
            self.left - slack <= other.left
            and other.right <= self.right + slack
            and self.top <= middle <= self.bottom
        )


def bound_boxes(boxes: Iterable[Box]) -> Box:
    """The smallest box around at least one box."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def do_overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and min(one.bottom, other.bottom) - max(one.top, other.top) > 0


TagKind = Literal["heading", "figure", "note", "value", "text"]


class Tag(NamedTuple):
    """What the file itself says that a run of text is, by its tags, bookmarks or form fields."""

    kind: TagKind
    level: int = 0
    """Of a heading: 1 is the highest."""
    element: int = 0
    """The same for the words of one heading or figure, another for those of the next; below 0 for bookmarks."""

    @property
    def is_bookmark(self) -> bool:
        """Whether a bookmark has the very text."""
        return self.element < 0


PLAIN = Tag("text")


class Word(NamedTuple):
    """A run of characters without a space, on one line, in the order of the file."""

    text: str
    box: Box
    size: float
    """Font size in points, as shown."""
    bold: bool = False
    italic: bool = False
    raised: bool = False
    """Whether it is a figure or sign that stands smaller and higher than the word before."""
    tag: Tag | None = None
    """None where the file says nothing."""
    notes: tuple[str, ...] = ()
    """The marks of notes that stood after it."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words that stand side by side, left to right. Its style is that of most of its characters."""

    words: tuple[Word, ...]
    box: Box
    text: str
    size: float
    bold: bool
    """Every word is bold."""
    italic: bool
    """Every word is italic."""

    @property
    def tag(self) -> Tag | None:
        """That of its last word: the number before a heading, or a heading that runs into its text, has another."""
        return self.words[-1].tag


def make_line(words: Sequence[Word]) -> TextLine:
    """A line of at least one word."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    lettered = [word for word in words if any(c.isalnum() for c in word.text)] or words
    return TextLine(
        tuple(words),
        bound_boxes(word.box for word in words),
        " ".join(word.text for word in words),
        max(sizes, key=lambda size: (sizes[size], size)),
        all(word.bold for word in lettered),
        all(word.italic for word in lettered),
    )


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as it is drawn: words in the order of the file, thin rules, and areas with a fill or a frame."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Box, ...] = ()
    areas: tuple[Box, ...] = ()
    turned: int = 0
    """Degrees clockwise from the page as shown to the page as it is read."""
    asides: tuple[tuple[Word, ...], ...] = ()
    """Lines that run in another direction than the others."""
    hidden: tuple[tuple[str, Word], ...] = ()
    """Words that nobody can see, with the reason; they are not among `words`."""
    is_recognised: bool = False
    """Whether words are those of a text recognition, invisible over a picture of the page."""


class Slot(NamedTuple):
    """The place of a cell in a table."""

    table: Box
    """The table's outline, which tells it from others of the page."""
    row: int
    column: int
    down: int = 1
    across: int = 1


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline that viewers show beside the pages."""

    title: str
    level: int
    """1 is the highest."""
    page: int
    """1-based."""
    top: float | None
    """How far from the top of the page it leads, in points; None where it leads to the page as a whole."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line on its page."""

    page: int
    line: TextLine


@dataclass(frozen=True, slots=True)
class BlockDraft:
    """A block that has no offsets yet. A table row keeps its cells apart; other roles have one cell."""

    cells: tuple[tuple[Placed, ...], ...]
    role: Role = "paragraph"
    level: int = 0
    place: str = "body"
    """Where on the page it stands: `body`, or the name of a box, cell or foot that body text flows around."""
    region: int = 0
    """Counts the columns and boxes of the file; spacing alone never joins lines of two of them."""
    right: float = 0.0
    """Right edge of the column that it stands in."""

    celled: bool = False
    """Whether it stands in a cell of a ruled form or table."""
    slots: tuple[Slot, ...] = ()
    """The place of each of its cells in a table; none outside tables."""

    @property
    def lines(self) -> tuple[Placed, ...]:
        """All lines, cell by cell."""
        return tuple(placed for cell in self.cells for placed in cell)

    @property
    def start(self) -> Placed:
        """The line that it starts with, on its page."""
        return next(cell[0] for cell in self.cells if cell)

    @property
    def end(self) -> Placed:
        """The line that it ends with, on its page."""
        return next(cell[-1] for cell in reversed(self.cells) if cell)

    @property
    def first(self) -> TextLine:
        """The line that it starts with."""
        return self.start.line

    @property
    def last(self) -> TextLine:
        """The line that it ends with."""
        return self.end.line

    @property
    def text(self) -> str:
        """Its text with hyphens still at the line ends, for deciding its role."""
        return " ".join(placed.line.text for placed in self.lines)

    def to(self, role: Role, level: int = 0) -> "BlockDraft":
        """The same words in another role."""
        return replace(self, role=role, level=level)
