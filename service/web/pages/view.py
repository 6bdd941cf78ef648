"""An answer as templates show it: numbered, labelled, with the addresses of everything that supports it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.library.open import Library
from ingest.types import Details
from service.reports.glossary import spell_out
from service.store.contract import Feedback
from service.telling import wording
from service.telling.arrange import find_remark, lay_out, number_passages
from service.telling.plain import flatten_text
from service.telling.rows import ToldRow, tell_row, write_words
from service.types import Answer, Passage, Statement, StatementKind
from service.web.pages.shown.chips import Chip, Fields, list_fields, make_chips
from service.web.pages.shown.covers import cover_of
from service.web.pages.shown.views import GivenView, find_view
from service.web.render import addresses
from service.web.render.acronyms import Longs
from service.web.render.rendering import cells

COVER_WIDTH = 88
"""Width in pixels of a report's picture next to its passages; it is shown at half that size."""
MOST_ITEMS = 5
"""Items of a list that are shown at once: what is read at a glance; the others are one press away."""


@dataclass(frozen=True, slots=True)
class Cite:
    """The number of a passage behind a sentence, with a link to the passage."""

    number: int
    address: str
    card: str
    """What a reader wants to know before opening it, a line each: report, page, whose words."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One sentence, item or quotation of an answer."""

    text: str
    remark: str | None
    """Whose words it is, where that changes what it is worth: `a working assumption`."""
    cites: tuple[Cite, ...]
    row: ToldRow | None = None
    """The row of a table that is shown instead of its words in one line."""
    following: tuple["ShownLine", ...] = ()
    """The next lines, where they are rows of the same table: they are shown under the same heads."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Lines that belong together: a paragraph, a list, or a quotation."""

    kind: StatementKind
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """Parts under one label."""

    label: str | None
    parts: tuple[ShownPart, ...]
    is_headline: bool = False
    is_quoted: bool = True
    """For a headline: whether its words are in a passage unchanged; otherwise they are Walkalong's."""


@dataclass(frozen=True, slots=True)
class ListedPassage:
    """A passage in the list of an answer."""

    number: int
    address: str
    words: str
    title: str
    cover: str | None
    """Address of the small picture of its first page; None if the report is no longer here."""
    facts: tuple[str, ...]
    """Publisher and date, as far as they are known."""
    page: str | None
    path: str
    voice: str | None
    """Whose words it is; None for plain description."""


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One question with its answer."""

    place: int
    """From 1, within the conversation."""
    question: str
    understood: str | None
    answer_id: str
    outcome: str
    """The status in words; empty if the answer needs none."""
    own_words: bool
    """Whether the sentences are the reports' own, not a chat model's."""
    sections: tuple[ShownSection, ...]
    chosen: Fields
    """What it was asked only of, as fields of the form."""
    chips: tuple[Chip, ...]
    """The same in words."""
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    cited: bool
    """Whether the answer rests on these passages, or they are only the nearest."""
    sources: tuple[tuple[ListedPassage, ...], ...]
    """The passages by report, reports in the order of their first."""
    most_items: int
    status: str
    """How the answer was made: who wrote it, and how much evidence it has."""
    suggestions: tuple[str, ...]
    feedback: GivenView | None
    longs: Longs
    """What acronyms stand for in the reports of this answer."""


def show_turn(
    answer: Answer,
    place: int,
    library: Library | None,
    entries: Mapping[str, Details],
    feedback: Iterable[Feedback] = (),
) -> ShownTurn:
    """Give one answer as it is shown; a library is not needed.

    `place` is its number in the conversation, `entries` the catalogue, `feedback` what was said about each answer.
    """
    numbered = number_passages(answer)
    shown = answer.passages or answer.nearest
    return ShownTurn(
        place=place,
        question=answer.question,
        understood=answer.standalone_question if _differs(answer) else None,
        answer_id=answer.id,
        outcome=wording.OUTCOMES[answer.status],
        own_words=answer.engine.name == "extractive",
        sections=tuple(_sections(answer, numbered, entries)),
        chosen=list_fields(answer.filters),
        chips=make_chips(list_fields(answer.filters), entries),
        notes=answer.notes,
        missing=answer.missing,
        cited=bool(answer.passages),
        sources=_group_by_report(
            (passage, _source(answer.id, passage, numbered.get(passage.id, number), library, entries))
            for number, passage in enumerate(shown, 1)
        ),
        most_items=MOST_ITEMS,
        status=_describe_making(answer, entries),
        suggestions=answer.suggestions,
        feedback=find_view(answer.id, feedback),
        longs=spell_out(library, {passage.report_id for passage in shown}) if library else {},
    )


def catalogue(library: Library | None) -> dict[str, Details]:
    """Give the library's entries by id."""
    return {entry.id: entry for entry in library.details} if library else {}


def facts(entry: Details | None) -> tuple[str, ...]:
    """Give those of publisher and date that are known."""
    known = (entry.publisher, wording.name_day(entry.date) if entry.date else None) if entry else ()
    return tuple(fact for fact in known if fact)


