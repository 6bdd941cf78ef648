"""No question and no model's answer, however odd, holds up the service: every pattern is done with it soon."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import service.answer
import service.check
import service.question

SIZE = 4_000
"""Characters: the longest question that is taken, and about the longest answer that a model writes."""
SECONDS = 0.5
"""Of processor time for one text. The slowest pattern takes a tenth of that; one that backtracks ten times as much."""
ROOMS = (service.question, service.answer, service.check)
PIECES = (
    "A", "a", "1", " ", "\n", "(", ")", "“", "”", '"', "'", "’", ".", "-", "–", "_", "?", "#", "*", "é", "A ", "Aa ",
    "a.", "1.", "1,", "1 ", "(a) ", ". (a", "“a", "“a”", "May ", "1 May ", "in Aa ", "Aa, ", "Aa and ", "Aa. ", ".\n",
    "ignore ", "please ", "who is ", "what is ", "the ", "the a ", "and ", "my ", "give ", "act as ", "say ",
    "name of ", "[S1] ", "[S1, ", "(S1", "[S", "S1-", "S1 - ", "<think>", "<a", "](a",
    "[a](", "**", "- ", "£1 ", "1 to ", "a@a",
    "a@a.", "https://", "www.", "one hundred ", "1 million ", "is there ", "how many ", "the report ", "in a ",
)  # fmt: skip


def modules() -> Iterator[str]:
    for room in ROOMS:
        yield from (f"{room.__name__}.{found.name}" for found in pkgutil.iter_modules(room.__path__))


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from patterns_in(each)
    elif isinstance(value, dict):
        yield from patterns_in([*value.values()])


def found_in(module: str) -> list[re.Pattern[str]]:
    return [*patterns_in([*vars(importlib.import_module(module)).values()])]


@pytest.mark.parametrize("module", [name for name in modules() if found_in(name)])
def test_every_pattern_is_done_with_any_text_soon(module: str) -> None:
    for pattern in found_in(module):
        for piece in PIECES:
            # Ends in what no pattern expects, so that all ways there are tried.
            text = piece * (SIZE // len(piece)) + "\x00"
            began = time.process_time()
            for _ in pattern.finditer(text):
                pass
            assert time.process_time() - began < SECONDS, f"{pattern.pattern[:80]!r} on {piece!r}"
