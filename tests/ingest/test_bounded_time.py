"""No text, however odd, holds up an ingestion: no pattern's time grows much faster than what it is matched with."""

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

import ingest.disk
import ingest.index
import ingest.language
import ingest.library
import ingest.meaning
from ingest.language.sentences import split_sentences
from ingest.meaning.structure import understand
from ingest.types import Block, Details, Reading

SIZE = 50_000
SECONDS = 4.0
"""Of processor time for one text. The slowest pattern takes a tenth of that; one that backtracks takes minutes."""
ROOMS = (ingest.language, ingest.meaning, ingest.index, ingest.library, ingest.disk)
PIECES = (
    "A", "a", "1", " ", "\n", "\t", "(", ")", "“", "”", '"', "'", "’", ".", "-", "–", "_", "&", "/", "?", "#", "*",
    "é", "。", "A ", "a ", "Aa ", "AB ", "A&", "A-", "a-", "a.", "A. ", "1.", "1,", "1 ", "(A", "(A) ", "(a) ", "of ",
    "of Of ", "Of of ", "and And, ", "the ", "May ", "1 May ", "in Aa ", "Aa, ", "Aa and ", "Aa. ", ". ", ".\n", "! (",
    ". (a", "“a", "“a”", '"a" ', "a” (", " - ", " -", "A\t", "A : ", "AB\t\t", "? ", "how ", "how a ", "a should ",
    "\r", "\r\n>", ">\n", "; ", "needs to ", "is a need ", "https://", "a@a", "a’s ", "North ", "Park ", "Aa Park ",
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


@contextmanager
def at_most(seconds: float, what: str) -> Iterator[None]:
    """Stop what takes longer; the interpreter looks for signals while it matches."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"{what} takes more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def texts() -> Iterator[str]:
    for piece in PIECES:
        # Ends in what no pattern expects, so that all ways there are tried.
        yield piece * (SIZE // len(piece)) + "\x00"


def found_in(module: str) -> list[re.Pattern[str]]:
    return [*patterns_in([*vars(importlib.import_module(module)).values()])]


@pytest.mark.parametrize("module", [name for name in modules() if found_in(name)])
def test_every_pattern_is_done_with_any_text_soon(module: str) -> None:
    for pattern in found_in(module):
        for text in texts():
            with at_most(SECONDS, f"{pattern.pattern[:80]!r} on {text[:12]!r}..."):
                for found in pattern.finditer(text):
                    assert found.end() <= len(text)
                pattern.match(text)


def test_a_report_of_any_text_is_understood_soon() -> None:
    details = Details("odd", "Odd", "odd.txt", "", "text", 1)
    for text in [*texts()][::3]:
        with at_most(SECONDS, f"understanding {text[:12]!r}..."):
            block = Block(0, len(text), "paragraph")
            report = understand(Reading("text", text, (), (block,), None, {}), details)
            assert all(0 <= each.start < each.end <= len(text) for each in report.sentences)


def test_the_patterns_that_are_looked_for_are_found() -> None:
    rooms = {name.split(".")[1] for name in modules() if found_in(name)}
    assert {"language", "meaning", "index"} <= rooms
    assert split_sentences.__module__ in {name for name in modules() if found_in(name)}