def join_headings(passage: Passage) -> str:
    """Give the headings above a passage, without the report's own title: `What helped › Trust`."""
    title = passage.report_title.casefold()
    return " › ".join(flatten_text(heading) for heading in passage.headings if heading.casefold() != title)


def _describe_making(answer: Answer, entries: Mapping[str, Details]) -> str:
    if not answer.passages:
        return ""
    reach = wording.describe_reach(answer.passages, entries)
    if answer.engine.name == "extractive":
        return f"The reports’ own sentences. {reach}"
    return f"Written by {answer.engine.model or answer.engine.name} and checked against the passages. {reach}"


def _differs(answer: Answer) -> bool:
    return answer.standalone_question.split() != answer.question.split()


def _sections(
    answer: Answer, numbered: dict[str, int], entries: Mapping[str, Details]
) -> Iterable[ShownSection]:
    by_key = {passage.id: passage for passage in answer.passages}
    cites = {
        key: Cite(
            numbered[key],
            addresses.address_passage(answer.id, key),
            _describe(passage, entries.get(passage.report_id)),
        )
        for key, passage in by_key.items()
        if key in numbered
    }
    only = _only_report(answer)
    for section in lay_out(answer):
        parts = tuple(
            ShownPart(part.kind, tuple(join_rows(_line(line, cites, by_key) for line in part.statements)))
            for part in section.parts
        )
        label = section.label or (None if section.is_headline else only)
        quoted = not section.is_headline or _is_quoted(answer.headline, answer.passages)
        yield ShownSection(label, parts, section.is_headline, quoted)


def _is_quoted(headline: Statement | None, passages: Iterable[Passage]) -> bool:
    text = headline.text.rstrip(".") if headline else ""
    return any(text in flatten_text(passage.text) for passage in passages)


def _only_report(answer: Answer) -> str | None:
    """Give the one report of an answer without labels: a report's words are never shown without its name."""
    titles = {passage.report_title for passage in answer.passages}
    labelled = any(statement.group for statement in answer.statements)
    return titles.pop() if len(titles) == 1 and not labelled else None


def _line(statement: Statement, cites: Mapping[str, Cite], by_key: Mapping[str, Passage]) -> ShownLine:
    cited = [key for key in statement.passage_ids if key in cites]
    remark = find_remark(statement, [by_key[key] for key in cited])
    return ShownLine(statement.text, remark, tuple(cites[key] for key in cited), _row(statement, by_key))


def join_rows(lines: Iterable[ShownLine]) -> Iterator[ShownLine]:
    """Put rows that follow one another in one table under its heads."""
    for _, each in groupby(lines, lambda line: (line.row.caption, line.row.heads) if line.row else id(line)):
        first, *others = each
        yield replace(first, following=tuple(others))


def _row(statement: Statement, by_key: Mapping[str, Passage]) -> ToldRow | None:
    """The row of a table under its heads, where a statement is the words of one."""
    passages = [by_key[key] for key in statement.passage_ids if key in by_key]
    table = passages[0].table if len(passages) == 1 else None
    quoted = table is not None and statement.text == write_words(passages[0])
    return tell_row(table) if table and table.heads and quoted else None


def _describe(passage: Passage, entry: Details | None) -> str:
    voice = None if passage.voice == "description" else wording.name_voice(passage)
    return "\n".join(filter(None, (passage.report_title, wording.name_page(passage, entry), voice)))


def _group_by_report(
    listed: Iterable[tuple[Passage, ListedPassage]],
) -> tuple[tuple[ListedPassage, ...], ...]:
    groups: dict[str, list[ListedPassage]] = {}
    for passage, source in listed:
        groups.setdefault(passage.report_id, []).append(source)
    return tuple(map(tuple, groups.values()))


def _source(
    answer_id: str, passage: Passage, number: int, library: Library | None, entries: Mapping[str, Details]
) -> ListedPassage:
    entry = entries.get(passage.report_id)
    return ListedPassage(
        number=number,
        address=addresses.address_passage(answer_id, passage.id),
        words=_words(passage, library if entry else None),
        title=passage.report_title,
        cover=cover_of(entry, COVER_WIDTH) if entry else None,
        facts=facts(entry),
        page=wording.name_page(passage, entry),
        path=join_headings(passage),
        voice=None if passage.voice == "description" else wording.name_voice(passage),
    )


def _words(passage: Passage, library: Library | None) -> str:
    """Give the passage's words; if it has several blocks, each on a line, without a table's frame."""
    if library is None or not ("\n" in passage.text or passage.role == "table_row"):
        return flatten_text(passage.text)
    report = library.report(passage.report_id)
    runs = (
        cells(report.text[max(block.start, passage.start) : min(block.end, passage.end)])
        for block in report.blocks
        if block.start < passage.end and block.end > passage.start
    )
    return "\n".join(run.strip() for run in runs)
