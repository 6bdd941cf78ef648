"""Small pictures of reports' first pages."""

from ingest.types import Details
from service.web.render import addresses
from service.wire.addresses import report as report_of_api


def cover_of(entry: Details, width: int) -> str:
    """Give the address of a report's first page, `width` pixels wide.

    It changes with the file, so browsers may keep the picture.
    """
    return addresses.with_query(f"{report_of_api(entry.id)}/pages/1.png", width=width, v=entry.sha256[:8])
