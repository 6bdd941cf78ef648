from pathlib import Path

import pytest

from ingest.disk.sums import NAME, check_sums, is_changed, write_sums
from ingest.errors import StorageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "arrays").mkdir()
    (tmp_path / "arrays" / "small.bin").write_bytes(b"abc")
    (tmp_path / "large.bin").write_bytes(bytes(5000))
    (tmp_path / "in-use").touch()
    (tmp_path / "chroma.sqlite3").write_bytes(b"x")
    write_sums(tmp_path)
    return tmp_path


def flip(path: Path, at: int = 0) -> None:
    found = bytearray(path.read_bytes())
    found[at] ^= 1
    path.write_bytes(found)


def test_what_is_as_it_was_is_left_alone(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"Chroma writes when it opens it")
    check_sums(folder)


@pytest.mark.parametrize("name", ["arrays/small.bin", "large.bin"])
def test_one_bit_overwritten_is_found_and_its_file_named(folder: Path, name: str) -> None:
    flip(folder / name)
    with pytest.raises(StorageError, match=rf"{name} is not as it was written.*doctor --repair"):
        check_sums(folder)


def test_with_a_bound_the_smallest_files_are_read_and_all_sizes_compared(folder: Path) -> None:
    flip(folder / "large.bin", 4999)
    check_sums(folder, most_bytes=1000)
    flip(folder / "arrays" / "small.bin")
    with pytest.raises(StorageError, match=r"small\.bin"):
        check_sums(folder, most_bytes=1000)
    (folder / "large.bin").write_bytes(b"")
    with pytest.raises(StorageError, match="has 0 bytes and not 5000"):
        check_sums(folder, most_bytes=1000)


def test_files_that_are_gone_are_named(folder: Path) -> None:
    (folder / "large.bin").unlink()
    with pytest.raises(StorageError, match=r"large\.bin is gone"):
        check_sums(folder)


@pytest.mark.parametrize("text", [None, "", "{", '{"a": 1}'])
def test_sums_that_can_not_be_read_are_damage_too(folder: Path, text: str | None) -> None:
    (folder / NAME).unlink()
    if text is not None:
        (folder / NAME).write_text(text)
    with pytest.raises(StorageError, match=r"sums\.json is gone or can't be read"):
        check_sums(folder)


def test_one_file_can_be_looked_at(folder: Path) -> None:
    assert not is_changed(folder, "large.bin")
    assert not is_changed(folder, "in-use")
    flip(folder / "large.bin")
    assert is_changed(folder, "large.bin")
    (folder / NAME).unlink()
    assert not is_changed(folder, "large.bin")
