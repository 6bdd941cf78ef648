"""The order of a brief's document: what a meeting needs first, at most two pages, then every passage."""

from collections.abc import Iterator, Mapping, Sequence

from ingest.types import Details
from service.brief.sheet.parts import BriefSheet, Paragraph, Part, Points, Quoted, SheetHeading, SheetTable
from service.brief.types import Brief, EvidenceItem, Stance
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Passage

STANCES: dict[Stance, str] = {
    "for": "For",
    "against": "Against",
    "on_condition": "On condition",
    "context": "Context",
}
STATUS = {
    "evidence": "",
    "thin": "The evidence is thin: few passages in these reports take a stance on this.",
    "none": "There is no evidence on this in these reports.",
}
MOST_ROWS = 10
"""Rows of the matrix; with more places it would push the evidence off the second page."""
LABELS = (
    "“For”, “against” and “on condition” come from rules about words, which can be wrong. Read the passage before "
    "you rely on its label."
)
ALSO_LOOKED_AT = "What was also looked at"
LOOKED_AT = (
    "These came up in the search and bear less on the question. They are no evidence for what is said above."
)
PROMPTS = "These are prompts for your own discussion. The reports do not answer them for you."


def lay_out_brief(brief: Brief, entries: Mapping[str, Details]) -> BriefSheet:
    """Give the document; `entries` are the catalogue's, by id, and need not have every report of the brief."""
    return BriefSheet(flatten_text(brief.question), _about(brief), tuple(_parts(brief, entries)))


def _about(brief: Brief) -> str:
    looked, reports = brief.searched.passages, brief.searched.reports
    return (
        f"Brief of {wording.name_day(brief.created_at)}. Looked through: {looked} passage{'' if looked == 1 else 's'}"
        f" of {reports} report{'' if reports == 1 else 's'}. Library {brief.library}."
    )


def _parts(brief: Brief, entries: Mapping[str, Details]) -> Iterator[Part]:
    for note in (STATUS[brief.status], *brief.notes):
        if note:
            yield Paragraph(note)
    if brief.statements:
        yield SheetHeading("In short")
        yield Points(
            tuple(
                f"{_stance_of(brief, each.passage_ids)}: “{flatten_text(each.text)}” [{', '.join(each.passage_ids)}]"
                for each in brief.statements
            )
        )
        yield Paragraph(LABELS)
    if brief.evidence:
        yield SheetHeading("How strong the evidence is")
        yield Paragraph(brief.strength.words)
        yield SheetHeading("By place")
        yield make_grid(brief)
    yield from _tensions(brief)
    yield from _gaps(brief)
    if brief.prompts:
        yield SheetHeading("For your own discussion")
        yield Paragraph(PROMPTS)
        yield Points(tuple(f"{flatten_text(each.text)} [{each.passage_id}]" for each in brief.prompts))
    yield from _evidence(brief, entries)
    if looked_at := find_looked_at(brief):
        yield SheetHeading(ALSO_LOOKED_AT)
        yield Paragraph(LOOKED_AT)
        yield from (
            Quoted(each.id, flatten_text(each.text), tell_source(each, entries), "") for each in looked_at
        )
    if brief.nearest:
        yield SheetHeading("What came near and was not used")
        yield Paragraph("These scored too low against the best passages to bear on the question.")
        yield from (
            Quoted(each.id, flatten_text(each.text), tell_source(each, entries), "") for each in brief.nearest
        )


def find_looked_at(brief: Brief) -> tuple[Passage, ...]:
    """The passages that are no evidence, in the order of the search."""
    evidence = {item.passage_id for item in brief.evidence}
    return tuple(each for each in brief.passages if each.id not in evidence)


def _stance_of(brief: Brief, keys: Sequence[str]) -> str:
    return next((STANCES[item.stance] for item in brief.evidence if item.passage_id in keys), "Context")


def make_grid(brief: Brief) -> SheetTable:
    """The matrix of places and stances, each cell with the keys of its passages; an empty cell is a dash."""
    rows = [
        (
            row.place or "No place named",
            *(", ".join(keys) or "–" for keys in (row.for_, row.against, row.on_condition, row.context)),
        )
        for row in brief.matrix
    ]
    return SheetTable("Places and stances", ("Place", *STANCES.values()), tuple(rows[:MOST_ROWS]))


def _tensions(brief: Brief) -> Iterator[Part]:
    if brief.tensions:
        yield SheetHeading("What pulls apart")
        yield Points(tuple(f"{each.words} [{', '.join(each.passage_ids)}]" for each in brief.tensions))


def _gaps(brief: Brief) -> Iterator[Part]:
    lines = [f"“{flatten_text(gap.part)}”: {gap.why}" for gap in brief.gaps]
    if brief.voices_missing:
        lines.append(tell_missing(brief))
    if lines:
        yield SheetHeading("What the reports do not say")
        yield Points(tuple(lines))


def tell_missing(brief: Brief) -> str:
    """Whose voice is not heard."""
    return f"No passage here quotes or reports anybody from among: {', '.join(brief.voices_missing)}."


def _evidence(brief: Brief, entries: Mapping[str, Details]) -> Iterator[Part]:
    by_key = {passage.id: passage for passage in brief.passages}
    for stance, name in STANCES.items():
        items = [item for item in brief.evidence if item.stance == stance]
        if items:
            yield SheetHeading(f"Evidence: {name.lower()}")
        for item in items:
            passage = by_key[item.passage_id]
            yield Quoted(
                passage.id, flatten_text(passage.text), tell_source(passage, entries), tell_remark(item)
            )


def tell_source(passage: Passage, entries: Mapping[str, Details]) -> str:
    """Where a passage is from: report, publisher, date, page, whose words."""
    entry = entries.get(passage.report_id)
    known = (entry.publisher, wording.name_day(entry.date) if entry.date else None) if entry else ()
    facts = (passage.report_title, *known, wording.name_page(passage, entry), wording.name_voice(passage))
    return ", ".join(fact for fact in facts if fact)


def tell_remark(item: EvidenceItem) -> str:
    """What an item says to the question, with the place and the theme that it stands under."""
    places = f"{', '.join(item.places)}. " if item.places else ""
    return f"{places}{item.why} Under: {flatten_text(item.theme).rstrip('.:')}."
