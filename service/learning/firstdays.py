"""The path of the first days: what a newcomer reads first, each stop in the reports' own words."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.library.open import Library
from ingest.types import Details
from service.learning.assumed import list_assumed
from service.learning.people import KnownRole, list_roles
from service.learning.purpose import ProgrammeStart, list_programmes
from service.learning.timeline import Event, list_events
from service.reports.glossary import TermEntry, find_terms
from service.reports.library_cache import keep_for_library
from service.types import Passage

MOST_TERMS = 15
"""Terms of the lingo: what one meets in the first week; the glossary has them all."""
FEWEST_USES = 2
"""Times that the reports use a term, so that it is one that people say."""


@dataclass(frozen=True, slots=True)
class FirstDays:
    """The path; a stop for which the reports have nothing is empty, and is not shown."""

    programmes: tuple[ProgrammeStart, ...]
    timeline: tuple[Event, ...]
    people: tuple[KnownRole, ...]
    ideas: tuple[Passage, ...]
    lingo: tuple[TermEntry, ...]

    def __bool__(self) -> bool:
        """Whether there is any stop."""
        return any((self.programmes, self.timeline, self.people, self.ideas, self.lingo))


@keep_for_library
def make_first_days(library: Library, reports: tuple[Details, ...]) -> FirstDays:
    """Make the path from these reports alone, so that another library gives another path."""
    return FirstDays(
        programmes=list_programmes(library, reports),
        timeline=list_events(library, reports),
        people=list_roles(library, reports),
        ideas=list_assumed(library, reports),
        lingo=tuple(_list_terms(library, reports)),
    )


def _list_terms(library: Library, reports: tuple[Details, ...]) -> Iterable[TermEntry]:
    """The terms that most reports use and that one of them spells out, in the order of their letters."""
    meant = [
        entry for entry in find_terms(library, reports) if entry.meanings and _count(entry) >= FEWEST_USES
    ]
    meant.sort(key=lambda entry: (-len(entry.uses), -_count(entry), entry.short))
    return sorted(meant[:MOST_TERMS], key=lambda entry: entry.short.casefold())


def _count(entry: TermEntry) -> int:
    return sum(use.uses for use in entry.uses)
