import io
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import UnreadableFile
from ingest.readers.process.parcels import BrokenParcel, pack_outcome, unpack_outcome
from ingest.types import Block, Cell, Footnote, Page, Reading, Table, Words

PATH = Path("report.pdf")
WORDS = Words(
    np.array([0, 6], np.int32),
    np.array([5, 14], np.int32),
    np.array([1, 1], np.int32),
    np.array([[1, 2, 3, 4], [5, 6, 7, 8]], np.float32),
)
READING = Reading(
    "pdf",
    "Seven\nfamilies",
    (Page(1, "i", 595.0, 842.0),),
    (Block(0, 5, "heading", 1, ("Above",)), Block(6, 14, "paragraph")),
    WORDS,
    {"title": "Seven"},
    ("No text on page 2.",),
    (Footnote(5, 6, 14),),
    (Table((Cell(0, 5, 0, 0, 1, 2), Cell(6, 14, 1, 1)), 1, (0, 5)),),
)


def test_a_reading_comes_out_as_it_went_in() -> None:
    found = unpack_outcome(pack_outcome(READING), PATH)
    assert isinstance(found, Reading)
    assert replace(found, words=None) == replace(READING, words=None)
    assert found.words is not None
    for name in ("start", "end", "page", "box"):
        assert np.array_equal(getattr(found.words, name), getattr(WORDS, name))
        assert getattr(found.words, name).dtype == getattr(WORDS, name).dtype


def test_a_reading_without_pages_has_no_words() -> None:
    found = unpack_outcome(pack_outcome(replace(READING, words=None)), PATH)
    assert isinstance(found, Reading)
    assert found.words is None


def test_a_refusal_keeps_its_parts_and_names_the_file_that_was_asked_for() -> None:
    found = unpack_outcome(pack_outcome(UnreadableFile("other.pdf", "empty", "Nothing.", "Fetch.")), PATH)
    assert isinstance(found, UnreadableFile)
    assert (found.path, found.reason, found.explanation, found.remedy) == (
        PATH,
        "empty",
        "Nothing.",
        "Fetch.",
    )


def test_running_out_of_memory_comes_out_as_such() -> None:
    assert isinstance(unpack_outcome(pack_outcome(MemoryError()), PATH), MemoryError)


def archive_of(**arrays: np.ndarray) -> bytes:
    archive = io.BytesIO()
    np.savez(archive, allow_pickle=True, **arrays)
    return archive.getvalue()


def whole() -> dict[str, np.ndarray]:
    return {name: getattr(WORDS, name) for name in ("start", "end", "page", "box")}


@pytest.mark.parametrize(
    "archive",
    [
        b"words",
        archive_of(start=WORDS.start),
        archive_of(**(whole() | {"start": np.array([0, 60], np.int32)})),
        archive_of(**(whole() | {"page": np.array([1, 2], np.int32)})),
        archive_of(**(whole() | {"box": WORDS.box[:1]})),
        archive_of(**(whole() | {"box": WORDS.box * np.float32("nan")})),
        archive_of(**(whole() | {"end": WORDS.end.astype(np.int64)})),
        archive_of(**(whole() | {"start": np.array([0, object()], object)})),
        archive_of(**(whole() | {"start": np.zeros(10_000, np.int32)})),
    ],
)
def test_arrays_that_no_reader_makes_are_refused(archive: bytes) -> None:
    head = pack_outcome(READING).split(b"\n", 1)[0]
    with pytest.raises(BrokenParcel):
        unpack_outcome(head + b"\n" + archive, PATH)


@pytest.mark.parametrize(
    "parcel", [b"", b"{}\n", b"[]\n", b'{"kind": "reading"}\n', b'{"kind": "other"}\n', pickle.dumps(READING)]
)
def test_heads_that_no_reader_makes_are_refused(parcel: bytes) -> None:
    with pytest.raises(BrokenParcel):
        unpack_outcome(parcel, PATH)


def test_blocks_outside_the_text_are_refused() -> None:
    with pytest.raises(BrokenParcel):
        unpack_outcome(pack_outcome(replace(READING, blocks=(Block(0, 99, "paragraph"),))), PATH)
    with pytest.raises(BrokenParcel):
        unpack_outcome(pack_outcome(replace(READING, footnotes=(Footnote(99, 6, 14),))), PATH)


@pytest.mark.parametrize(
    "table",
    [
        Table((Cell(0, 15, 0, 0),)),
        Table((Cell(0, 5, 0, 0, 2),)),
        Table((Cell(0, 5, 0, 0, 1, 1_000_000),)),
        Table((Cell(0, 5, 0, 0),), 1),
        Table((Cell(0, 5, -1, 0),)),
        Table((Cell(0, 5, 0, 0),), caption=(3, 90)),
    ],
)
def test_tables_that_no_reader_makes_are_refused(table: Table) -> None:
    with pytest.raises(BrokenParcel):
        unpack_outcome(pack_outcome(replace(READING, tables=(table,))), PATH)
