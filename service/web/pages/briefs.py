"""Briefs in the browser: asking for one, reading it with its passages, downloading it as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from ingest.errors import LibraryMissing, NotFound, WalkalongError
from ingest.types import Details
from service.brief.keep import unpack_brief
from service.brief.sheet import lay_out
from service.brief.types import Brief, EvidenceItem
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Filters, Passage
from service.web import forms, http_errors
from service.web.context import Context, Parts
from service.web.render import addresses, rendering
from service.web.routes.briefs import keep_new_brief
from service.wire.addresses import below_root

router = APIRouter(include_in_schema=False)
LISTED = 50
"""Briefs on the first page, the newest."""


@dataclass(frozen=True, slots=True)
class BriefEntry:
    """A brief in a list."""

    question: str
    made: str
    address: str


@dataclass(frozen=True)
class BriefsPage(rendering.SitePage):
    """The form, and the briefs that were made."""

    template: ClassVar[str] = "briefs.html"
    question: str
    entries: tuple[BriefEntry, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A passage of a brief."""

    key: str
    text: str
    source: str
    remark: str
    address: str


@dataclass(frozen=True, slots=True)
class EvidenceSection:
    """The passages of one stance."""

    name: str
    passages: tuple[ShownEvidence, ...]


@dataclass(frozen=True, slots=True)
class BriefLine:
    """A line of ours with the keys of the passages that support it."""

    text: str
    keys: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A place with the keys of its passages for each stance."""

    place: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class BriefPage(rendering.SitePage):
    """A brief."""

    template: ClassVar[str] = "brief.html"
    question: str
    about: str
    notes: tuple[str, ...]
    statements: tuple[BriefLine, ...]
    strength: str
    stances: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    tensions: tuple[BriefLine, ...]
    gaps: tuple[BriefLine, ...]
    prompts: tuple[BriefLine, ...]
    prompts_note: str
    sections: tuple[EvidenceSection, ...]
    looked_at: tuple[ShownEvidence, ...]
    nearest: tuple[ShownEvidence, ...]
    files: tuple[tuple[str, str], ...]
    """Name and address of the brief in each format."""


@router.get("/briefs", response_class=HTMLResponse)
def list_briefs(parts: Parts, question: Annotated[str, Query(max_length=4000)] = "") -> HTMLResponse:
    """Show the form, filled in with the address's question if there is one, and the briefs that were made."""
    return rendering.respond(_briefs_page(parts, question))


@router.post("/briefs")
def create_brief(fields: forms.Form, parts: Parts) -> Response:
    """Make a brief and go to it."""
    question = forms.only(fields, "question")
    try:
        brief = keep_new_brief(parts, question, None, Filters())
    except WalkalongError as error:
        return rendering.respond(_briefs_page(parts, question, error.message), http_errors.status_of(error))
    return RedirectResponse(addresses.brief(brief.id), 303)


@router.get("/briefs/{brief_id}", response_class=HTMLResponse)
def show_brief(brief_id: str, parts: Parts) -> HTMLResponse:
    """Show a brief as it was made."""
    brief = unpack_brief(parts.store.brief(brief_id))
    return rendering.respond(_brief_page(brief, _entries(parts)))


def _entries(parts: Context) -> dict[str, Details]:
    """Give the catalogue, empty without a library: a brief outlives the library that it was made from."""
    try:
        return {entry.id: entry for entry in parts.assistant.library.details}
    except (LibraryMissing, NotFound):
        return {}


def _briefs_page(parts: Context, question: str, problem: str | None = None) -> BriefsPage:
    kept = parts.store.briefs(LISTED)
    entries = tuple(
        BriefEntry(each.question, wording.name_moment(each.created_at), addresses.brief(each.id))
        for each in kept
    )
    return BriefsPage(question, entries, problem)


def _brief_page(brief: Brief, entries: dict[str, Details]) -> BriefPage:
    sheet = lay_out.lay_out_brief(brief, entries)
    by_key = {item.passage_id: item for item in brief.evidence}
    return BriefPage(
        question=sheet.title,
        about=sheet.about,
        notes=tuple(note for note in (lay_out.STATUS[brief.status], *brief.notes) if note),
        statements=tuple(
            BriefLine(flatten_text(each.text), each.passage_ids, _label(by_key, each.passage_ids))
            for each in brief.statements
        ),
        strength=brief.strength.words,
        stances=tuple(lay_out.STANCES.values()),
        rows=tuple(
            ShownRow(row.place or "No place named", (row.for_, row.against, row.on_condition, row.context))
            for row in brief.matrix
        ),
        tensions=tuple(BriefLine(each.words, each.passage_ids) for each in brief.tensions),
        gaps=tuple(_gaps(brief)),
        prompts=tuple(BriefLine(flatten_text(each.text), (each.passage_id,)) for each in brief.prompts),
        prompts_note=lay_out.PROMPTS,
        sections=tuple(_sections(brief, entries)),
        looked_at=tuple(_show(each, None, entries) for each in lay_out.find_looked_at(brief)),
        nearest=tuple(_show(each, None, entries) for each in brief.nearest),
        files=tuple(
            (name, below_root(f"/v1/briefs/{brief.id}.{form}"))
            for form, name in (("docx", "Word"), ("pdf", "PDF"), ("html", "HTML"), ("md", "Markdown"))
        ),
    )


def _label(by_key: dict[str, EvidenceItem], keys: tuple[str, ...]) -> str:
    return lay_out.STANCES[by_key[keys[0]].stance]


def _gaps(brief: Brief) -> Iterator[BriefLine]:
    for gap in brief.gaps:
        yield BriefLine(f"“{flatten_text(gap.part)}”: {gap.why}", gap.nearest)
    if brief.voices_missing:
        yield BriefLine(lay_out.tell_missing(brief), ())


def _sections(brief: Brief, entries: dict[str, Details]) -> Iterator[EvidenceSection]:
    by_key = {passage.id: passage for passage in brief.passages}
    for stance, name in lay_out.STANCES.items():
        items = [item for item in brief.evidence if item.stance == stance]
        if items:
            shown = tuple(_show(by_key[item.passage_id], item, entries) for item in items)
            yield EvidenceSection(name, shown)


def _show(passage: Passage, item: EvidenceItem | None, entries: dict[str, Details]) -> ShownEvidence:
    return ShownEvidence(
        passage.id,
        flatten_text(passage.text),
        lay_out.tell_source(passage, entries),
        lay_out.tell_remark(item) if item else "",
        addresses.span(passage.report_id, passage.start, passage.end),
    )
