"""What a story is about: a report by its id or title, a place that the reports name, or else a theme or a term."""

from ingest.errors import InvalidRequest
from ingest.language.stems import content_stems
from ingest.library.open import Library
from service.reports.common_names import find_common_names
from service.reports.glossary import find_terms
from service.survey.story.types import StorySubject

LONGEST = 400
"""Characters of a name: the longest titles of reports have 300."""


def find_subject(library: Library, about: str) -> StorySubject:
    """Tell what is meant. Raises InvalidRequest for nothing, for too much, and for words that mean nothing alone."""
    asked = " ".join(about.split()).rstrip("?.! ")
    if len(asked) > LONGEST:
        message = f"about: {len(asked)} characters are too many for a name; {LONGEST} are allowed."
        raise InvalidRequest(message)
    wanted = asked.casefold()
    for entry in library.details:
        if wanted in (entry.id.casefold(), entry.title.casefold()):
            return StorySubject("report", entry.title, (entry.title,), entry.id)
    for place in library.lexicon.places:
        if place.casefold() == wanted and place not in find_common_names(library, library.details):
            return StorySubject("place", place, (place,))
    if not content_stems(asked):
        message = "about: name a place, a theme or a report; `walkalong reports` lists the reports."
        raise InvalidRequest(message)
    for term in find_terms(library, library.details):
        longs = [meaning.long for meaning in term.meanings]
        if longs and wanted in (term.short.casefold(), *(long.casefold() for long in longs)):
            return StorySubject("theme", f"{longs[0]} ({term.short})", (term.short, *longs))
    return StorySubject("theme", asked, (asked,))
