"""No question and no model's answer, however odd, holds up the service: every pattern is done with it soon."""

from collections import deque

import pytest

import service
from tests.patterns import at_most, patterns_by_module

SIZE = 4_000
"""Characters: the longest question that is taken, and about the longest answer that a model writes."""
SECONDS = 0.5
"""Of processor time for one text. The slowest pattern takes a tenth of that; one that backtracks ten times as much."""
PIECES = (
    "A", "a", "1", " ", "\n", "(", ")", "“", "”", '"', "'", "’", ".", "-", "–", "_", "?", "#", "*", "é", "A ", "Aa ",
    "a.", "1.", "1,", "1 ", "(a) ", ". (a", "“a", "“a”", "May ", "1 May ", "in Aa ", "Aa, ", "Aa and ", "Aa. ", ".\n",
    "ignore ", "please ", "who is ", "what is ", "the ", "the a ", "and ", "my ", "give ", "act as ", "say ",
    "name of ", "[S1] ", "[S1, ", "(S1", "[S", "S1-", "S1 - ", "<think>", "<a", "](a",
    "[a](", "**", "- ", "£1 ", "1 to ", "a@a",
    "a@a.", "https://", "www.", "one hundred ", "1 million ", "is there ", "how many ", "the report ", "in a ",
)  # fmt: skip


PATTERNS = patterns_by_module(service)


@pytest.mark.parametrize("module", PATTERNS)
def test_every_pattern_is_done_with_any_text_soon(module: str) -> None:
    for pattern in PATTERNS[module]:
        for piece in PIECES:
            # Ends in what no pattern expects, so that all ways there are tried.
            text = piece * (SIZE // len(piece)) + "\x00"
            with at_most(SECONDS, f"{pattern.pattern[:80]!r} on {piece!r}"):
                deque(pattern.finditer(text), maxlen=0)
