"""The conclusion that a reflective question follows: the prose before the question, on which it builds."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from ingest.types import Block, Report, Sentence
from service.search.passages import of_sentences
from service.types import Passage

LONGEST = 1500
"""Characters of a conclusion; of a longer paragraph the sentences nearest to the question."""
SHORTEST = 60
"""Characters below which a paragraph is a line between two lists and concludes nothing."""
_LOOKED_BACK = 40
"""Blocks before a question: the longest list of questions under one conclusion has 5, and more are no list of such."""
_PROSE = frozenset({"paragraph", "bullet"})
_OVER_QUESTIONS = re.compile(r"\bquestions?\b|\breflect(?:ion|ions|ive)\b|\bdiscuss", re.IGNORECASE)
"""Headings over questions that a report puts to its readers."""
_CONCLUDES = re.compile(
    r"\bconclu(?:sions?|ding)\b|\blessons?\b|\bkey (?:findings?|learning|messages?)\b|^\W*summary\b"
    r"|\bwhat (?:we|was|has been) (?:have )?(?:learn(?:ed|t)|found)\b",
    re.IGNORECASE,
)
"""A section that concludes: only such a one is looked into from a section of questions that comes after it."""


def find_conclusion(report: Report, start: int) -> Passage | None:
    """Give the conclusion before the question that starts at an offset; None if there is none.

    It is the nearest prose under the same headings. If the questions are under a heading that says `questions`, it is
    the prose of the section it is in, or of a section before it that concludes.
    """
    at = bisect_right(report.sentences, start, key=lambda sentence: sentence.start) - 1
    own, crossed = report.sentences[at].block, None
    for row in range(own - 1, max(-1, own - 1 - _LOOKED_BACK), -1):
        block = report.blocks[row]
        if block.role == "heading":
            if crossed or not _OVER_QUESTIONS.search(report.text[block.start : block.end]):
                return None
            crossed = block
        elif block.role in _PROSE and (said := _statements(report, row)):
            return _make_passage(report, said) if _is_concluded(block, crossed) else None
    return None


def _is_concluded(block: Block, crossed: Block | None) -> bool:
    """Whether questions under the heading `crossed` follow from a block before it."""
    if crossed is None or block.headings == crossed.headings:
        return True
    return any(_CONCLUDES.search(heading) for heading in block.headings[-1:])


def _statements(report: Report, row: int) -> list[Sentence]:
    """The sentences of a block that state something, if they are enough for a conclusion; else none."""
    own = [sentence for sentence in _sentences_of(report, row) if sentence.voice != "question"]
    if own and report.text[own[-1].start : own[-1].end].rstrip().endswith(":"):
        own.pop()
    if not own or own[-1].end - own[0].start < SHORTEST:
        return []
    while len(own) > 1 and own[-1].end - own[0].start > LONGEST:
        own.pop(0)
    return own


def _sentences_of(report: Report, row: int) -> Iterator[Sentence]:
    block = report.blocks[row]
    at = bisect_right(report.sentences, block.start, key=lambda sentence: sentence.start) - 1
    for sentence in report.sentences[max(at, 0) :]:
        if sentence.block > row:
            return
        if sentence.block == row:
            yield sentence


def _make_passage(report: Report, said: list[Sentence]) -> Passage:
    words = report.text[said[0].start : said[-1].end]
    return of_sentences(report, tuple(said), words, "C")
