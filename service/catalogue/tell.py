"""The steps from a question about reports to its answer."""

from collections.abc import Sequence

from ingest.language.detect import name_language
from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import Details, MentionKind
from service.catalogue.front import find_mentions, name_stems, title_line
from service.catalogue.summary import list_headings, summarise
from service.catalogue.told import Told, number_passages
from service.catalogue.which import find_by_date, list_reports
from service.question.about import AboutReports, Matter
from service.question.screen import Refusal
from service.search.retrieve import Found
from service.types import Passage

_PRINTED: dict[Matter, MentionKind] = {
    "authors": "author",
    "publisher": "publisher",
    "date": "date",
    "funder": "funder",
    "commissioner": "commissioner",
}
NAMED_SHARE = 0.6
"""Of the words that name a report in a question, the share that must be in its title, file, programme or date."""


def tell_of_reports(about: AboutReports, found: Found, reports: Sequence[int]) -> Told | None:
    """Answer a question about reports; None if it is not clear that the question is about reports.

    `reports` are rows of the catalogue that the question or its filters name.
    """
    library = found.library
    if "which" in about.matters:
        return list_reports(about, found)
    if about.matters[0] in ("newest", "oldest"):
        return find_by_date(about, found, reports or range(len(library.details)))
    rows = _find_named(about, library, reports or range(len(library.details)))
    if not rows:
        return None if about.theme else _ask_which(library)
    told = [_tell_matter(library, row, matter) for row in rows for matter in about.matters]
    passages = [each for passages, _ in told for each in passages]
    notes = tuple(dict.fromkeys(note for _, notes in told for note in notes))
    if passages:
        return Told(number_passages(passages), notes)
    title = library.details[rows[0]].title
    return Told(
        refusal=Refusal("not_in_reports", f"“{title}” does not say so on its title page or in its imprint.")
    )


def _find_named(about: AboutReports, library: Library, among: Sequence[int]) -> list[int]:
    """Reports that the question's words name: those with most of them, and of these the one with the fewest others."""
    if len(among) == 1 or not about.theme:
        return list(among) if len(among) < len(library.details) or len(among) == 1 else []
    wanted = set(about.theme)
    shared = {row: len(wanted & name_stems(library.details[row])) for row in among}
    most = max(shared.values(), default=0)
    if not most or most < NAMED_SHARE * len(wanted):
        return []
    best = [row for row in among if shared[row] == most]
    return [min(best, key=lambda row: len(content_stems(library.details[row].title)))]


def _ask_which(library: Library) -> Told:
    titles = ", ".join(f"“{details.title}”" for details in library.details[:3])
    return Told(
        refusal=Refusal(
            "clarify", f"Which report is meant? The library holds {len(library.details)}: {titles} ..."
        )
    )


def _tell_matter(library: Library, row: int, matter: Matter) -> tuple[list[Passage], list[str]]:
    """Passages of one report that tell a matter, and what only the catalogue knows of it."""
    details = library.details[row]
    title = f"From the library's catalogue: “{details.title}”"
    if matter == "summary":
        headings = "; ".join(list_headings(library, row))
        return summarise(library, row), [f"Its headings: {headings}."] if headings else []
    printed = find_mentions(library, row, _PRINTED[matter]) if matter in _PRINTED else []
    return _or_catalogue(printed, title, _catalogue_word(details, matter), library, row)


def _or_catalogue(
    passages: list[Passage], title: str, known: str | None, library: Library, row: int
) -> tuple[list[Passage], list[str]]:
    """Give the passages, or else what the catalogue says beside the report's title; None if it says nothing either."""
    if passages or not known:
        return passages, []
    return title_line(library, row), [f"{title} {known}."]


def _catalogue_word(details: Details, matter: Matter) -> str | None:
    """Give what the catalogue says about a report that says nothing about this itself."""
    match matter:
        case "authors" if details.authors:
            return f"is by {'; '.join(details.authors)}"
        case "authors":
            return details.publisher and f"is published by {details.publisher} and names no author"
        case "publisher":
            return details.publisher and f"is published by {details.publisher}"
        case "date":
            return details.date and f"is dated {details.date}"
        case "pages":
            return f"has {details.pages} page{'s' if details.pages > 1 else ''}"
        case "language":
            return details.language and f"is in {name_language(details.language)}"
    return None
