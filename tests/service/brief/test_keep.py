from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import NotFound, StorageError
from service.assistant import Assistant
from service.brief.keep import keep_brief, pack_brief, unpack_brief
from service.brief.make import make_brief
from service.store.contract import Store
from service.store.sql import open_store
from service.types import Filters


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(None, tmp_path)
    yield store
    store.close()


def test_a_brief_comes_back_as_it_was_kept(sample_assistant: Assistant, store: Store) -> None:
    brief = make_brief(sample_assistant.library, sample_assistant.embedder, "What helps trust?", Filters())
    assert keep_brief(store, brief) == brief
    assert unpack_brief(store.brief(brief.id)) == brief
    with pytest.raises(NotFound):
        store.brief("none")


def test_made_again_on_a_newer_library_it_says_what_differs(
    sample_assistant: Assistant, store: Store
) -> None:
    brief = make_brief(sample_assistant.library, sample_assistant.embedder, "What helps trust?", Filters())
    keep_brief(store, replace(brief, id="old", library="older", passages=brief.passages[2:]))
    kept = keep_brief(store, brief)
    assert "2 of the passages here were not in it, and 0 of its are not here" in kept.notes[-1]
    assert unpack_brief(store.brief(brief.id)).notes == kept.notes
    again = keep_brief(store, replace(brief, id="again"))
    assert again.notes == brief.notes


def test_a_brief_that_can_not_be_read_is_named_and_in_nobodys_way(
    sample_assistant: Assistant, store: Store
) -> None:
    brief = make_brief(sample_assistant.library, sample_assistant.embedder, "What helps trust?", Filters())
    broken = replace(pack_brief(brief), body="{}")
    with pytest.raises(StorageError, match=brief.id):
        unpack_brief(broken)
    store.save_brief(replace(broken, id="broken"))
    assert keep_brief(store, brief) == brief
