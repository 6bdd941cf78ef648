"""Words to lines: what stands side by side in one column. A line never crosses a drawn rule or a gutter."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.layout.parts import Box, TextLine, Word, make_line

SAME_ROW = 0.5
"""Part of the lower of two words' heights that must overlap for them to stand side by side: from 0.42 to 0.58
the ten reports read alike, at 1 raised and small print falls out of its line (285 blocks)."""
WIDE_GAP = 2.0
"""A gap of more than this many font sizes parts a line whose other gaps are much smaller. From 1.7 to 4 the
ten reports read alike; at 1 justified lines fall apart (113 blocks)."""
TAB = 3.5
"""A gap of more than this many font sizes parts a line whatever its other gaps; from 1.8 to 7 the ten reports
read alike."""
DROP_CAP = 1.8
"""How many times larger than its word a drop cap at least is; from 1.3 to 3.6 the ten reports read alike."""
BAND = 12.0
"""Points of height by which lines are looked up; the middles of lines in one row are nearer."""
CLOSE_GAP = 0.5
"""Runs nearer than this many font sizes are one line, wherever the file has them; from 0.35 to 1 the ten
reports read alike, below that fields filled in later stand apart."""


def make_lines(words: Sequence[Word], rules: Sequence[Box] = ()) -> list[TextLine]:
    """Lines in the order of the file's first word of each."""
    bars = [rule for rule in rules if rule.height > rule.width]
    runs = [part for run in find_runs(join_drop_caps(words), bars) for part in part_at_gaps(run)]
    return join_close(runs, bars)


def join_drop_caps(words: Sequence[Word]) -> list[Word]:
    """Give a drop cap back to the word that it starts; the word's box reaches to the cap's left edge."""
    joined: list[Word] = []
    for word in words:
        if joined and is_drop_cap(joined[-1], word):
            box = word.box._replace(left=joined[-1].box.left)
            joined[-1] = word._replace(text=joined[-1].text + word.text, box=box)
        else:
            joined.append(word)
    return joined


def is_drop_cap(cap: Word, word: Word) -> bool:
    """Whether a letter over several lines starts the word that follows it in the file."""
    return (
        len(cap.text) == 1
        and cap.text.isupper()
        and cap.size > DROP_CAP * word.size
        and word.text[:1].islower()
        and 0 <= word.box.left - cap.box.right + word.size < 2 * word.size
        and cap.box.top < word.box.bottom < cap.box.bottom
    )


def share_row(one: Box, other: Box) -> bool:
    """Whether two boxes stand side by side, rather than one above the other."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= SAME_ROW * min(one.height, other.height)


def find_runs(words: Sequence[Word], bars: Sequence[Box]) -> list[list[Word]]:
    """Runs of words that follow each other in the file and on the page."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and follows(runs[-1][-1], word, bars):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def follows(word: Word, after: Word, bars: Sequence[Box]) -> bool:
    """Whether a word goes on the same line as the one before it in the file."""
    gap = after.box.left - word.box.right
    if gap < -0.5 * word.size or not share_row(word.box, after.box):
        return False
    return gap < 0.3 * word.size or not is_barred(word.box, after.box, bars)


def is_barred(one: Box, other: Box, bars: Sequence[Box]) -> bool:
    """Whether an upright rule stands between two boxes."""
    middle = (max(one.top, other.top) + min(one.bottom, other.bottom)) / 2
    return any(
        one.right - 1 <= bar.left and bar.right <= other.left + 1 and bar.top <= middle <= bar.bottom
        for bar in bars
    )


def part_at_gaps(run: list[Word]) -> list[list[Word]]:
    """Cut a run where a gap is wide both for its font and beside its other gaps."""
    gaps = [b.box.left - a.box.right for a, b in pairwise(run)]
    if not gaps or max(gaps) < WIDE_GAP * run[0].size:
        return [run]
    usual = median(gaps) if len(gaps) > 2 else min(gaps) if len(gaps) == 2 else 0.0
    parts = [[run[0]]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > WIDE_GAP * word.size and gap > min(2 * usual, TAB * word.size):
            parts.append([])
        parts[-1].append(word)
    return parts


def join_close(runs: list[list[Word]], bars: Sequence[Box]) -> list[TextLine]:
    """Join runs that touch on the page but not in the file (superscripts, fields filled in later)."""
    lines: list[TextLine] = []
    at_height: dict[int, list[int]] = {}
    for run in runs:
        line = make_line(run)
        band = int((line.box.top + line.box.bottom) / 2 / BAND)
        near = [index for other in (band - 1, band, band + 1) for index in at_height.get(other, ())]
        at = next((index for index in near if do_touch(lines[index], line, bars)), None)
        if at is None:
            at_height.setdefault(band, []).append(len(lines))
            lines.append(line)
        else:
            lines[at] = make_line(sorted((*lines[at].words, *run), key=lambda word: word.box.left))
    return lines


def do_touch(one: TextLine, other: TextLine, bars: Sequence[Box]) -> bool:
    """Whether two lines are parts of one."""
    left, right = (one, other) if one.box.left <= other.box.left else (other, one)
    gap = right.box.left - left.box.right
    near = CLOSE_GAP * max(one.size, other.size)
    return -near < gap < near and share_row(one.box, other.box) and not is_barred(left.box, right.box, bars)


def share_type(last: TextLine, line: TextLine) -> bool:
    """Whether two lines are set alike enough for one paragraph."""
    return abs(last.size - line.size) <= 0.08 * last.size + 0.3
