"""Which words of a page count as seen, on pages that reportlab draws here."""

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.layout.parts import DrawnPage
from ingest.readers.pdf import read_pdf
from ingest.readers.pdfium.document import read_sheets

PATH = Path("page.pdf")
SEEN = "Seven families came."


def draw(paint: Callable[[Canvas], None]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 400))
    canvas.drawString(50, 350, SEEN)
    paint(canvas)
    canvas.save()
    return buffer.getvalue()


def page_of(paint: Callable[[Canvas], None]) -> DrawnPage:
    (page,) = read_sheets(draw(paint), PATH)
    return page


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(50, 200, "Secret")


def white_on_blue(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 0.6)
    canvas.rect(40, 190, 200, 30, fill=1)
    white(canvas)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(50, 200, "Secret")


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(50, 200)
    text.setTextRenderMode(3)
    text.textOut("Secret")
    canvas.drawText(text)


def covered(canvas: Canvas) -> None:
    canvas.drawString(50, 200, "Secret")
    canvas.rect(40, 190, 200, 30, fill=1)


def off_page(canvas: Canvas) -> None:
    canvas.drawString(50, -90, "Secret")


def scanned(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (40, 40), 200)), 0, 100, 400, 200)
    invisible(canvas)


@pytest.mark.parametrize(
    ("paint", "reason"),
    [
        (white, "white on white"),
        (tiny, "too small to see"),
        (invisible, "drawn invisibly"),
        (covered, "under something painted over it"),
        (off_page, "off the page"),
    ],
)
def test_words_that_nobody_can_see_are_apart_with_their_reason(
    paint: Callable[[Canvas], None], reason: str
) -> None:
    page = page_of(paint)
    assert " ".join(word.text for word in page.words) == SEEN
    assert [(why, word.text) for why, word in page.hidden] == [(reason, "Secret")]


@pytest.mark.parametrize("paint", [white_on_blue, scanned])
def test_white_on_colour_and_recognised_words_over_a_picture_are_read(
    paint: Callable[[Canvas], None],
) -> None:
    page = page_of(paint)
    assert page.words[-1].text == "Secret"
    assert page.hidden == ()
    assert page.is_recognised == (paint is scanned)


def test_one_word_of_a_line_under_a_box_is_hidden_and_the_others_are_not() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "The child, Sam, moved.")
        before = canvas.stringWidth("The child, ")
        canvas.rect(49 + before, 195, canvas.stringWidth("Sam,") + 2, 16, fill=1)

    reading = read_pdf(draw(paint), PATH, max_pages=1)
    assert "The child, moved." in reading.text
    assert reading.warnings == ("Left out: 1 word under something painted over it, on page 1.",)


def test_a_highlight_that_lets_the_text_through_hides_nothing() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "Marked")
        canvas.setFillColorRGB(1, 0.9, 0.3)
        canvas.setFillAlpha(0.5)
        canvas.rect(40, 190, 200, 30, fill=1, stroke=0)

    assert page_of(paint).hidden == ()


def test_a_fill_that_its_clip_keeps_elsewhere_hides_nothing() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "Clear")
        clip = canvas.beginPath()
        clip.rect(0, 0, 400, 50)
        canvas.clipPath(clip, stroke=0)
        canvas.rect(0, 0, 400, 400, fill=1)

    assert page_of(paint).hidden == ()


def test_what_forms_paint_over_text_hides_it() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "Secret")
        canvas.beginForm("bar")
        canvas.rect(0, 0, 200, 30, fill=1)
        canvas.endForm()
        canvas.translate(40, 190)
        canvas.doForm("bar")

    assert [word.text for _, word in page_of(paint).hidden] == ["Secret"]


def test_what_is_filled_into_a_form_is_read() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(50, 220, "Families helped:")
        canvas.acroForm.textfield(value="148", x=50, y=190, width=200, height=20)

    assert "148" in [word.text for word in page_of(paint).words]


def with_layer(data: bytes, state: str) -> bytes:
    """The file with everything after its first line on a layer named Draft."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    layer = writer._add_object(
        DictionaryObject(
            {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("Draft")}
        )
    )
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {
            NameObject("/OCGs"): ArrayObject([layer]),
            NameObject("/D"): DictionaryObject({NameObject(state): ArrayObject([layer])}),
        }
    )
    page = writer.pages[0]
    page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/L0"): layer})  # type: ignore[index]
    stream = page.get_contents()
    assert stream is not None
    stream.set_data(
        stream.get_data().replace(b"BT 1 0 0 1 50 200", b"/OC /L0 BDC BT 1 0 0 1 50 200") + b" EMC"
    )
    page[NameObject("/Contents")] = writer._add_object(stream)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.mark.parametrize(("state", "is_read"), [("/ON", True), ("/OFF", False)])
def test_a_layer_is_read_where_it_is_switched_on(state: str, is_read: bool) -> None:
    data = with_layer(draw(lambda canvas: canvas.drawString(50, 200, "Earlier")), state)
    reading = read_pdf(data, PATH, max_pages=1)
    assert ("Earlier" in reading.text) == is_read
    assert bool(reading.warnings) != is_read


def test_a_scan_with_its_recognised_text_is_read_and_said_to_be_one() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.showPage()
        scanned(canvas)

    reading = read_pdf(draw(paint), PATH, max_pages=2)
    assert "Secret" in reading.text
    assert "Read from a scan on page 2: words may be misread." in reading.warnings
    assert [page.is_scan for page in reading.pages] == [False, True]
