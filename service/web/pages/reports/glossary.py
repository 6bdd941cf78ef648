"""The glossary: what the reports' acronyms stand for, who says so, and which are never spelled out."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from ingest.errors import LibraryMissing, WalkalongError
from ingest.types import Details
from service.reports.glossary import Meaning, TermEntry, find_terms, spell_out
from service.telling import wording
from service.types import Passage
from service.web import http_errors
from service.web.context import Context, Parts
from service.web.render import addresses, rendering
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False)
MOST_SHOWN = 300
"""With more terms the page shows those of one letter."""


@dataclass(frozen=True, slots=True)
class TermSource:
    """Where a term is in a report."""

    title: str
    page: str | None
    address: str


@dataclass(frozen=True, slots=True)
class ShownMeaning:
    """What a term stands for, where a report says so first, and how many other reports say the same."""

    long: str
    source: TermSource
    others: int


@dataclass(frozen=True, slots=True)
class User:
    """A report that uses a term."""

    title: str
    address: str
    uses: int


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term. Without meanings, no report says what it stands for; `first` is then its first use."""

    short: str
    meanings: tuple[ShownMeaning, ...]
    first: TermSource
    users: tuple[User, ...]
    uses: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the index."""

    name: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class LetterSection:
    """The terms of one letter."""

    letter: str
    terms: tuple[ShownTerm, ...]


@dataclass(frozen=True)
class GlossaryPage(rendering.SitePage):
    """The page: the terms that were looked for, or all."""

    template: ClassVar[str] = "glossary.html"
    q: str
    letter: str
    open: bool
    """Whether only terms are shown that no report spells out."""
    letters: tuple[Letter, ...] = ()
    sections: tuple[LetterSection, ...] = ()
    found: int = 0
    undefined: int = 0
    """Of those found."""
    total: int = 0
    problem: str | None = None


@router.get("/glossary", response_class=HTMLResponse)
def glossary(
    parts: Parts,
    q: Annotated[str, Query(max_length=200)] = "",
    letter: Annotated[str, Query(max_length=4)] = "",
    undefined: Annotated[str, Query(max_length=4)] = "",
) -> HTMLResponse:
    """Show terms and what they stand for."""
    looked = q.strip(), letter.strip().upper(), bool(undefined)
    try:
        return rendering.respond(glossary_page(parts, *looked))
    except LibraryMissing:
        return rendering.respond(GlossaryPage(*looked))
    except WalkalongError as error:
        return rendering.respond(GlossaryPage(*looked, problem=error.message), http_errors.status_of(error))


@router.get("/glossary.json")
def for_scripts(request: Request, parts: Parts) -> Response:
    """Give what scripts need to explain acronyms: `{"NWD": ["No Wrong Door"]}`."""
    told = spell_out(parts.assistant.library)
    body = json.dumps(told, ensure_ascii=False).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def glossary_page(parts: Context, q: str, letter: str, open_: bool) -> GlossaryPage:
    """Give the page. Raises what opening the library raises."""
    library = parts.assistant.library
    entries = find_terms(library, library.details)
    reports = {report.id: report for report in library.details}
    found = [entry for entry in entries if _fits(entry, q.casefold(), open_)]
    initials = dict.fromkeys(entry.initial for entry in found)
    if not letter and len(found) > MOST_SHOWN:
        letter = next(iter(initials))
    shown = [entry for entry in found if not letter or entry.initial == letter]
    return GlossaryPage(
        q,
        letter,
        open_,
        letters=tuple(_letters(found, q, open_)),
        sections=tuple(
            LetterSection(name, tuple(_show_term(entry, reports) for entry in shown if entry.initial == name))
            for name in initials
            if not letter or name == letter
        ),
        found=len(shown),
        undefined=sum(not entry.meanings for entry in shown),
        total=len(entries),
    )


def _fits(entry: TermEntry, folded: str, open_: bool) -> bool:
    words = (entry.short, *(meaning.long for meaning in entry.meanings))
    return any(folded in word.casefold() for word in words) and not (open_ and entry.meanings)


def _letters(found: Iterable[TermEntry], q: str, open_: bool) -> Iterable[Letter]:
    counts: dict[str, int] = {}
    for entry in found:
        counts[entry.initial] = counts.get(entry.initial, 0) + 1
    for name, count in counts.items():
        undefined = "1" if open_ else None
        yield Letter(
            name,
            addresses.with_query(below_root("/glossary"), q=q or None, undefined=undefined, letter=name),
            count,
        )


def _show_term(entry: TermEntry, reports: dict[str, Details]) -> ShownTerm:
    return ShownTerm(
        entry.short,
        tuple(_show_meaning(meaning, reports) for meaning in entry.meanings),
        _source(entry.first, reports),
        tuple(User(use.report.title, addresses.report(use.report.id), use.uses) for use in entry.uses),
        sum(use.uses for use in entry.uses),
    )


def _show_meaning(meaning: Meaning, reports: dict[str, Details]) -> ShownMeaning:
    return ShownMeaning(meaning.long, _source(meaning.passage, reports), len(meaning.reports) - 1)


def _source(passage: Passage, reports: dict[str, Details]) -> TermSource:
    return TermSource(
        passage.report_title,
        wording.name_page(passage, reports.get(passage.report_id)),
        addresses.span(passage.report_id, passage.start, passage.end),
    )
