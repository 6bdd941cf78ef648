import pytest

from ingest.errors import InvalidRequest
from service.settings import Settings
from service.store.library.change import change_library, is_shared, refuse_pruning
from tests.service.store.library.conftest import AddReport, Workers, list_titles


@pytest.mark.parametrize(
    ("chroma_url", "database_url", "shared"),
    [
        (None, None, False),
        ("http://127.0.0.1:8000", None, False),
        (None, "postgresql+psycopg://user@host/name", False),
        ("http://127.0.0.1:8000", "sqlite:///file", False),
        ("http://127.0.0.1:8000", "postgresql+psycopg://user@host/name", True),
    ],
)
def test_a_library_is_shared_when_both_servers_are_set(
    chroma_url: str | None, database_url: str | None, shared: bool
) -> None:
    settings = Settings(chroma_url=chroma_url, database_url=database_url)
    assert is_shared(settings) == shared
    if shared:
        with pytest.raises(InvalidRequest, match="pruned"):
            refuse_pruning(settings)
    else:
        refuse_pruning(settings)
        assert change_library(settings, lambda: 7) == 7


@pytest.mark.postgres
def test_a_worker_that_was_overtaken_changes_the_newer_library(
    workers: Workers, add_report: AddReport
) -> None:
    one, other = workers
    add_report(one, "Salford")
    tried = 0

    def change() -> None:
        nonlocal tried
        tried += 1
        if tried == 1:
            add_report(other, "Wigan")
        # The change itself, without a second round around it.
        add_report(one.model_copy(update={"database_url": None}), "Bury")

    change_library(one, change)
    assert tried == 2
    assert list_titles(one) == ["Bury", "Salford", "Wigan"]
