"""What a server can do besides what every store must do (see test_vectors): be away, be silent, lose what it had."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import StorageError
from ingest.index import chroma_server
from ingest.index.chroma_server import ChromaServer, connect
from ingest.index.vectors import ReportVectors
from tests.chroma import ChromaProcess

QUESTION = np.ones(8, np.float32)
REPORT = ReportVectors("a", [f"a:{n}-{n + 1}" for n in range(8)], np.eye(8, dtype=np.float32))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[ChromaProcess]:
    """A server that a test may stop."""
    with ChromaProcess(tmp_path / "server") as process:
        yield process


def test_a_server_that_is_away_is_named_and_used_again_when_it_is_back(
    own: ChromaProcess, tmp_path: Path
) -> None:
    store = ChromaServer(own.url)
    store.write(tmp_path / "vectors", [REPORT])
    index = store.open(tmp_path / "vectors")
    own.stop()
    for attempt in (lambda: index.nearest(QUESTION, 3, None), lambda: store.open(tmp_path / "vectors")):
        with pytest.raises(StorageError, match="WALKALONG_CHROMA_URL") as caught:
            attempt()
        assert own.url in caught.value.message
        assert caught.value.retryable
    own.start()
    assert len(index.nearest(QUESTION, 3, None)[0]) == 3
    assert store.holds(tmp_path / "vectors")


def test_a_server_that_is_silent_is_not_waited_for_without_end(
    own: ChromaProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ChromaServer(own.url)
    store.write(tmp_path / "vectors", [REPORT])
    index = store.open(tmp_path / "vectors")
    session = connect(own.url)._server._session  # type: ignore[attr-defined]
    patience = session.timeout
    assert patience.read == chroma_server._PATIENCE
    own.pause()
    # Short only while the server is silent: a busy machine may take longer for what succeeds.
    session.timeout = 1.0
    with pytest.raises(StorageError, match="doesn't answer"):
        index.nearest(QUESTION, 3, None)
    connect.cache_clear()
    with monkeypatch.context() as short:
        short.setattr(chroma_server, "_PATIENCE", 1.0)
        with pytest.raises(StorageError, match="doesn't answer"):
            store.open(tmp_path / "vectors")
    own.go_on()
    session.timeout = patience
    assert len(index.nearest(QUESTION, 3, None)[0]) == 3


def test_a_server_that_was_never_there_is_a_storage_error(tmp_path: Path) -> None:
    with ChromaProcess(tmp_path / "server") as gone:
        pass
    with pytest.raises(StorageError, match="Start it"):
        ChromaServer(gone.url).write(tmp_path / "vectors", [REPORT])


def test_what_a_server_lost_is_told_and_not_held(chroma: ChromaProcess, tmp_path: Path) -> None:
    store = ChromaServer(chroma.url)
    store.write(tmp_path / "vectors", [REPORT])
    shutil.copytree(tmp_path / "vectors", tmp_path / "copy")
    store.delete(tmp_path / "copy")
    assert not store.holds(tmp_path / "vectors")
    with pytest.raises(StorageError, match="Run the ingestion again"):
        store.open(tmp_path / "vectors")


def test_a_collection_that_was_not_finished_is_no_index_and_can_be_deleted(
    chroma: ChromaProcess, tmp_path: Path
) -> None:
    def broken() -> Iterator[ReportVectors]:
        yield REPORT
        raise KeyboardInterrupt

    store = ChromaServer(chroma.url)
    before = connect(chroma.url).count_collections()
    with pytest.raises(KeyboardInterrupt):
        store.write(tmp_path / "vectors", broken())
    assert not store.holds(tmp_path / "vectors")
    store.delete(tmp_path / "vectors")
    assert connect(chroma.url).count_collections() == before
