"""Packages that are refused are tested with the reader, in test_docx.py."""

import io
import zipfile

import pytest
from docx import Document

from ingest.readers.word.package import MAIN, NAMESPACES, make_usual


def package() -> bytes:
    file = io.BytesIO()
    document = Document()
    document.add_paragraph("Seven families.")
    document.save(file)
    return file.getvalue()


def rewrite(data: bytes, *pairs: tuple[bytes, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(output, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            for old, new in pairs:
                part = part.replace(old, new)
            target.writestr(name, part)
    return output.getvalue()


def words(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_a_usual_package_stays_as_it_is() -> None:
    data = package()
    assert make_usual(data) is data


@pytest.mark.parametrize(
    "changes",
    [
        [(known, strict) for strict, known in NAMESPACES],
        [(MAIN, b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")],
        [(MAIN, b"application/vnd.ms-word.document.macroEnabled.main+xml")],
    ],
)
def test_strict_files_templates_and_files_with_macros_open(changes: list[tuple[bytes, bytes]]) -> None:
    unusual = rewrite(package(), *changes)
    assert unusual != package()
    assert words(make_usual(unusual)) == ["Seven families."]
