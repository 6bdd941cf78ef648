"""The way from sheets to a reading's parts: furniture off, regions, paragraphs, roles, breaks mended, text."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.compose import compose
from ingest.layout.furniture import strip_furniture
from ingest.layout.lines import make_lines
from ingest.layout.pagebreaks import mend
from ingest.layout.paragraphs import draft_region, learn_type
from ingest.layout.parts import Draft, Sheet
from ingest.layout.regions import Region, arrange
from ingest.layout.roles import assign_roles
from ingest.types import Block, Page, Words


@dataclass(frozen=True, slots=True)
class Layout:
    """What the pages of a file say, in reading order."""

    text: str
    blocks: tuple[Block, ...]
    words: Words
    pages: tuple[Page, ...]
    drafts: tuple[Draft, ...]


def read_layout(sheets: Sequence[Sheet]) -> Layout:
    """Text, blocks, words and printed page numbers of a file's sheets."""
    margins = strip_furniture(
        [make_lines(sheet.words, sheet.rules) for sheet in sheets], [sheet.height for sheet in sheets]
    )
    regions = [
        (sheet.number, region)
        for sheet, margin in zip(sheets, margins, strict=True)
        for region in arrange(sheet, margin.lines)
    ]
    drafts = make_drafts(regions, {sheet.number: sheet.height for sheet in sheets})
    text, blocks, words = compose(drafts)
    pages = tuple(
        Page(sheet.number, margin.label, sheet.width, sheet.height)
        for sheet, margin in zip(sheets, margins, strict=True)
    )
    return Layout(text, blocks, words, pages, tuple(drafts))


def make_drafts(regions: Sequence[tuple[int, Region]], heights: dict[int, float]) -> list[Draft]:
    """Blocks of the whole file, in their roles, with what page breaks cut made whole."""
    kind = learn_type(region.cells[0] for _, region in regions if not region.is_row)
    drafts = [
        draft
        for number, (page, region) in enumerate(regions)
        for draft in draft_region(region, page, number, kind)
    ]
    return mend(assign_roles(drafts, kind, heights))
