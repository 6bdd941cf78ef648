"""What every store of vectors must do. Another one adds its name to `STORES`."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ingest.errors import StorageError
from ingest.index.chroma import EmbeddedChroma
from ingest.index.chroma_server import ChromaServer
from ingest.index.vectors import ReportVectors, VectorStore

if TYPE_CHECKING:
    from tests.chroma import ChromaProcess

STORES = ("embedded", "server")


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> VectorStore:
    if request.param == "embedded":
        return EmbeddedChroma()
    server: ChromaProcess = request.getfixturevalue("chroma")
    return ChromaServer(server.url)


def vectors_of(name: str, count: int, seed: int = 0) -> ReportVectors:
    vectors = np.random.default_rng(seed).standard_normal((count, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return ReportVectors(name, [f"{name}:{i}-{i + 1}" for i in range(count)], vectors)


@pytest.fixture
def folder(store: VectorStore, tmp_path: Path) -> Path:
    store.write(tmp_path / "vectors", [vectors_of("a", 40, 1), vectors_of("b", 30, 2)])
    return tmp_path / "vectors"


def test_the_nearest_come_first_with_their_cosines(store: VectorStore, folder: Path) -> None:
    a, b = vectors_of("a", 40, 1), vectors_of("b", 30, 2)
    index = store.open(folder)
    question = np.full(16, 0.25, np.float32)
    ids, cosines = index.nearest(question, 10, None)
    exact = np.concatenate([a.vectors, b.vectors]) @ question
    assert ids == [(a.ids + b.ids)[row] for row in np.argsort(-exact)[:10]]
    np.testing.assert_allclose(cosines, np.sort(exact)[::-1][:10], atol=1e-5)
    index.close()


def test_what_differs_from_the_reports_is_told(store: VectorStore, folder: Path) -> None:
    a, b = vectors_of("a", 40, 1), vectors_of("b", 30, 2)
    index = store.open(folder)
    assert index.find_difference([a, b]) == ""
    assert index.find_difference([a]) == "it has chunks that no report has"
    assert index.find_difference([a, vectors_of("b", 31, 2)]) == "it lacks chunks of b"
    assert index.find_difference([a, vectors_of("b", 30, 3)]) == "vectors of b are not those of its chunks"
    index.close()


def test_a_search_can_be_kept_to_some_reports(store: VectorStore, folder: Path) -> None:
    index = store.open(folder)
    ids, _ = index.nearest(np.ones(16, np.float32), 100, ["b"])
    assert sorted(ids) == sorted(vectors_of("b", 30).ids)
    assert index.nearest(np.ones(16, np.float32), 100, ["nobody"])[0] == []
    index.close()


def test_a_changed_copy_holds_what_is_new_and_leaves_the_old_alone(
    store: VectorStore, folder: Path, tmp_path: Path
) -> None:
    new = vectors_of("b", 5, 3)
    store.update(folder, tmp_path / "new", ["b"], [new, vectors_of("c", 200, 4)])
    before, after = store.open(folder), store.open(tmp_path / "new")
    assert len(before.nearest(np.ones(16, np.float32), 1000, None)[0]) == 70
    assert len(after.nearest(np.ones(16, np.float32), 1000, None)[0]) == 40 + 5 + 200
    assert after.nearest(new.vectors[3], 1, None)[0] == [new.ids[3]]
    before.close()
    after.close()


def test_more_chunks_than_one_call_takes_are_all_found(store: VectorStore, tmp_path: Path) -> None:
    store.write(tmp_path / "vectors", [vectors_of("long", 6000), vectors_of("short", 3, 1)])
    index = store.open(tmp_path / "vectors")
    for report in (vectors_of("long", 6000), vectors_of("short", 3, 1)):
        assert index.nearest(report.vectors[-1], 1, [report.report_id])[0] == [report.ids[-1]]
    index.close()


def test_an_index_of_nothing_can_be_opened(store: VectorStore, tmp_path: Path) -> None:
    store.write(tmp_path / "vectors", [])
    index = store.open(tmp_path / "vectors")
    assert index.nearest(np.ones(16, np.float32), 5, None)[0] == []
    index.close()


def test_an_index_that_is_not_there_is_a_storage_error(store: VectorStore, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        store.open(tmp_path / "never-written")


def test_a_store_holds_what_it_wrote_until_it_is_deleted(
    store: VectorStore, folder: Path, tmp_path: Path
) -> None:
    assert store.holds(folder)
    assert not store.holds(tmp_path / "never-written")
    store.update(folder, tmp_path / "new", [], [])
    store.delete(folder)
    shutil.rmtree(folder)
    assert not store.holds(folder)
    assert store.holds(tmp_path / "new")
    store.delete(tmp_path / "never-written")


def test_an_index_may_be_closed_twice(store: VectorStore, folder: Path) -> None:
    index = store.open(folder)
    index.close()
    index.close()
