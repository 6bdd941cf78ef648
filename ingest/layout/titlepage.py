"""What the first page says of the whole report: its title and its date."""

import re

from ingest.layout.parts import Draft
from ingest.layout.read import Layout

LONGEST_TITLE = 250
MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "januar februar märz april mai juni juli august september oktober november dezember",
    )
    for number, name in enumerate(names.split(), 1)
}
DATE = re.compile(
    rf"(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?)?\b(?P<month>{'|'.join(MONTHS)})\b,?"
    r"\s+(?:(?P<later>\d{1,2})(?:st|nd|rd|th)?,\s+)?(?:de\s+)?(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def printed_title(layout: Layout) -> str:
    """The largest text of the first page that has any, with headings of nearly its size beside it; or nothing."""
    drafts = first_page(layout)
    largest = max((draft.first.size for draft in drafts), default=0.0)
    title: list[str] = []
    for draft in drafts:
        if draft.first.size >= 0.7 * largest and draft.role in ("heading", "paragraph"):
            if len(" ".join(title)) + len(draft.text) <= LONGEST_TITLE and not DATE.fullmatch(draft.text):
                title.append(draft.text)
        elif any(draft.first.size == largest for draft in drafts[: len(title)]):
            break
    return " ".join(title)


def printed_date(layout: Layout) -> str:
    """The first date that stands in a short paragraph of the first page, as exact as it is printed; or nothing."""
    for draft in first_page(layout):
        found = DATE.search(draft.text)
        if found and len(draft.text) < 120:
            day = found["day"] or found["later"]
            month = f"{found['year']}-{MONTHS[found['month'].lower()]:02}"
            return f"{month}-{int(day):02}" if day else month
    return ""


def first_page(layout: Layout) -> list[Draft]:
    """The blocks that start on the first page with text."""
    numbers = [draft.lines[0].page for draft in layout.drafts]
    return [draft for draft in layout.drafts if draft.lines[0].page == min(numbers)] if numbers else []
