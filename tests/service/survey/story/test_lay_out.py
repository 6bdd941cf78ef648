import io
from dataclasses import replace

import pypdfium2
import pytest
from docx import Document

from service.assistant import Assistant
from service.brief.sheet.write import SheetFormat, write_document
from service.survey.story.lay_out import PARTS, lay_out_story, tell_missing
from service.survey.story.make import make_story
from service.survey.story.types import Story
from service.telling.plain import flatten_text

HOSTILE = 'x <script>alert(1)</script> #import "a" | [S1] *b* \x07 \U00013080'


@pytest.fixture(scope="module")
def story(sample_assistant: Assistant) -> Story:
    return make_story(sample_assistant.library, sample_assistant.embedder, "Stockport")


def read(written: bytes, form: SheetFormat) -> str:
    if form == "pdf":
        pages = pypdfium2.PdfDocument(written)
        return " ".join(page.get_textpage().get_text_range() for page in pages).replace("\ufffe", "-")
    if form == "docx":
        return " ".join(paragraph.text for paragraph in Document(io.BytesIO(written)).paragraphs)
    return written.decode()


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_every_format_has_every_sentence_every_source_and_the_picture_in_words(
    story: Story, form: SheetFormat
) -> None:
    told = " ".join(read(write_document(lay_out_story(story), form), form).split())
    assert story.picture is not None
    assert story.picture.words in told
    for passage in story.passages:
        assert " ".join(flatten_text(passage.text).split()[:4]) in told
        assert told.count(f"[{passage.id}]") == 2


@pytest.mark.parametrize(
    "about", ["Stockport", "NWD", "Building trust", "Leadership", "stockport-governance"]
)
def test_a_story_is_at_most_two_pages(sample_assistant: Assistant, about: str) -> None:
    told = make_story(sample_assistant.library, sample_assistant.embedder, about)
    assert len(pypdfium2.PdfDocument(write_document(lay_out_story(told), "pdf"))) <= 2


def test_a_picture_in_word_has_its_text_alternative(story: Story) -> None:
    written = Document(io.BytesIO(write_document(lay_out_story(story), "docx")))
    (shape,) = written.inline_shapes
    assert story.picture is not None
    assert shape._inline.docPr.get("descr") == story.picture.words


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_what_reports_say_is_text_in_every_format(story: Story, form: SheetFormat) -> None:
    hostile = replace(
        story,
        subject=replace(story.subject, name=HOSTILE),
        passages=tuple(replace(each, text=HOSTILE, report_title=HOSTILE) for each in story.passages),
    )
    written = write_document(lay_out_story(hostile), form)
    assert form != "html" or b"<script>" not in written
    assert form != "md" or b"\\<script" in written


def test_what_was_not_found_is_said(story: Story) -> None:
    assert tell_missing(replace(story, helped=("S1",), what=("S1",), learned=("S1",), hindered=())) == (
        "No sentence was found on what hindered."
    )
    empty = replace(story, what=(), helped=(), hindered=(), learned=())
    assert tell_missing(empty).count("what") == len(PARTS) - 1
