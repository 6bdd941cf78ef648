"""What the first page says of the whole report: its title and its date."""

from ingest.language.months import DATE, format_iso
from ingest.language.titles import is_contents_title
from ingest.layout.parts import BlockDraft
from ingest.layout.read import Layout

LONGEST_TITLE = 250
"""Characters; from 125 to 500 the ten reports read alike."""
SHORT_TITLE = 3
"""A title of so few words says the kind of document; what it is about stands under it."""


def find_title(layout: Layout) -> str:
    """The largest heading of the first page with those of its size under it; a short one takes in more."""
    drafts = [draft for draft in find_first_page(layout) if not DATE.fullmatch(draft.text)]
    headings = [draft for draft in drafts if draft.role == "heading" and not is_contents_title(draft.text)]
    if not headings:
        return ""
    largest = max(headings, key=lambda draft: draft.first.size)
    part = 0.7 if len(largest.text.split()) > SHORT_TITLE else 0.5
    title = [largest.text]
    at = drafts.index(largest)
    for draft in drafts[at + 1 :]:
        if draft.role != "heading" or draft.first.size < part * largest.first.size:
            break
        title.append(draft.text)
    return " ".join(title)[:LONGEST_TITLE]


def find_date(layout: Layout) -> str:
    """The first date in a short paragraph of the first page, as exact as it is printed; or nothing."""
    for draft in find_first_page(layout):
        found = DATE.search(draft.text)
        if found and len(draft.text) < 120:
            return format_iso(found)
    return ""


def find_first_page(layout: Layout) -> list[BlockDraft]:
    """The blocks that start on the first page with text."""
    numbers = [draft.start.page for draft in layout.drafts]
    first = min(numbers, default=0)
    return [draft for draft in layout.drafts if draft.start.page == first]
