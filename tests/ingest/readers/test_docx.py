import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ingest.errors import UnreadableFile
from ingest.readers.detect import detect
from ingest.readers.docx import read_docx
from ingest.types import Reading

PATH = Path("report.docx")


def packed(build: object = None) -> bytes:
    document = Document()
    document.core_properties.title = "Walking along"
    document.core_properties.author = "A. Team"
    document.add_heading("Report", 0)
    document.add_heading("Findings", 1)
    document.add_paragraph("Trust takes time.")
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("inner", style="List Bullet 2")
    document.add_paragraph("It changed me (Project Lead).", style="Quote")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["place", "people", "Wigan", "12"], strict=True
    ):
        cell.text = words
    document.add_paragraph("Figure 1 A walk", style="Caption")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(data: bytes, max_bytes: int = 50_000_000) -> Reading:
    return read_docx(data, PATH, max_bytes=max_bytes)


def with_part(name: str, change: object) -> bytes:
    """The document with one part of its package replaced."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed())) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            part = old.read(member)
            new.writestr(member.filename, change(part) if member.filename == name else part)  # type: ignore[operator]
    return file.getvalue()


def blocks(reading: Reading) -> list[tuple[str, int, str]]:
    return [(block.role, block.level, reading.text[block.start : block.end]) for block in reading.blocks]


def test_styles_lists_and_tables_become_roles() -> None:
    assert blocks(read(packed())) == [
        ("heading", 1, "Report"),
        ("heading", 1, "Findings"),
        ("paragraph", 0, "Trust takes time."),
        ("bullet", 1, "first"),
        ("bullet", 2, "inner"),
        ("quotation", 0, "It changed me (Project Lead)."),
        ("table_row", 0, "place\tpeople"),
        ("table_row", 0, "Wigan\t12"),
        ("caption", 0, "Figure 1 A walk"),
    ]


def test_a_table_in_a_table_is_read_once() -> None:
    document = Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "outer"
    inner = outer.cell(0, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "inner"
    file = io.BytesIO()
    document.save(file)
    assert read(file.getvalue()).text == "outer\tinner"


def test_the_properties_of_the_document_are_its_metadata() -> None:
    metadata = read(packed()).metadata
    assert (metadata["title"], metadata["author"]) == ("Walking along", "A. Team")


def test_insertions_are_read_and_deletions_are_not() -> None:
    document = Document()
    paragraph = document.add_paragraph("Trust ")
    for tag, words in (("w:ins", "takes "), ("w:del", "needs ")):
        change = OxmlElement(tag)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t" if tag == "w:ins" else "w:delText")
        text.text = words
        text.set(qn("xml:space"), "preserve")
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("time.")
    file = io.BytesIO()
    document.save(file)
    assert read(file.getvalue()).text == "Trust takes time."


def test_a_table_of_contents_by_its_styles_is_contents() -> None:
    document = Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Findings\t3", style="toc 1")
    document.add_heading("Findings", 1)
    file = io.BytesIO()
    document.save(file)
    assert [found[0] for found in blocks(read(file.getvalue()))] == ["contents", "heading"]


def test_a_package_that_declares_entities_is_refused_as_unsafe() -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    data = with_part("word/document.xml", lambda part: entity + part.split(b"?>", 1)[1])
    with pytest.raises(UnreadableFile) as caught:
        read(data)
    assert caught.value.reason == "unsafe"


def test_a_package_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    data = with_part("word/styles.xml", lambda part: part + b" " * 40_000_000)
    with pytest.raises(UnreadableFile) as caught:
        read(data)
    assert caught.value.reason == "too_large"


def test_a_package_above_the_limit_is_too_large() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(packed(), max_bytes=10_000)
    assert caught.value.reason == "too_large"


def test_a_broken_part_makes_the_file_corrupt() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(with_part("word/document.xml", lambda part: part[: len(part) // 2]))
    assert caught.value.reason == "corrupt"


def test_a_document_without_words_is_empty() -> None:
    file = io.BytesIO()
    Document().save(file)
    with pytest.raises(UnreadableFile) as caught:
        read(file.getvalue())
    assert caught.value.reason == "empty"


def saved(document: WordDocument) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_bold_lines_are_headings_only_in_a_file_without_heading_styles() -> None:
    document = Document()
    document.add_paragraph().add_run("What we did").bold = True
    document.add_paragraph("We ran twelve workshops.")
    assert [block.role for block in read(saved(document)).blocks] == ["heading", "paragraph"]
    document.add_heading("Annex", 1)
    assert [block.role for block in read(saved(document)).blocks] == ["paragraph", "paragraph", "heading"]


def test_text_inside_custom_xml_is_read() -> None:
    document = Document()
    document.add_paragraph("The group met.")
    wrapper = OxmlElement("w:customXml")
    document.element.body.insert(0, wrapper)
    wrapper.append(document.paragraphs[0]._p)
    assert read(saved(document)).text == "The group met."


def test_an_empty_first_cell_keeps_its_place() -> None:
    document = Document()
    cells = document.add_table(rows=1, cols=3).rows[0].cells
    cells[1].text, cells[2].text = "14", "25"
    assert read(saved(document)).text == "\t14\t25"


def test_the_name_and_date_of_the_librarys_template_are_no_metadata() -> None:
    document = Document()
    document.add_paragraph("Words.")
    assert read(saved(document)).metadata == {}


def test_word_for_the_web_names_its_main_part_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed())) as source, zipfile.ZipFile(output, "w") as target:
        for name in source.namelist():
            part = source.read(name).replace(b"document.xml", b"document2.xml")
            target.writestr(name.replace("document.xml", "document2.xml"), part)
    path.write_bytes(output.getvalue())
    assert detect(path.read_bytes(), path) == "docx"
    assert "Trust takes time." in read(path.read_bytes()).text


def test_a_line_that_only_the_header_has_is_read_and_makes_no_title() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Author: Ada Okafor, May 2021"
    document.add_heading("Walking along", 1)
    document.add_paragraph("Trust takes time.")
    assert [words for _, _, words in blocks(read(saved(document)))] == [
        "Author: Ada Okafor, May 2021",
        "Walking along",
        "Trust takes time.",
    ]


def test_a_footnote_is_joined_to_the_word_that_carries_its_mark() -> None:
    document = Document()
    paragraph = document.add_paragraph("Trust takes time")
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    paragraph.add_run()._r.append(reference)
    paragraph.add_run(", we heard.")
    notes = (
        f'<w:footnotes xmlns:w="{qn("w:p")[1:].partition("}")[0]}">'
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>In Leigh alone.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    reading = read(saved(document))
    (note,) = reading.footnotes
    assert reading.text == "Trust takes time, we heard.\n\nIn Leigh alone."
    assert (reading.text[: note.at], reading.text[note.start : note.end]) == (
        "Trust takes time",
        "In Leigh alone.",
    )
