"""How an answer is laid out for reading: labels, lists, and passages numbered by first use."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.types import Voice
from service.telling.wording import VOICES
from service.types import Answer, Passage, Statement, StatementKind

_REMARKED: tuple[Voice, ...] = ("assumption", "recommendation", "question")
"""Voices that change what a statement is worth."""
_BETWEEN_CELLS = " · "
"""What stands between the cells of a table's row."""


@dataclass(frozen=True, slots=True)
class Part:
    """Statements that belong together: a paragraph of sentences, a list of items, or a quotation."""

    kind: StatementKind
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Parts under one label, which is None if there is no label."""

    label: str | None
    parts: tuple[Part, ...]
    is_headline: bool = False
    """Whether it is the answer's first line, which answers by itself."""


def lay_out(answer: Answer) -> list[Section]:
    """Give the headline as a section of its own, then the statements; the one that the headline repeats is left out."""
    if answer.headline is None:
        return group_statements(answer.statements)
    first = Section(None, (Part("sentence", (answer.headline,)),), is_headline=True)
    below = (statement for statement in answer.statements if statement.text != answer.headline.text)
    return [first, *group_statements(below)]


def group_statements(statements: Iterable[Statement]) -> list[Section]:
    """Gather consecutive statements of the same label, and within those of the same kind."""
    grouped = groupby(statements, key=lambda statement: statement.group)
    return [Section(label, tuple(_parts(members))) for label, members in grouped]


def number_passages(answer: Answer) -> dict[str, int]:
    """Give the number shown for each passage key: 1, 2, ... by first use, the headline's first."""
    lines = [answer.headline, *answer.statements] if answer.headline else answer.statements
    used = dict.fromkeys(key for statement in lines for key in statement.passage_ids)
    return {key: number for number, key in enumerate(used, 1)}


def describe_setting(passage: Passage) -> str:
    """Give the headings above a passage, without the report's own title, and its voice: `Trust › finding`."""
    title = passage.report_title.casefold()
    voice = f"{passage.voice}: {passage.speaker}" if passage.speaker else passage.voice
    return " › ".join((*(h for h in passage.headings if h.casefold() != title), voice))


def find_remark(statement: Statement, passages: Sequence[Passage]) -> str | None:
    """Say whose words a statement is, if that changes its weight and the statement does not say so itself.

    Assumptions, recommendations and questions are named as such; a quotation gets its speaker's role.
    """
    voices = {passage.voice for passage in passages}
    if len(voices) != 1:
        return None
    voice = voices.pop()
    if voice == "quotation":
        speaker = next((passage.speaker for passage in passages if passage.speaker), None)
        named = speaker is None or speaker.casefold() in statement.text.casefold()
        return None if named else f"{speaker}, quoted"
    return VOICES[voice] if voice in _REMARKED else None


def _parts(statements: Iterable[Statement]) -> Iterator[Part]:
    opened = False
    for kind, group in groupby(statements, key=lambda statement: statement.kind):
        members = tuple(group)
        if kind == "quotation":
            yield from (Part(kind, (statement,)) for statement in members)
        elif kind == "item" and _is_sentence(members) and not opened:
            yield Part("sentence", members)
        else:
            yield Part(kind, members)
        opened = members[-1].text.rstrip().endswith(":")


def _is_sentence(items: tuple[Statement, ...]) -> bool:
    """Whether items are one point of a list by itself, which reads better as a sentence; a table's row does not."""
    return len(items) == 1 and _BETWEEN_CELLS not in items[0].text and items[0].text.endswith((".", "!", "?"))
