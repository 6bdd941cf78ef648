"""A wide pool of passages for an answerer who chooses by itself: the chosen ones and others near the question."""

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from service.search.passages import passage
from service.search.retrieve import Found
from service.types import Passage


def widen(
    found: Found, chosen: Sequence[Passage], chars: int, others: Sequence[Found] = ()
) -> tuple[Passage, ...]:
    """Passages beside the chosen ones, up to `chars` with these, in the reports' order; keys go on from theirs.

    `others` are searches for the same in other words: what they found is taken in turns with what the first found.
    """
    budget = chars - sum(len(each.text) for each in chosen)
    if budget <= 0:
        return ()
    taken = [(each.report_id, each.start, each.end) for each in chosen]
    rows = []
    for first, last, score in _in_turns((found, *others), chars):
        near = passage(found.library, first, last, "", score)
        if any(
            report == near.report_id and near.start < end and start < near.end for report, start, end in taken
        ):
            continue
        budget -= len(near.text)
        if budget < 0:
            break
        rows.append((first, last, score))
        taken.append((near.report_id, near.start, near.end))
    return tuple(
        passage(found.library, first, last, f"S{number}", score)
        for number, (first, last, score) in enumerate(sorted(rows), start=len(chosen) + 1)
    )


def _in_turns(searches: Sequence[Found], chars: int) -> Iterator[tuple[int, int, float]]:
    """The best window of each search, then the second of each; scores of different searches can't be compared."""
    ranked = [each.best_windows(chars) for each in searches]
    return (window for window in chain.from_iterable(zip_longest(*ranked)) if window)
