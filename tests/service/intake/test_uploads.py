import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.library.manifest import CatalogueEntry
from ingest.meaning.details import make_slug
from ingest.types import Details
from service.intake.uploads import (
    LONGEST_STEM,
    FileResult,
    Neighbours,
    Uploads,
    make_shown_name,
    put_back,
    safe_name,
)

TEXT = b"The team met in Salford.\n"
PDF = b"%PDF-1.7\n..."


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "data", max_file_mb=1)


def entry(source: Path, sha256: str = "0" * 64) -> CatalogueEntry:
    details = Details(make_slug(source.stem), "A title", source.name, sha256, "text", 1)
    return CatalogueEntry(details, str(source), {}, "record")


def keep(uploads: Uploads, name: str, data: bytes = TEXT, *others: Any, **options: Any) -> FileResult:
    neighbours = Neighbours(
        tuple(other for other in others if isinstance(other, CatalogueEntry)),
        tuple(other for other in others if isinstance(other, FileResult)),
    )
    return uploads.keep(io.BytesIO(data), name, neighbours, **options)


def names_in(uploads: Uploads) -> list[str]:
    return sorted(path.name for path in uploads.folder.iterdir())


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("report.txt", "report.txt"),
        ("../../etc/cron.d/report.txt", "report.txt"),
        ("..\\..\\windows\\report.txt", "report.txt"),
        ("/etc/passwd", "passwd.txt"),
        (".bashrc", "bashrc.txt"),
        ("..", "report.txt"),
        ("...txt", "txt.txt"),
        ("reports.toml", "reports.toml.txt"),
        ("a\0b\nc.txt", "abc.txt"),
        ("evil\u202efdp.txt", "evilfdp.txt"),
        ("<img src=x onerror=alert(1)>.txt", "img src-x onerror-alert(1).txt"),
        ("Lärm & Stille (2022).TXT", "Lärm & Stille (2022).txt"),
        ("-rf.txt", "rf.txt"),
        ("half \ud800 pair.txt", "half  pair.txt"),
        ("", "file.txt"),
    ],
)
def test_a_hostile_name_becomes_a_plain_one(uploads: Uploads, sent: str, kept: str) -> None:
    assert keep(uploads, sent).kept_as == kept
    assert names_in(uploads) == [kept]


@given(st.text(max_size=300))
def test_any_name_is_one_visible_part_of_a_path(name: str) -> None:
    kept = safe_name(make_shown_name(name), "pdf")
    assert kept.endswith(".pdf")
    assert Path(kept).name == kept
    assert not kept.startswith((".", "-", " "))
    assert kept.isprintable()
    assert len(kept.encode()) <= LONGEST_STEM + len(".pdf")


def test_the_content_decides_what_the_name_ends_in(uploads: Uploads) -> None:
    assert keep(uploads, "report.txt", PDF).kept_as == "report.txt.pdf"
    assert keep(uploads, "report", PDF).kept_as == "report.pdf"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n123", "unknown_format"),
        (b"\x7fELF123", "unknown_format"),
        (b"x" * 1_000_001, "too_large"),
    ],
)
def test_what_is_no_report_is_told_and_not_kept(uploads: Uploads, data: bytes, reason: str) -> None:
    result = keep(uploads, "report.pdf", data)
    assert (result.outcome, result.reason, result.kept_as) == ("failed", reason, None)
    assert result.explanation
    assert result.remedy
    assert names_in(uploads) == []


def test_a_name_that_is_taken_keeps_both(uploads: Uploads) -> None:
    first = keep(uploads, "report.txt")
    second = keep(uploads, "report.txt", b"Something else.\n", entry(uploads.folder / "report.txt"))
    assert (first.kept_as, second.kept_as) == ("report.txt", "report-2.txt")
    assert second.explanation
    assert "report.txt" in second.explanation
    assert (uploads.folder / "report.txt").read_bytes() == TEXT


def test_a_report_from_elsewhere_keeps_its_id(uploads: Uploads) -> None:
    elsewhere = entry(Path("/somewhere/Report.pdf"))
    assert keep(uploads, "report.txt", TEXT, elsewhere).kept_as == "report-2.txt"
    assert keep(uploads, "report.txt", b"Else.\n", elsewhere, replacing=True).kept_as == "report-3.txt"


def test_replacing_takes_the_place_of_an_earlier_upload(uploads: Uploads) -> None:
    keep(uploads, "report.txt")
    earlier = entry(uploads.folder / "report.txt")
    assert keep(uploads, "report.txt", b"Newer.\n", earlier, replacing=True).kept_as == "report.txt"
    assert (uploads.folder / "report.txt").read_bytes() == b"Newer.\n"


def test_a_file_that_waits_is_not_replaced(uploads: Uploads) -> None:
    waiting = keep(uploads, "report.txt")
    earlier = entry(uploads.folder / "report.txt")
    second = keep(uploads, "report.txt", b"Newer.\n", earlier, waiting, replacing=True)
    assert second.kept_as == "report-2.txt"


def test_a_file_that_nobody_knows_is_not_overwritten(uploads: Uploads) -> None:
    uploads.folder.mkdir(parents=True)
    (uploads.folder / "report.txt").write_bytes(b"put here by hand")
    assert keep(uploads, "report.txt").kept_as == "report-2.txt"
    assert (uploads.folder / "report.txt").read_bytes() == b"put here by hand"


def test_what_an_ingestion_left_behind_is_taken_up_under_its_name(uploads: Uploads) -> None:
    keep(uploads, "report.txt")
    assert keep(uploads, "report.txt").kept_as == "report.txt"


def test_the_same_content_is_not_taken_twice(uploads: Uploads) -> None:
    first = keep(uploads, "report.txt")
    assert first.sha256
    known = entry(Path("/somewhere/other.txt"), first.sha256)
    again = keep(uploads, "renamed.txt", TEXT, known)
    assert (again.outcome, again.report_id, again.title) == ("unchanged", "other", "A title")
    twice = keep(uploads, "renamed.txt", TEXT, first)
    assert twice.outcome == "unchanged"
    assert names_in(uploads) == ["report.txt"]


def test_a_failed_ingestion_leaves_what_the_library_has(tmp_path: Path) -> None:
    path, copy = tmp_path / "report.txt", tmp_path / "copy.txt"
    path.write_bytes(b"broken")
    copy.write_bytes(TEXT)
    put_back(path, copy)
    assert path.read_bytes() == TEXT
    put_back(path, None)
    assert not path.exists()
