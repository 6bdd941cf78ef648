import contextlib
import multiprocessing
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ingest.errors import StorageError
from ingest.index.chroma import EmbeddedChroma
from ingest.index.vectors import ReportVectors

if TYPE_CHECKING:
    import threading


def vectors_of(name: str, count: int, seed: int = 0) -> ReportVectors:
    vectors = np.random.default_rng(seed).standard_normal((count, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return ReportVectors(name, [f"{name}:{i}-{i + 1}" for i in range(count)], vectors)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    EmbeddedChroma().write(tmp_path / "chroma", [vectors_of("a", 40, 1), vectors_of("b", 30, 2)])
    return tmp_path / "chroma"


def search_often(folder: Path, start: "threading.Barrier", answers: "multiprocessing.Queue[object]") -> None:
    start.wait()
    for _ in range(5):
        index = EmbeddedChroma().open(folder)
        ids, _ = index.nearest(np.ones(16, np.float32), 7, None)
        index.close()
    answers.put(ids)


def test_several_processes_can_search_one_folder_at_once(folder: Path) -> None:
    fresh = multiprocessing.get_context("spawn")
    start, answers = fresh.Barrier(3), fresh.Queue()
    others = [fresh.Process(target=search_often, args=(folder, start, answers)) for _ in range(3)]
    for process in others:
        process.start()
    found = [answers.get(timeout=60) for _ in others]
    for process in others:
        process.join()
    index = EmbeddedChroma().open(folder)
    assert found == [index.nearest(np.ones(16, np.float32), 7, None)[0]] * 3
    index.close()


def test_opening_and_closing_leaves_no_threads_or_files(folder: Path, tmp_path: Path) -> None:
    def used() -> tuple[int, int]:
        return len(list(Path("/proc/self/task").iterdir())), len(list(Path("/proc/self/fd").iterdir()))

    def open_once(path: Path) -> None:
        index = EmbeddedChroma().open(path)
        index.nearest(np.ones(16, np.float32), 3, None)
        index.close()

    open_once(folder)
    before = used()
    for number in range(8):
        EmbeddedChroma().update(folder, tmp_path / str(number), [], [])
        open_once(tmp_path / str(number))
    # An open index has about eight of each; those of a closed one end a moment later.
    threads, files = used()
    assert threads < before[0] + 8
    assert files < before[1] + 8


def test_a_folder_that_cannot_be_written_to_is_read_from_a_copy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / "chroma.sqlite3").read_bytes()
    # Root may write whatever the permissions say, so the answer of the system is what can be changed here.
    monkeypatch.setattr(os, "access", lambda *_: False)
    index = EmbeddedChroma().open(folder)
    assert len(index.nearest(np.ones(16, np.float32), 3, None)[0]) == 3
    index.close()
    assert (folder / "chroma.sqlite3").read_bytes() == before


def test_a_broken_index_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(StorageError):
        EmbeddedChroma().open(tmp_path)


def test_an_index_that_fails_half_way_is_closed_again(folder: Path) -> None:
    def open_damaged() -> int:
        with pytest.raises(StorageError):
            EmbeddedChroma().open(folder)
        return len(list(Path("/proc/self/fd").iterdir()))

    with contextlib.closing(sqlite3.connect(folder / "chroma.sqlite3")) as database, database:
        database.execute("delete from collections")
    first = open_damaged()
    # An open index has about eight files; those of a closed one end a moment later.
    assert max(open_damaged() for _ in range(8)) < first + 8
