"""Where a long passage turns: one part speaks for, the other against, so each is evidence by itself."""

from collections.abc import Sequence

from service.brief.cues import UNASSERTED
from service.brief.stance import weigh

EACH_PART = 1.0
"""How much each part must weigh on its side: one clear word."""
SHORTEST = 150
"""Characters of a part: about a sentence and a half; less is torn from what it means."""


def find_turn(sentences: Sequence[str]) -> int | None:
    """Give the sentence with which the other side begins; None for a passage that keeps to one side or mixes both.

    It is the place at which the two parts weigh most, each on its side.
    """
    leans = [_lean(each) for each in sentences]
    best, place = 0.0, None
    for at in range(1, len(sentences)):
        before, after = sum(leans[:at]), sum(leans[at:])
        both = min(abs(before), abs(after)) >= EACH_PART and before * after < 0
        long = min(sum(map(len, sentences[:at])), sum(map(len, sentences[at:]))) >= SHORTEST
        if both and long and abs(before) + abs(after) > best:
            best, place = abs(before) + abs(after), at
    return place


def _lean(sentence: str) -> float:
    """What a sentence says for, less what it says against; nothing where it asserts nothing."""
    if UNASSERTED.search(sentence):
        return 0.0
    helps, hinders = weigh(sentence)
    return helps - hinders
