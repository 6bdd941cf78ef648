"""The numbers that drafts and consultations print beside every line: out of the sentences."""

from collections.abc import Sequence

from ingest.layout.parts import TextLine, Word, make_line

FEWEST_NUMBERED = 8
"""Lines that count on by one; lists of short items are shorter, and their items start sentences."""
RUNNING_ON = 0.3
"""Part of the numbered lines that go on in a small letter, as lines of sentences do and items don't."""
MOST_DIGITS = 4
"""Digits of a line number: numbering that runs through a report passes a thousand."""


def drop_line_numbers(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[Word]]:
    """A page's lines without the numbers that count them, and those numbers."""
    numbered = find_numbered(lines)
    kept = [
        make_line(line.words[1:]) if at in numbered and len(line.words) > 1 else line
        for at, line in enumerate(lines)
        if at not in numbered or len(line.words) > 1
    ]
    return kept, [lines[at].words[0] for at in sorted(numbered)]


def find_numbered(lines: Sequence[TextLine]) -> set[int]:
    """The rows of lines that a run of counting numbers stands beside."""
    by_height = sorted(range(len(lines)), key=lambda at: lines[at].box.top)
    found: set[int] = set()
    run: list[int] = []
    for at in [*by_height, None]:
        if at is not None and run and number_of(lines[at]) == number_of(lines[run[-1]]) + 1:
            run.append(at)
            continue
        if len(run) >= FEWEST_NUMBERED and runs_on([lines[row] for row in run]):
            found.update(run)
        run = [at] if at is not None and number_of(lines[at]) >= 0 else []
    return found


def number_of(line: TextLine) -> int:
    """The number that a line starts with; far below zero for none, so that nothing counts on from it."""
    text = line.words[0].text
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else -10


def runs_on(lines: Sequence[TextLine]) -> bool:
    """Whether many lines go on in a small letter after their number."""
    low = sum(len(line.words) > 1 and line.words[1].text[:1].islower() for line in lines)
    return low >= RUNNING_ON * len(lines)
