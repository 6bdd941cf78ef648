import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.readers.detect import detect
from ingest.types import Format


def package(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


MAIL = b"From: a@example.org\nSubject: Visit\n on Monday\nMIME-Version: 1.0\n"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("report.pdf", b"%PDF-1.7\n...", "pdf"),
        ("report.txt", b"\n\n%PDF-1.4 behind some bytes", "pdf"),
        ("report.pdf", package("word/document.xml"), "docx"),
        ("report", b"<!-- saved --><!DOCTYPE html><html></html>", "html"),
        ("report.txt", b"\xef\xbb\xbf<html><p>x</p></html>", "html"),
        ("report.htm", b"<p>a fragment</p>", "html"),
        ("report.xhtml", b'<?xml version="1.0"?><html xmlns="x"></html>', "html"),
        ("report.md", b"Plain words", "markdown"),
        ("report.markdown", b"# Title", "markdown"),
        ("report", b"# Title\n\nWords\n\n## Part\n", "markdown"),
        ("report.txt", b"# one\n\n# two\n", "text"),
        ("report", b"Plain words", "text"),
        ("report.pdf", b"Plain words", "text"),
        ("notes.txt", "Größe".encode("utf-16"), "text"),
        ("notes.txt", b"BMX riders and MZ cars", "text"),
    ],
)
def test_the_content_decides_the_format(name: str, data: bytes, expected: Format) -> None:
    assert detect(data, Path(name)) == expected


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "empty"),
        ("a.txt", b"\xef\xbb\xbf\n", "empty"),
        ("a.pdf", package("other.bin"), "unknown_format"),
        ("a.docx", package("xl/workbook.xml"), "unknown_format"),
        ("a.docx", package("word/document.xml")[:40], "corrupt"),
        ("a.docx", package("[Content_Types].xml")[60:].join([b"PK\x03\x04", b""]), "corrupt"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(50), "unknown_format"),
        ("a.txt", b"\xff\xd8\xff\xe0" + bytes(50), "unknown_format"),
        ("a.doc", b"{\\rtf1 words}", "unknown_format"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unknown_format"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        ("a.bin", bytes(range(256)) * 8, "unknown_format"),
        ("a.xml", b'<?xml version="1.0"?><svg></svg>', "unknown_format"),
        ("a.eml", MAIL + b"Content-Type: text/plain\n\nHello.", "unknown_format"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_stable_reason(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        detect(data, Path(name))
    assert caught.value.reason == reason
    assert caught.value.explanation
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("name", "data", "kind", "remedy"),
    [
        ("a.eml", MAIL + b"Content-Type: multipart/mixed; boundary=x\n\n--x", "an e-mail message", "PDF"),
        (
            "a.mht",
            MAIL + b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html",
            "a web archive (MHTML)",
            "HTML page",
        ),
        ("a.pptx", package("ppt/presentation.xml"), "a PowerPoint file", "Export it as PDF"),
        ("a.odt", package("content.xml"), "an OpenDocument file", "DOCX"),
        ("a.rtf", b"{\\rtf1 words}", "an RTF document", "DOCX"),
    ],
)
def test_other_formats_are_refused_by_name_with_what_to_do(
    name: str, data: bytes, kind: str, remedy: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        detect(data, Path(name))
    assert kind in caught.value.explanation
    assert remedy in caught.value.remedy


def test_a_message_in_plain_text_is_text() -> None:
    assert detect(b"From: a@example.org\nTo: b@example.org\n\nGood.", Path("mail.txt")) == "text"
