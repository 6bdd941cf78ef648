"""Broken files: each is read whole or refused with a reason, in time, and none ends the reading process.

`make fuzz` tries thousands; a number that fails alone: `WALKALONG_TEST_FIRST_FILE=N WALKALONG_TEST_FILES=1`.
"""

import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.meaning.chunks import split_report
from ingest.meaning.details import make_details
from ingest.meaning.structure import understand
from ingest.readers.process.child import ReadingProcess
from ingest.settings import IndexSettings
from ingest.types import Reading
from tests.ingest.readers.mutations import list_originals, mutate

SHORT = 40
FILES = int(os.environ.get("WALKALONG_TEST_FILES", SHORT))
FIRST = int(os.environ.get("WALKALONG_TEST_FIRST_FILE", "0"))
SECONDS = 30
"""For one file, whose original takes at most one; a machine that does other work takes a few times as long."""
REFUSED = {"encrypted", "scanned", "corrupt", "empty", "unknown_format", "too_large"}
DEFECTS = ("Reading it failed", "Reading it ended")
"""How the explanation begins where a reader met what it does not expect, or died."""


def test_every_broken_file_is_read_whole_or_refused(tmp_path: Path) -> None:
    originals = list_originals(with_packages=FILES > SHORT)
    assert {suffix for suffix, _ in originals} == {".pdf", ".docx", ".html", ".md"}
    outcomes: Counter[str] = Counter()
    faults = []
    with ReadingProcess(IndexSettings(read_seconds=SECONDS, read_memory_mb=1024)) as process:
        for number in range(FIRST, FIRST + FILES):
            suffix, data = mutate(originals, number)
            path = tmp_path / f"broken{suffix}"
            path.write_bytes(data)
            started = time.monotonic()
            outcome, fault = judge(process, path)
            seconds = time.monotonic() - started
            outcomes[f"{suffix} {outcome}"] += 1
            if fault:
                faults.append(f"{number} ({suffix}, {len(data)} bytes, {seconds:.0f} s): {fault}")
    sys.stdout.write(f"\n{FILES} broken files: {dict(sorted(outcomes.items()))}\n")
    assert faults == [], "\n".join(faults)


def judge(process: ReadingProcess, path: Path) -> tuple[str, str]:
    """What came of a file, and what is wrong with that, empty for nothing."""
    try:
        reading = process.read(path)
    except UnreadableFile as refusal:
        wrong = refusal.reason not in REFUSED or refusal.explanation.startswith(DEFECTS)
        return refusal.reason, str(refusal) if wrong else ""
    try:
        return "read", check_whole(reading, path)
    except Exception:  # noqa: BLE001 - whatever it is, it would have ended the ingestion
        return "read", traceback.format_exc(limit=-3)


def check_whole(reading: Reading, path: Path) -> str:
    """What is wrong with the report that is made of a reading, empty for nothing."""
    if not reading.text.strip():
        return "a report without text"
    report = understand(reading, make_details(reading, path, "0" * 64, {}))
    chunks = split_report(report, count_words, 200)
    report.text.encode()  # a lone surrogate could not be stored
    if not all(0 <= chunk.start < chunk.end <= len(report.text) for chunk in chunks):
        return "a chunk outside the text"
    return ""


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]
