"""The way from sheets to text: furniture off, regions, paragraphs, roles, breaks mended, all composed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.layout.compose import compose
from ingest.layout.conserve import Loss, find_losses
from ingest.layout.furniture import Margin, strip_furniture
from ingest.layout.pagebreaks import mend_breaks
from ingest.layout.pagenumbers import LONE_NUMBER
from ingest.layout.paragraphs import draft_region, join_values, learn_type
from ingest.layout.parts import BlockDraft, Bookmark, Box, DrawnPage, Placed, TextLine, Word, make_line
from ingest.layout.regions import CHART, Region, arrange_page
from ingest.layout.roles.assign import assign_roles
from ingest.layout.roles.footnotes import join_footnotes
from ingest.layout.roles.outline import tag_by_bookmarks
from ingest.layout.text.linenumbers import drop_line_numbers
from ingest.layout.text.lines import join_drop_caps, make_lines
from ingest.layout.text.raised import drop_note_marks
from ingest.types import Block, Footnote, Page, Table, Words

FEWEST_LETTERS = 4
"""An aside with fewer is a tick of a chart's axis."""
MOST_ASIDES = 2
"""An aside that stands on more pages is furniture."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the pages of a file say, in reading order."""

    text: str
    blocks: tuple[Block, ...]
    words: Words
    pages: tuple[Page, ...]
    drafts: tuple[BlockDraft, ...]
    hidden: tuple[tuple[int, str, str], ...] = ()
    """Words of the file that its pages don't show: page, reason and word."""
    recognised: tuple[int, ...] = ()
    """Pages whose words are, or are partly, those of a text recognition over a picture."""
    losses: tuple[Loss, ...] = ()
    """Pages whose words are not those of the text."""
    footnotes: tuple[Footnote, ...] = ()
    tables: tuple[Table, ...] = ()


def read_layout(sheets: Sequence[DrawnPage], bookmarks: Sequence[Bookmark] = ()) -> Layout:
    """Text, blocks, words and printed page numbers of a file's sheets."""
    shown = [kept for kept, _ in drop_note_marks([sheet.words for sheet in sheets])]
    if bookmarks:
        shown = tag_by_bookmarks(shown, bookmarks)
    numbered = [
        drop_line_numbers(make_lines(kept, sheet.rules)) for kept, sheet in zip(shown, sheets, strict=True)
    ]
    margins = strip_furniture([lines for lines, _ in numbered], [sheet.height for sheet in sheets])
    asides = [keep_asides(sheet, sheets) for sheet in sheets]
    regions = [
        (sheet.number, region)
        for sheet, margin, beside in zip(sheets, margins, asides, strict=True)
        for region in (
            *arrange_page(sheet, margin.lines),
            *(Region("aside", ((make_line(aside),),), celled=True) for aside in beside),
            *(Region("running head", ((line,),), celled=True) for line in margin.running),
        )
    ]
    drafts, repeated = make_drafts(regions, {sheet.number: sheet.height for sheet in sheets})
    composed = compose([turn_draft_back(draft, sheets) for draft in drafts])
    kept = [
        list_words(
            join_drop_caps(shown[at]),
            asides[at],
            [*margins[at].dropped, *(make_line([word]) for word in numbered[at][1])],
            [draft for draft in repeated if draft.start.page == sheet.number],
        )
        for at, sheet in enumerate(sheets)
    ]
    return Layout(
        composed.text,
        composed.blocks,
        composed.words,
        tuple(make_page(sheet, margin) for sheet, margin in zip(sheets, margins, strict=True)),
        tuple(drafts),
        tuple((sheet.number, reason, word.text) for sheet in sheets for reason, word in sheet.hidden),
        tuple(sheet.number for sheet in sheets if sheet.is_recognised),
        tuple(find_losses(kept, composed.text, composed.words)),
        join_footnotes(composed),
        composed.tables,
    )


def list_words(
    words: Sequence[Word],
    asides: Sequence[Sequence[Word]],
    dropped: Sequence[TextLine],
    repeated: Sequence[BlockDraft],
) -> list[str]:
    """The words of a page that belong in the text: all but what was dropped and the table heads that it repeats."""
    found = Counter(word.text for word in (*words, *(word for aside in asides for word in aside)))
    lines = [*dropped, *(placed.line for draft in repeated for placed in draft.lines)]
    found.subtract(word.text for line in lines for word in line.words)
    return list(found.elements())


def make_drafts(
    regions: Sequence[tuple[int, Region]], heights: dict[int, float]
) -> tuple[list[BlockDraft], list[BlockDraft]]:
    """Blocks of the whole file, in their roles, with what page breaks cut made whole; and repeated table heads."""
    kind = learn_type(region.cells[0] for _, region in regions if not region.is_row and region.place != CHART)
    drafts = [
        draft
        for number, (page, region) in enumerate(regions)
        for draft in draft_region(region, page, number, kind)
    ]
    return mend_breaks(assign_roles(join_values(drafts), kind, heights))


def keep_asides(sheet: DrawnPage, sheets: Sequence[DrawnPage]) -> list[tuple[Word, ...]]:
    """A page's lines in other directions, but for ticks of axes and what many pages repeat."""
    if not sheet.asides:
        return []
    repeated = Counter(join_words(aside) for other in sheets for aside in other.asides)
    return [
        aside
        for aside in sheet.asides
        if sum(c.isalpha() for c in join_words(aside)) >= FEWEST_LETTERS
        and repeated[join_words(aside)] <= MOST_ASIDES
    ]


def join_words(words: Sequence[Word]) -> str:
    """The words of a line as one text."""
    return " ".join(word.text for word in words)


def make_page(sheet: DrawnPage, margin: Margin) -> Page:
    """The page as shown, with the number printed on it."""
    numbers = [found["label"] for aside in sheet.asides if (found := LONE_NUMBER.match(join_words(aside)))]
    size = (sheet.width, sheet.height) if sheet.turned in (0, 180) else (sheet.height, sheet.width)
    return Page(sheet.number, margin.label or next(iter(numbers), None), *size, sheet.is_recognised)


def turn_draft_back(draft: BlockDraft, sheets: Sequence[DrawnPage]) -> BlockDraft:
    """The draft with the boxes of its words where they stand on the page as shown."""
    if not any(sheets[placed.page - 1].turned for placed in draft.lines):
        return draft
    cells = tuple(
        tuple(turn_line_back(placed, sheets[placed.page - 1]) for placed in cell) for cell in draft.cells
    )
    return replace(draft, cells=cells)


def turn_line_back(placed: Placed, sheet: DrawnPage) -> Placed:
    """A line of a page that was turned for reading, as the page is shown."""

    def back(box: Box) -> Box:
        return box.turn(-sheet.turned, sheet.width, sheet.height)

    words = tuple(word._replace(box=back(word.box)) for word in placed.line.words)
    return Placed(placed.page, replace(placed.line, words=words, box=back(placed.line.box)))
