"""The words of a report's page."""

from dataclasses import dataclass

from ingest.errors import NotFound
from ingest.types import Report


@dataclass(frozen=True, slots=True)
class PageText:
    """One page, or the whole of a report without pages."""

    report_id: str
    title: str
    page: int
    page_label: str | None
    pages: int
    text: str


def page_text(report: Report, number: int) -> PageText:
    """Give a page by its position, from 1; raises NotFound."""
    pages = max(1, len(report.pages))
    if not 1 <= number <= pages:
        message = f"Report {report.details.id!r} has pages 1 to {pages}, not {number}."
        raise NotFound(message)
    label = report.pages[number - 1].label if report.pages else None
    details = report.details
    return PageText(details.id, details.title, number, label, pages, _words_of(report, number).strip())


def _words_of(report: Report, number: int) -> str:
    """Give the runs of characters on a page, each with what is between it and the next."""
    if report.words is None or not len(report.words.start):
        return report.text
    bounds = [0, *report.words.start[1:].tolist(), len(report.text)]
    rows = (report.words.page == number).nonzero()[0].tolist()
    return "".join(report.text[bounds[row] : bounds[row + 1]] for row in rows)
