"""Made-up reports and libraries of any size, for measuring speed. Their words mean nothing."""

from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from ingest.folder import DataFolder, write_atomically
from ingest.generation import write_generation
from ingest.keywords import TermLists
from ingest.manifest import Entry, built_by
from ingest.record import Record, write_record
from ingest.settings import IndexSettings
from ingest.tables import ChunkTable, SentenceTable
from ingest.types import Details, Report

PAGES_A_FILE = 40
PARAGRAPHS_A_PAGE = 5
DIMENSION = 384
STEMS = 30_000
STEMS_A_CHUNK = 120
TOPICS = 500
_TEXT = """
partners trust funding place programme team council leaders residents learning time pressure evidence
shared practice system change children families school health sport activity local national meeting
plan risk honest relationship capacity staff training guidance manager service pathway outcome data
story quarter pilot scale spread model fidelity commissioner volunteer club youth worker barrier
"""
_WORDS = _TEXT.split()


def write_reports(folder: Path, pages: int) -> None:
    """Write PDF files of forty pages, with headings and paragraphs; no two pages are alike."""
    folder.mkdir()
    rng = np.random.default_rng(0)
    styles = getSampleStyleSheet()
    for number in range(0, pages, PAGES_A_FILE):
        flow: list[object] = []
        for page in range(min(PAGES_A_FILE, pages - number)):
            flow.append(Paragraph(f"Lesson {number + page}: {_sentence(rng, 4)}", styles["Heading2"]))
            flow += [Paragraph(_paragraph(rng), styles["BodyText"]) for _ in range(PARAGRAPHS_A_PAGE)]
            flow.append(PageBreak())
        SimpleDocTemplate(str(folder / f"report-{number:05}.pdf")).build(flow)


def _paragraph(rng: np.random.Generator) -> str:
    return " ".join(_sentence(rng, int(rng.integers(9, 27))) for _ in range(5))


def _sentence(rng: np.random.Generator, words: int) -> str:
    return " ".join(rng.choice(_WORDS, words)).capitalize() + "."


def write_library(settings: IndexSettings, reports: int, chunks: int) -> None:
    """Write a library of vectors that lie around topics, and words as frequent as in language."""
    data = DataFolder(settings.data_dir)
    rng = np.random.default_rng(0)
    topics = unit(rng.standard_normal((TOPICS, DIMENSION)))
    built = built_by(settings)
    with data.locked():
        entries = []
        for number in range(reports):
            report = _report(f"report-{number:04}")
            record = _record(rng, topics, chunks // reports)
            entries.append(Entry(report.details, f"{report.details.id}.txt", {}, report.details.id))
            write_atomically(data.record(report.details.id), partial(_write, report, record))
        with data.new_generation() as folder:
            write_generation(data, folder, entries, built, None, _word_vectors)


def _word_vectors(words: list[str]) -> NDArray[np.float32]:
    return unit(np.random.default_rng(1).standard_normal((len(words), DIMENSION)))


def _write(report: Report, record: Record, file: BinaryIO) -> None:
    write_record(file, report, record)


def unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """The vectors with length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / lengths, np.float32)


def zipf(rng: np.random.Generator, count: int) -> NDArray[np.int32]:
    """Ids of stems, the low ones by far the most frequent."""
    return np.minimum(rng.zipf(1.2, count) - 1, STEMS - 1).astype(np.int32)


def _report(name: str) -> Report:
    details = Details(name, name, f"{name}.txt", "0" * 64, "text", 1)
    return Report(details, "", (), (), (), None)


def _record(rng: np.random.Generator, topics: NDArray[np.float32], chunks: int) -> Record:
    rows = np.arange(chunks, dtype=np.int32)
    near = unit(topics[rng.integers(TOPICS, size=chunks)] + rng.normal(0, 0.04, (chunks, DIMENSION)))
    vectors = near.astype(np.float16)
    table = ChunkTable(
        report=rows * 0,
        start=rows * 900,
        end=rows * 900 + 899,
        first_sentence=rows,
        last_sentence=rows + 1,
        vector=vectors,
        heading_terms=_lists(rng, chunks, 4),
        terms=_lists(rng, chunks, STEMS_A_CHUNK),
    )
    sentences = SentenceTable(
        report=rows * 0,
        chunk=rows,
        start=table.start,
        end=table.end,
        block=rows * 0,
        role=(rows * 0).astype(np.int8),
        voice=(rows * 0).astype(np.int8),
        vector=vectors,
        weight=rows * 0 + 180,
        terms=_lists(rng, chunks, STEMS_A_CHUNK),
    )
    return Record(table, sentences, _stems(), _stems())


def _stems() -> tuple[str, ...]:
    return tuple(f"stem{number}" for number in range(STEMS))


def _lists(rng: np.random.Generator, count: int, length: int) -> TermLists:
    return TermLists(zipf(rng, count * length), np.arange(count + 1, dtype=np.int64) * length)
