import io
from dataclasses import replace

import pypdfium2
import pytest
from docx import Document

from service.assistant import Assistant
from service.brief.make import make_brief
from service.brief.sheet.lay_out import lay_out_brief
from service.brief.sheet.parts import Quoted, SheetHeading
from service.brief.sheet.write import SheetFormat, write_brief
from service.brief.types import Brief
from service.telling.plain import flatten_text
from service.types import Filters

QUESTION = "What helps partners to trust one another?"
HOSTILE = 'x <script>alert(1)</script> #import "a" | [^1] *b* \x07 \U00013080'


@pytest.fixture(scope="module")
def brief(sample_assistant: Assistant) -> Brief:
    return make_brief(sample_assistant.library, sample_assistant.embedder, QUESTION, Filters())


def test_the_evidence_comes_last_and_every_passage_is_in_it(brief: Brief) -> None:
    parts = lay_out_brief(brief, {}).parts
    first = next(i for i, part in enumerate(parts) if isinstance(part, Quoted))
    names = [part.text for part in parts[:first] if isinstance(part, SheetHeading)]
    assert names[:3] == ["In short", "How strong the evidence is", "By place"]
    quoted = [part.key for part in parts if isinstance(part, Quoted)]
    assert sorted(quoted) == sorted(each.id for each in (*brief.passages, *brief.nearest))


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_every_format_has_the_question_and_every_passage(brief: Brief, form: SheetFormat) -> None:
    told = " ".join(read(write_brief(brief, {}, form), form).split())
    assert QUESTION in told
    for passage in brief.passages:
        words = flatten_text(passage.text).split()
        assert " ".join(words[:4]) in told


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_what_reports_say_is_text_in_every_format(brief: Brief, form: SheetFormat) -> None:
    told = replace(brief, passages=tuple(replace(each, text=HOSTILE) for each in brief.passages))
    written = write_brief(told, {}, form)
    if form == "html":
        assert b"<script>" not in written
    if form == "md":
        assert b"<script>" not in written
        assert b"*b*" not in written.replace(b"\\*", b"")
    else:
        assert "alert(1)" in read(written, form)


def test_a_pdf_is_tagged_with_title_and_language(brief: Brief) -> None:
    written = write_brief(brief, {}, "pdf")
    document = pypdfium2.PdfDocument(written)
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    assert document.get_metadata_dict()["Title"] == QUESTION
    assert b"/Lang" in written


def test_what_comes_before_the_evidence_fits_two_pages(brief: Brief) -> None:
    document = pypdfium2.PdfDocument(write_brief(brief, {}, "pdf"))
    page = next(
        n for n in range(len(document)) if "Evidence:" in document[n].get_textpage().get_text_bounded()
    )
    assert page <= 2


def test_a_word_file_has_headings_and_a_table_with_a_head(brief: Brief) -> None:
    document = Document(io.BytesIO(write_brief(brief, {}, "docx")))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[0] == "Heading 1"
    assert "Heading 2" in styles
    assert "tblHeader" in document.tables[0].rows[0]._tr.xml


def read(written: bytes, form: SheetFormat) -> str:
    """The words of a file, without the marks of its format."""
    if form == "pdf":
        document = pypdfium2.PdfDocument(written)
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    if form == "docx":
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(written)).paragraphs)
    text = written.decode()
    return text.replace("\\", "") if form == "md" else text.replace("&#39;", "'").replace("&#34;", '"')
