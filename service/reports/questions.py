"""Reflective questions as a reader sees them: in full, without list marks, each with its theme."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ingest.library.open import Library
from ingest.types import Block, Details, Report
from service.reports.library_cache import keep_for_library
from service.reports.records import reflective_questions
from service.reports.themes import find_theme
from service.telling.plain import flatten_text
from service.types import Passage

LONGEST_BULLET = 400
"""Characters of a bullet that is taken whole; a longer one is a paragraph about more than its question."""
_LIST_MARK = re.compile(r"^\s*(?:[-–—•▪●*]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
"""`1)`, `(b)`, `iv.`, a dot or a dash, as reports set them before the items of a list."""


@dataclass(frozen=True, slots=True)
class WholeQuestion:
    """One reflective question: `text` is what is read and asked, `passage` is its first sentence in the report."""

    text: str
    passage: Passage
    end: int
    """Where it ends in the report, which may be some sentences after the passage."""
    theme: str


def drop_list_mark(text: str) -> str:
    """Give a text without the number, letter or dot of its list."""
    return _LIST_MARK.sub("", text, count=1)


def whole_questions(report: Report) -> tuple[WholeQuestion, ...]:
    """Give the questions of a report; those in one bullet or one after another in a paragraph count as one."""
    blocks = report.blocks
    asked = reflective_questions(report)
    rows = [
        (report.sentences[row].block, passage) for row, passage in zip(report.questions, asked, strict=True)
    ]
    return tuple(
        _make_question(report, blocks[block], [passage for _, passage in same])
        for block, same in groupby(rows, key=lambda pair: pair[0])
    )


@keep_for_library
def all_whole_questions(library: Library, entries: tuple[Details, ...]) -> tuple[WholeQuestion, ...]:
    """Give the questions of several reports, report by report."""
    return tuple(question for entry in entries for question in whole_questions(library.report(entry.id)))


def _make_question(report: Report, block: Block, passages: list[Passage]) -> WholeQuestion:
    start, end = _find_span(report, block, passages)
    text = drop_list_mark(flatten_text(report.text[start:end]))
    return WholeQuestion(text, passages[0], end, find_theme(text))


def _find_span(report: Report, block: Block, passages: list[Passage]) -> tuple[int, int]:
    """Take a short bullet whole; of other blocks, take the first question up to the last one that follows it."""
    if block.role == "bullet" and block.end - block.start <= LONGEST_BULLET:
        return block.start, block.end
    start, end = passages[0].start, passages[-1].end
    for sentence in _sentences_within(report, end, block.end):
        if not sentence.rstrip().endswith("?"):
            break
        end += len(sentence)
    return start, end


def _sentences_within(report: Report, start: int, end: int) -> Iterable[str]:
    """Give the text of each sentence from `start` on, with the space before it."""
    for sentence in report.sentences:
        if start <= sentence.start < end:
            yield report.text[start : sentence.end]
            start = sentence.end
