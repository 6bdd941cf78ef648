from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.readers import read
from ingest.settings import IndexSettings


def test_a_file_is_read_by_the_reader_of_its_format(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text("# Title\n\nWords.\n")
    assert read(path, IndexSettings()).format == "markdown"


def test_a_file_above_the_limit_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"words " * 200_000)
    with pytest.raises(UnreadableFile) as caught:
        read(path, IndexSettings(max_file_mb=1))
    assert caught.value.reason == "too_large"


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / "none.pdf", IndexSettings())
    assert caught.value.reason == "missing"


def test_a_web_page_under_the_name_of_a_pdf_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_text("<!doctype html><html><body><p>Sign in to read this.</p></body></html>")
    reading = read(path, IndexSettings())
    assert reading.format == "html"
    assert reading.warnings == ("Its name ends in .pdf, but it is a web page: check that it is the report.",)


@pytest.mark.parametrize("name", ["report.txt", "report.md", "report.html"])
def test_more_text_than_a_report_has_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("<html><p>" * name.endswith("html") + "Trust grew. " * 4_200_000)
    with pytest.raises(UnreadableFile, match="million characters") as caught:
        read(path, IndexSettings())
    assert caught.value.reason == "too_large"
