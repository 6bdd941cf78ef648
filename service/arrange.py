"""How an answer is laid out for reading: labels, lists, and passages numbered by first use."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from service.types import Answer, Passage, Statement, StatementKind


@dataclass(frozen=True, slots=True)
class Part:
    """Statements that are read as one: a paragraph of sentences, a list of items, or a quotation."""

    kind: StatementKind
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Parts under one label, None where there is none."""

    label: str | None
    parts: tuple[Part, ...]


def sections(statements: Iterable[Statement]) -> list[Section]:
    """Gather consecutive statements of the same label, and within those of the same kind."""
    grouped = groupby(statements, key=lambda statement: statement.group)
    return [Section(label, tuple(_parts(members))) for label, members in grouped]


def numbers(answer: Answer) -> dict[str, int]:
    """Give the number shown for each passage key: 1, 2, ... by first use."""
    used = dict.fromkeys(key for statement in answer.statements for key in statement.passage_ids)
    return {key: number for number, key in enumerate(used, 1)}


def where(passage: Passage) -> str:
    """Say the page in words: `p. 4 (printed 2)`; for formats without pages it means nothing."""
    if passage.page_label is None or passage.page_label == str(passage.page):
        return f"p.\u00a0{passage.page}"
    return f"p.\u00a0{passage.page} (printed\u00a0{passage.page_label})"


def setting(passage: Passage) -> str:
    """Give the headings above a passage, without the report's own title, and its voice: `Trust › finding`."""
    title = passage.report_title.casefold()
    voice = f"{passage.voice}: {passage.speaker}" if passage.speaker else passage.voice
    return " › ".join((*(h for h in passage.headings if h.casefold() != title), voice))


def _parts(statements: Iterable[Statement]) -> Iterator[Part]:
    for kind, members in groupby(statements, key=lambda statement: statement.kind):
        if kind == "quotation":
            yield from (Part(kind, (statement,)) for statement in members)
        else:
            yield Part(kind, tuple(members))
