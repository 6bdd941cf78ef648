"""A wide pool of passages for an answerer who chooses by itself: the chosen ones and others near the question."""

from collections.abc import Sequence

from service.search.passages import passage
from service.search.retrieve import Found
from service.types import Passage


def widen(found: Found, chosen: Sequence[Passage], chars: int) -> tuple[Passage, ...]:
    """Passages beside the chosen ones, up to `chars` with these, in the reports' order; keys go on from theirs."""
    budget = chars - sum(len(each.text) for each in chosen)
    if budget <= 0:
        return ()
    taken = {(each.report_id, each.start, each.end) for each in chosen}
    rows = []
    for first, last, score in found.best_windows(chars):
        near = passage(found.library, first, last, "", score)
        if any(
            report == near.report_id and near.start < end and start < near.end for report, start, end in taken
        ):
            continue
        budget -= len(near.text)
        if budget < 0:
            break
        rows.append((first, last, score))
    return tuple(
        passage(found.library, first, last, f"S{number}", score)
        for number, (first, last, score) in enumerate(sorted(rows), start=len(chosen) + 1)
    )
