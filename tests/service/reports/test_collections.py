from pathlib import Path

import pytest

from ingest.errors import InvalidRequest, NotFound
from service.reports import collections
from service.reports.collections import Collections


def test_a_name_is_kept_once_and_the_later_choice_holds(tmp_path: Path) -> None:
    kept = Collections(tmp_path)
    first = kept.add("Salford", ["a", "b", "a"])
    assert first.reports == ("a", "b")
    later = kept.add("SALFORD", ["c"])
    assert later.id == first.id
    assert kept.list() == (later,)
    kept.remove(later.id)
    assert kept.list() == ()
    for id_ in (later.id, "../sources"):
        with pytest.raises(NotFound):
            kept.remove(id_)


def test_a_collection_has_a_name_and_reports_and_there_are_not_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Collections(tmp_path)
    for name, reports in (("", ["a"]), ("A", [])):
        with pytest.raises(InvalidRequest, match="needs a name"):
            kept.add(name, reports)
    monkeypatch.setattr(collections, "MOST_KEPT", 1)
    kept.add("A", ["a"])
    with pytest.raises(InvalidRequest, match="Delete one first"):
        kept.add("B", ["b"])
    assert kept.add("a", ["b"]).reports == ("b",)
