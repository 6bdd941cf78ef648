"""Surveying a theme: the passages nearest to it, each with its stance, its places and its date."""

from dataclasses import dataclass

from ingest.embedding.embedder import Embedder
from ingest.library.open import Library
from ingest.types import Details
from service.brief.arrange import make_items
from service.brief.asked import read_question
from service.brief.gather import find_nearest
from service.brief.types import EvidenceItem
from service.question.wants import check_question
from service.reports.common_names import find_common_names
from service.search.filters import refuse_unknown_reports
from service.types import Filters, Passage

LOOKED_AT = 100
"""Passages that are looked at: two and a half times a brief's, so that a place that is spoken of little is there."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found on a theme."""

    theme: str
    passages: tuple[Passage, ...]
    """Under keys P1, P2, ..., the nearest first."""
    items: tuple[EvidenceItem, ...]
    """What each says, in the same order."""
    reports: tuple[Details, ...]
    """Those that were looked through, in the order of the catalogue."""


def look_through(library: Library, embedder: Embedder, theme: str, filters: Filters) -> Survey:
    """Find what there is on a theme. Raises InvalidRequest for an empty or endless theme or an unknown report."""
    question = read_question(check_question(theme))
    refuse_unknown_reports(filters, library.details)
    passages = find_nearest(library, embedder, question, filters, LOOKED_AT)
    entries = {entry.id: entry for entry in library.details}
    wanted = set(filters.reports)
    reports = tuple(entry for entry in library.details if not wanted or entry.id in wanted)
    items = make_items(passages, entries, find_common_names(library, library.details))
    return Survey(question.text, passages, items, reports)
