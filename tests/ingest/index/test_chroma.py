import multiprocessing
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ingest.errors import StorageError
from ingest.index.chroma import ReportVectors, VectorIndex, update_vectors, write_vectors

if TYPE_CHECKING:
    import threading


def vectors_of(name: str, count: int, seed: int = 0) -> ReportVectors:
    vectors = np.random.default_rng(seed).standard_normal((count, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return ReportVectors(name, [f"{name}:{i}-{i + 1}" for i in range(count)], vectors)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_vectors(tmp_path / "chroma", [vectors_of("a", 40, 1), vectors_of("b", 30, 2)])
    return tmp_path / "chroma"


def test_the_nearest_come_first_with_their_cosines(folder: Path) -> None:
    a, b = vectors_of("a", 40, 1), vectors_of("b", 30, 2)
    index = VectorIndex(folder)
    question = np.full(16, 0.25, np.float32)
    ids, cosines = index.nearest(question, 10, None)
    exact = np.concatenate([a.vectors, b.vectors]) @ question
    assert ids == [(a.ids + b.ids)[row] for row in np.argsort(-exact)[:10]]
    np.testing.assert_allclose(cosines, np.sort(exact)[::-1][:10], atol=1e-5)
    index.close()


def test_a_search_can_be_kept_to_some_reports(folder: Path) -> None:
    index = VectorIndex(folder)
    ids, _ = index.nearest(np.ones(16, np.float32), 100, ["b"])
    assert sorted(ids) == sorted(vectors_of("b", 30).ids)
    index.close()


def test_a_changed_copy_holds_what_is_new_and_leaves_the_old_alone(folder: Path, tmp_path: Path) -> None:
    new = vectors_of("b", 5, 3)
    update_vectors(folder, tmp_path / "new", ["b"], [new, vectors_of("c", 200, 4)])
    before, after = VectorIndex(folder), VectorIndex(tmp_path / "new")
    assert len(before.nearest(np.ones(16, np.float32), 1000, None)[0]) == 70
    assert len(after.nearest(np.ones(16, np.float32), 1000, None)[0]) == 40 + 5 + 200
    assert after.nearest(new.vectors[3], 1, None)[0] == [new.ids[3]]
    before.close()
    after.close()


def test_an_index_of_nothing_can_be_opened(tmp_path: Path) -> None:
    write_vectors(tmp_path / "chroma", [])
    index = VectorIndex(tmp_path / "chroma")
    assert index.nearest(np.ones(16, np.float32), 5, None)[0] == []
    index.close()


def search_often(folder: Path, start: "threading.Barrier", answers: "multiprocessing.Queue[object]") -> None:
    start.wait()
    for _ in range(5):
        index = VectorIndex(folder)
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
    index = VectorIndex(folder)
    assert found == [index.nearest(np.ones(16, np.float32), 7, None)[0]] * 3
    index.close()


def test_opening_and_closing_leaves_no_threads_or_files(folder: Path, tmp_path: Path) -> None:
    def used() -> tuple[int, int]:
        return len(list(Path("/proc/self/task").iterdir())), len(list(Path("/proc/self/fd").iterdir()))

    def open_once(path: Path) -> None:
        index = VectorIndex(path)
        index.nearest(np.ones(16, np.float32), 3, None)
        index.close()

    open_once(folder)
    before = used()
    for number in range(8):
        update_vectors(folder, tmp_path / str(number), [], [])
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
    index = VectorIndex(folder)
    assert len(index.nearest(np.ones(16, np.float32), 3, None)[0]) == 3
    index.close()
    assert (folder / "chroma.sqlite3").read_bytes() == before


def test_a_broken_index_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(StorageError):
        VectorIndex(tmp_path)
