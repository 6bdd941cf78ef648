from pathlib import Path

import pytest

from ingest.errors import StorageError
from service.upkeep.storage import DiskUse, measure_storage


def test_each_part_is_as_large_as_its_files(tmp_path: Path) -> None:
    (tmp_path / "records" / "deep").mkdir(parents=True)
    (tmp_path / "records" / "deep" / "a").write_bytes(b"12345")
    (tmp_path / "records" / "b").write_bytes(b"1")
    (tmp_path / "current").write_bytes(b"000001")
    measured = measure_storage(tmp_path)
    assert measured.parts == (DiskUse("current", 6), DiskUse("records", 6))
    assert measured.free > 0


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        measure_storage(tmp_path / "none")
