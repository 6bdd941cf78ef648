from pathlib import Path

import pytest

from eval.sets.files import read_set, write_set
from eval.sets.form import CaseForm
from eval.sets.seal import (
    find_seal,
    is_unchanged,
    read_seal,
    record_figures,
    record_opening,
    require_unchanged,
    seal_set,
)
from ingest.errors import InvalidRequest

CASE = CaseForm(id="a", kind="factual", persona="leader", question="Why?", answerable=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_set(tmp_path / "set.yaml", [CASE])
    return tmp_path / "set.yaml"


def test_each_opening_is_counted_and_its_figures_are_kept(path: Path) -> None:
    seal_set(path, read_set([path]).files)
    seal = find_seal(path)
    assert read_set([path]).seal == seal
    assert [record_opening(seal, Path(name)).number for name in ("one", "two")] == [1, 2]
    record_figures(seal, Path("one"), {"right_answer": 0.5})
    record_figures(seal, Path("one"), {"right_answer": 0.5})
    assert [(each.number, each.run, each.figures) for each in read_seal(seal).openings] == [
        (1, "one", {"right_answer": 0.5}),
        (2, "two", {}),
    ]
    assert len(seal.read_text().splitlines()) == 4


def test_a_set_that_was_changed_is_not_opened_until_it_is_sealed_anew(path: Path) -> None:
    seal_set(path, read_set([path]).files)
    record_opening(find_seal(path), Path("one"))
    write_set(path, [CASE, CASE.model_copy(update={"id": "b"})])
    files = read_set([path]).files
    assert not is_unchanged(find_seal(path), files)
    with pytest.raises(InvalidRequest, match="changed since it was sealed"):
        require_unchanged(find_seal(path), files)
    assert len(seal_set(path, files).openings) == 1
    require_unchanged(find_seal(path), files)


def test_a_folder_keeps_its_seal_inside_and_may_be_moved(tmp_path: Path) -> None:
    folder = tmp_path / "held"
    folder.mkdir()
    write_set(folder / "set.yaml", [CASE])
    seal_set(folder, read_set([folder]).files)
    moved = folder.rename(tmp_path / "elsewhere")
    found = read_set([moved])
    assert found.seal == moved / "seal.jsonl"
    require_unchanged(moved / "seal.jsonl", found.files)


def test_a_sealed_set_is_read_by_itself(path: Path, tmp_path: Path) -> None:
    seal_set(path, read_set([path]).files)
    write_set(tmp_path / "other.yaml", [CASE])
    with pytest.raises(InvalidRequest, match="by itself"):
        read_set([path, tmp_path / "other.yaml"])


def test_a_broken_seal_is_named_by_its_line(path: Path) -> None:
    seal_set(path, read_set([path]).files)
    with find_seal(path).open("a") as file:
        file.write('{"number": 1}\n')
    with pytest.raises(InvalidRequest, match="line 2"):
        read_seal(find_seal(path))
