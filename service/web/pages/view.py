"""An answer as templates show it: numbered, labelled, with the addresses of everything it stands on."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.library import Library
from ingest.types import Details
from service import wording
from service.arrange import numbers, remark, sections
from service.extractive import plain
from service.store import Feedback, StoredTurn
from service.types import Answer, Passage, Statement, StatementKind
from service.web import addresses

VERDICTS = {
    "useful": "Useful",
    "wrong": "Wrong",
    "wrong_passage": "The passage does not say this",
    "missing": "Something is missing",
}


@dataclass(frozen=True, slots=True)
class Cite:
    """The number of a passage behind a sentence, leading to it."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, item or quotation of an answer."""

    text: str
    remark: str | None
    """Whose words it is, where that changes what it is worth: `a working assumption`."""
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that are read as one: a paragraph, a list, or a quotation."""

    kind: StatementKind
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Parts under one label."""

    label: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage in the list of an answer."""

    number: int
    address: str
    words: str
    title: str
    facts: tuple[str, ...]
    """Publisher, date and page, as far as they are known."""
    path: str
    voice: str


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
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    sources_title: str
    sources: tuple[Source, ...]
    reach: str | None
    suggestions: tuple[str, ...]
    feedback: tuple[str, ...]
    written_by: str | None


def shown_turns(
    turns: Iterable[StoredTurn], entries: dict[str, Details], feedback: dict[str, tuple[Feedback, ...]]
) -> tuple[ShownTurn, ...]:
    """Give the turns that have answers, numbered; `feedback` is by answer."""
    answers = [turn.answer for turn in turns if turn.answer]
    return tuple(
        shown_turn(answer, place, entries, feedback.get(answer.id, ()))
        for place, answer in enumerate(answers, 1)
    )


def shown_turn(
    answer: Answer, place: int, entries: dict[str, Details], feedback: Iterable[Feedback] = ()
) -> ShownTurn:
    """Give one answer; `place` is its number in the conversation."""
    numbered = numbers(answer)
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
        sources_title="Passages" if answer.passages else "The nearest passages",
        sources=tuple(
            _source(answer.id, passage, numbered.get(passage.id, number), entries.get(passage.report_id))
            for number, passage in enumerate(shown, 1)
        ),
        reach=wording.reach(answer.passages, entries) if answer.passages else None,
        suggestions=answer.suggestions,
        feedback=tuple(_said(item) for item in feedback),
        written_by=answer.engine.model if answer.engine.name != "extractive" else None,
    )


def catalogue(library: Library) -> dict[str, Details]:
    """Give the library's entries by id."""
    return {entry.id: entry for entry in library.details}


def facts(passage: Passage, entry: Details | None) -> tuple[str, ...]:
    """Give publisher, date and page, as far as they are known."""
    known = (entry.publisher, wording.day(entry.date) if entry.date else None) if entry else ()
    return tuple(fact for fact in (*known, wording.page(passage, entry)) if fact)


def heading_path(passage: Passage) -> str:
    """Give the headings above a passage, without the report's own title: `What helped › Trust`."""
    title = passage.report_title.casefold()
    return " › ".join(plain(heading) for heading in passage.headings if heading.casefold() != title)


def _differs(answer: Answer) -> bool:
    return answer.standalone_question.split() != answer.question.split()


def _sections(answer: Answer, numbered: dict[str, int]) -> Iterable[Section]:
    by_key = {passage.id: passage for passage in answer.passages}
    for section in sections(answer.statements):
        parts = tuple(
            Part(part.kind, tuple(_line(answer.id, line, numbered, by_key) for line in part.statements))
            for part in section.parts
        )
        yield Section(section.label, parts)


def _line(answer_id: str, statement: Statement, numbered: dict[str, int], by_key: dict[str, Passage]) -> Line:
    cited = [key for key in statement.passage_ids if key in numbered]
    cites = tuple(Cite(numbered[key], addresses.cited(answer_id, key)) for key in cited)
    return Line(statement.text, remark(statement, [by_key[key] for key in cited if key in by_key]), cites)


def _source(answer_id: str, passage: Passage, number: int, entry: Details | None) -> Source:
    return Source(
        number=number,
        address=addresses.cited(answer_id, passage.id),
        words=plain(passage.text),
        title=passage.report_title,
        facts=facts(passage, entry),
        path=heading_path(passage),
        voice=wording.voice(passage),
    )


def _said(item: Feedback) -> str:
    verdict = VERDICTS.get(item.verdict, item.verdict)
    return f"{verdict}: {item.text}" if item.text else verdict
