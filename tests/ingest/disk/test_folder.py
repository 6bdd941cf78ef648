import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from ingest.disk.folder import DataFolder, raise_storage_errors, use, write_atomically
from ingest.errors import StorageError


def test_a_file_is_there_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "current"
    write_atomically(path, lambda file: file.write(b"first"))

    def break_off(file: BinaryIO) -> None:
        file.write(b"half of the sec")
        message = "the power went"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        write_atomically(path, break_off)
    assert path.read_bytes() == b"first"
    assert [entry.name for entry in tmp_path.iterdir()] == ["current"]


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "Free some room"), (errno.EROFS, "WALKALONG_DATA_DIR")]
)
def test_an_error_of_the_disk_says_what_to_do(tmp_path: Path, code: int, said: str) -> None:
    with pytest.raises(StorageError, match=said), raise_storage_errors(tmp_path):
        raise OSError(code, os.strerror(code))


def test_a_generation_in_use_is_not_deleted(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    for name in ("1", "2"):
        folder = data.generations / name
        folder.mkdir(parents=True)
        (folder / "in-use").write_bytes(b"")
    data.pointer.write_text("2")
    with use(data.generations / "1"):
        data.clear_old_generations()
        assert (data.generations / "1").exists()
    data.clear_old_generations()
    assert [folder.name for folder in data.generations.iterdir()] == ["2"]
