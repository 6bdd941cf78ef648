import shutil
from pathlib import Path

import pytest

import ingest
from ingest.library.digest import digest_code, list_deciding_files, list_deciding_versions

ROOT = Path(ingest.__file__).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package's source files, to be changed."""
    return Path(shutil.copytree(ROOT, tmp_path / "ingest", ignore=shutil.ignore_patterns("__pycache__")))


def append_to(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\n# changed\n", "utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "readers/docx.py",
        "layout/order.py",
        "meaning/voice.py",
        "language/stems.py",
        "index/record.py",
        "types.py",
    ],
)
def test_what_decides_a_record_changes_the_digest(copy: Path, name: str) -> None:
    before = digest_code(copy)
    append_to(copy / name)
    assert digest_code(copy) != before


@pytest.mark.parametrize(
    "name", ["build.py", "progress.py", "library/open.py", "index/chroma.py", "disk/folder.py"]
)
def test_what_only_keeps_or_opens_records_does_not(copy: Path, name: str) -> None:
    before = digest_code(copy)
    append_to(copy / name)
    assert digest_code(copy) == before


def test_a_new_reader_counts_and_a_new_store_does_not(copy: Path) -> None:
    before = digest_code(copy)
    (copy / "index" / "postgres.py").write_text('"""Another store."""\n')
    assert digest_code(copy) == before
    (copy / "readers" / "odt.py").write_text('"""Another reader."""\n')
    assert digest_code(copy) != before


def test_a_library_of_another_version_counts() -> None:
    versions = list_deciding_versions()
    assert digest_code(versions=versions) == digest_code()
    for name in versions:
        assert digest_code(versions=versions | {name: "0.0.1"}) != digest_code()


def test_nothing_of_the_service_counts() -> None:
    files = list_deciding_files()
    assert files
    assert all(path.is_file() and path.is_relative_to(ROOT) for path in files)
