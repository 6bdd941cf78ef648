"""No text, however odd, holds up an ingestion: no pattern's time grows much faster than what it is matched with."""

from collections.abc import Iterator

import pytest

import ingest.disk
import ingest.index
import ingest.language
import ingest.library
import ingest.meaning
from ingest.language.sentences import split_sentences
from ingest.meaning.structure import understand
from ingest.types import Block, Details, Reading
from tests.patterns import at_most, patterns_by_module

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


PATTERNS = patterns_by_module(*ROOMS)


def texts() -> Iterator[str]:
    for piece in PIECES:
        # Ends in what no pattern expects, so that all ways there are tried.
        yield piece * (SIZE // len(piece)) + "\x00"


@pytest.mark.parametrize("module", PATTERNS)
def test_every_pattern_is_done_with_any_text_soon(module: str) -> None:
    for pattern in PATTERNS[module]:
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
    rooms = {name.split(".")[1] for name in PATTERNS}
    assert {"language", "meaning", "index"} <= rooms
    assert split_sentences.__module__ in PATTERNS
