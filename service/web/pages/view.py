"""An answer as templates show it: numbered, labelled, with the addresses of everything it stands on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.library.open import Library
from ingest.types import Details
from service.reports.glossary import spelled_out
from service.store.contract import Feedback
from service.telling import wording
from service.telling.arrange import find_remark, group_statements, number_passages
from service.telling.plain import flatten_text
from service.types import Answer, Passage, Statement, StatementKind
from service.web.render import addresses
from service.web.render.acronyms import Longs
from service.web.render.rendering import cells


@dataclass(frozen=True, slots=True)
class Cite:
    """The number of a passage behind a sentence, leading to it."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One sentence, item or quotation of an answer."""

    text: str
    remark: str | None
    """Whose words it is, where that changes what it is worth: `a working assumption`."""
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Lines that are read as one: a paragraph, a list, or a quotation."""

    kind: StatementKind
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """Parts under one label."""

    label: str | None
    parts: tuple[ShownPart, ...]


@dataclass(frozen=True, slots=True)
class ListedPassage:
    """A passage in the list of an answer."""

    number: int
    address: str
    words: str
    title: str
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
    """The status in words; empty where the answer speaks for itself."""
    own_words: bool
    """Whether the sentences are the reports' own, not a chat model's."""
    sections: tuple[ShownSection, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    cited: bool
    """Whether the passages are what the answer stands on, not only the nearest there are."""
    sources: tuple[ListedPassage, ...]
    reach: str | None
    suggestions: tuple[str, ...]
    feedback: tuple[str, ...]
    written_by: str | None
    longs: Longs
    """What acronyms stand for in the reports of this answer."""


def show_turn(
    answer: Answer,
    place: int,
    library: Library | None,
    entries: Mapping[str, Details],
    feedback: Iterable[Feedback] = (),
) -> ShownTurn:
    """Give one answer. It can be shown without a library as well.

    `place` is its number in the conversation, `entries` the catalogue, `feedback` what was said of any answer.
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
        sections=tuple(_sections(answer, numbered)),
        notes=answer.notes,
        missing=answer.missing,
        cited=bool(answer.passages),
        sources=tuple(
            _source(answer.id, passage, numbered.get(passage.id, number), library, entries)
            for number, passage in enumerate(shown, 1)
        ),
        reach=wording.describe_reach(answer.passages, entries) if answer.passages else None,
        suggestions=answer.suggestions,
        feedback=tuple(_said(item) for item in feedback if item.answer_id == answer.id),
        written_by=answer.engine.model if answer.engine.name != "extractive" else None,
        longs=spelled_out(library, {passage.report_id for passage in shown}) if library else {},
    )


def catalogue(library: Library | None) -> dict[str, Details]:
    """Give the library's entries by id."""
    return {entry.id: entry for entry in library.details} if library else {}


def facts(entry: Details | None) -> tuple[str, ...]:
    """Give publisher and date, as far as they are known."""
    known = (entry.publisher, wording.name_day(entry.date) if entry.date else None) if entry else ()
    return tuple(fact for fact in known if fact)


def heading_path(passage: Passage) -> str:
    """Give the headings above a passage, without the report's own title: `What helped › Trust`."""
    title = passage.report_title.casefold()
    return " › ".join(flatten_text(heading) for heading in passage.headings if heading.casefold() != title)


def _differs(answer: Answer) -> bool:
    return answer.standalone_question.split() != answer.question.split()


def _sections(answer: Answer, numbered: dict[str, int]) -> Iterable[ShownSection]:
    by_key = {passage.id: passage for passage in answer.passages}
    for section in group_statements(answer.statements):
        parts = tuple(
            ShownPart(part.kind, tuple(_line(answer.id, line, numbered, by_key) for line in part.statements))
            for part in section.parts
        )
        yield ShownSection(section.label, parts)


def _line(
    answer_id: str, statement: Statement, numbered: dict[str, int], by_key: dict[str, Passage]
) -> ShownLine:
    cited = [key for key in statement.passage_ids if key in numbered]
    cites = tuple(Cite(numbered[key], addresses.cited(answer_id, key)) for key in cited)
    return ShownLine(
        statement.text, find_remark(statement, [by_key[key] for key in cited if key in by_key]), cites
    )


def _source(
    answer_id: str, passage: Passage, number: int, library: Library | None, entries: Mapping[str, Details]
) -> ListedPassage:
    entry = entries.get(passage.report_id)
    return ListedPassage(
        number=number,
        address=addresses.cited(answer_id, passage.id),
        words=_words(passage, library if entry else None),
        title=passage.report_title,
        facts=facts(entry),
        page=wording.name_page(passage, entry),
        path=heading_path(passage),
        voice=None if passage.voice == "description" else wording.name_voice(passage),
    )


def _words(passage: Passage, library: Library | None) -> str:
    """Give the passage's words; one of several blocks without what stands between them, as a table's frame."""
    if library is None or not ("\n" in passage.text or passage.role == "table_row"):
        return flatten_text(passage.text)
    report = library.report(passage.report_id)
    runs = (
        cells(report.text[max(block.start, passage.start) : min(block.end, passage.end)])
        for block in report.blocks
        if block.start < passage.end and block.end > passage.start
    )
    return " ".join(run.strip() for run in runs)


def _said(item: Feedback) -> str:
    verdict = wording.VERDICTS.get(item.verdict, item.verdict)
    return f"{verdict}: {item.text}" if item.text else verdict
