import os
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from ingest.errors import UnreadableFile
from ingest.readers.process.child import ReadingProcess, read_in_child
from ingest.settings import IndexSettings

CORPUS = Path(__file__).parents[4] / "corpus"


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    with ReadingProcess(IndexSettings()) as shared_process:
        yield shared_process


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text("# Title\n\nWords.\n")
    return path


def test_a_reading_comes_back_whole(process: ReadingProcess, report: Path) -> None:
    reading = process.read(report)
    assert reading.text == "# Title\n\nWords.\n"
    assert [block.role for block in reading.blocks] == ["heading", "paragraph"]


def test_each_page_is_told_as_it_is_read(process: ReadingProcess) -> None:
    told: list[tuple[int, int]] = []
    reading = process.read(CORPUS / "no-wrong-door.pdf", lambda done, total: told.append((done, total)))
    assert told == [(number, 4) for number in range(1, 5)]
    assert len(reading.pages) == 4


def test_a_refusal_comes_back_with_its_reason(process: ReadingProcess, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    with pytest.raises(UnreadableFile) as caught:
        process.read(empty)
    assert (caught.value.reason, caught.value.path) == ("empty", empty)


def test_many_files_come_back_in_order_the_bad_ones_as_errors(
    process: ReadingProcess, report: Path, tmp_path: Path
) -> None:
    paths = [report, tmp_path / "none.md", report]
    outcomes = list(process.read_all(paths))
    assert [path for path, _ in outcomes] == paths
    assert [isinstance(outcome, UnreadableFile) for _, outcome in outcomes] == [False, True, False]


def test_no_files_give_nothing(process: ReadingProcess) -> None:
    assert list(process.read_all([])) == []


def test_a_child_that_dies_costs_one_file(report: Path) -> None:
    with ReadingProcess(IndexSettings()) as process:
        process.read(report)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSEGV)
        with pytest.raises(UnreadableFile) as caught:
            process.read(report)
        assert caught.value.reason == "corrupt"
        assert process.read(report).format == "markdown"


def test_a_file_that_takes_too_long_is_given_up(report: Path, tmp_path: Path) -> None:
    endless = tmp_path / "endless.md"
    os.mkfifo(endless)
    with ReadingProcess(IndexSettings(read_seconds=1)) as process:
        outcomes = [outcome for _, outcome in process.read_all([endless, report])]
    assert isinstance(outcomes[0], UnreadableFile)
    assert outcomes[0].reason == "too_slow"
    assert not isinstance(outcomes[1], UnreadableFile)


def test_a_file_that_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    wide = tmp_path / "wide.txt"
    with wide.open("wb") as file:
        file.write(b"a")
        file.truncate(190_000_000)
    with pytest.raises(UnreadableFile) as caught:
        read_in_child(wide, IndexSettings(read_memory_mb=256))
    assert caught.value.reason == "too_large"


def test_the_child_inherits_no_keys(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_PROVIDER_API_KEY", "a-secret")
    monkeypatch.setenv("WALKALONG_MAX_PAGES", "not a number")
    with ReadingProcess(IndexSettings(max_pages=10)) as process:
        process.read(report)
        environment = Path(f"/proc/{process.pid}/environ").read_bytes()
    assert b"a-secret" not in environment
    assert b"PATH=" in environment


def test_a_word_file_that_unpacks_to_nearly_all_that_is_allowed_is_refused(tmp_path: Path) -> None:
    document, packed = tmp_path / "small.docx", tmp_path / "packed.docx"
    Document().save(str(document))
    paragraph = b"<w:p><w:r><w:t>" + b"Trust grew in every place. " * 20 + b"</w:t></w:r></w:p>"
    with (
        zipfile.ZipFile(document) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = part.replace(
                    b"<w:sectPr", paragraph * (185_000_000 // len(paragraph)) + b"<w:sectPr", 1
                )
            out.writestr(name, part)
    assert packed.stat().st_size < 5_000_000
    with pytest.raises(UnreadableFile) as caught:
        read_in_child(packed, IndexSettings(read_memory_mb=512))
    assert caught.value.reason == "too_large"
