"""The PDF reader from end to end, on files that reportlab draws here."""

import io
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableFile
from ingest.readers.pdf import read_pdf
from ingest.readers.pdfium.document import render_page
from ingest.types import Reading, Role
from tests.ingest.readers.pdfium.tagged import write_tagged

PATH = Path("report.pdf")
WIDTH, HEIGHT = A4
PROSE = (
    "Partners across the borough met each month to compare what families had told them and "
    "to agree on the next small step that everyone would try before they met again"
)


def varied(page: int) -> str:
    """The prose with its words in another order on each page: only furniture repeats."""
    words = PROSE.split()
    return " ".join(words[3 * page :] + words[: 3 * page])


def draw(paint: Callable[[Canvas], None], **options: object) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    paint(canvas)
    canvas.save()
    return buffer.getvalue()


def flow(
    canvas: Canvas, text: str, *, left: float = 60, top: float = 100, width: float = 475, size: float = 10
) -> float:
    """Set text in lines of a width, from so many points below the page's top; the next free height."""
    line = ""
    canvas.setFont("Helvetica", size)
    for word in [*text.split(), ""]:
        if not word or canvas.stringWidth(f"{line} {word}", "Helvetica", size) > width:
            canvas.drawString(left, HEIGHT - top, line)
            top, line = top + 1.3 * size, word
        else:
            line = f"{line} {word}".strip()
    return top


def heading(canvas: Canvas, text: str, top: float, size: float = 16) -> None:
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawString(60, HEIGHT - top, text)


def read(data: bytes, max_pages: int = 50) -> Reading:
    reading = read_pdf(data, PATH, max_pages=max_pages)
    check_invariants(reading)
    return reading


def check_invariants(reading: Reading) -> None:
    """Blocks are in order and apart; word rows are in order, never blank, and cover each block."""
    words = reading.words
    assert words is not None
    covered = [False] * len(reading.text)
    last = 0
    for start, end in zip(words.start.tolist(), words.end.tolist(), strict=True):
        assert last <= start < end
        assert reading.text[start:end].strip()
        assert not any(c.isspace() for c in reading.text[start:end])
        covered[start:end] = [True] * (end - start)
        last = end
    edges = [(block.start, block.end) for block in reading.blocks]
    for (_, end), (start, _) in pairwise(edges):
        assert reading.text[end:start] in ("\n\n", "\n")
    inside = {at for start, end in edges for at in range(start, end)}
    for at, character in enumerate(reading.text):
        assert covered[at] == (not character.isspace())
        assert at in inside or character == "\n"


def texts(reading: Reading, role: Role | None = None) -> list[str]:
    return [reading.text[b.start : b.end] for b in reading.blocks if role in (None, b.role)]


def pages_of(reading: Reading, words: str) -> set[int]:
    start = reading.text.index(words)
    rows = reading.words
    assert rows is not None
    return {int(rows.page[i]) for i in range(len(rows.start)) if start <= rows.start[i] < start + len(words)}


def test_a_paragraph_that_crosses_pages_is_one_block_without_the_running_head_and_foot() -> None:
    def paint(canvas: Canvas) -> None:
        for page in range(4):
            canvas.setFont("Helvetica", 8)
            canvas.drawString(60, HEIGHT - 30, "Learning together")
            canvas.drawString(60, 30, f"Page {page + 1} of 4")
            flow(canvas, f"Start{page} {varied(page)}. {varied(page + 4)} and they", top=720)
            if page:
                flow(canvas, f"agreed{page}.", top=130)
                flow(canvas, f"Another matter{page}. {PROSE}.", top=170)
            canvas.showPage()

    reading = read(draw(paint))
    assert "Learning together" not in reading.text
    assert "Page" not in reading.text
    assert [page.label for page in reading.pages] == ["1", "2", "3", "4"]
    crossing = [text for text in texts(reading) if text.startswith("Start0")]
    assert crossing
    assert crossing[0].endswith("and they agreed1.")
    assert pages_of(reading, crossing[0]) == {1, 2}


def test_columns_are_read_one_after_the_other_under_a_heading_that_spans_them() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"Right {PROSE}. {PROSE}. {PROSE}.", left=310, top=140, width=220)
        flow(canvas, f"Left {PROSE}. {PROSE}. {PROSE} and over the column", left=60, top=140, width=220)
        heading(canvas, "What the whole of the programme has learned", 100)

    assert [text.split()[0] for text in texts(read(draw(paint)))] == ["What", "Left", "Right"]


def test_a_box_beside_the_text_is_not_mixed_into_it() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.85, 0.9, 1)
        canvas.rect(350, HEIGHT - 300, 190, 190, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        flow(canvas, f"Box {PROSE}.", left=360, top=140, width=170, size=9)
        flow(canvas, f"Body {PROSE}. {PROSE}. {PROSE}.", top=120, width=270)
        flow(canvas, f"Below {PROSE}.", top=330)

    found = texts(read(draw(paint)))
    assert [text.split()[0] for text in found] == ["Body", "Box", "Below"]
    assert found[0] == f"Body {PROSE}. {PROSE}. {PROSE}."


def test_rows_of_a_ruled_table_are_blocks_and_the_repeated_head_is_dropped() -> None:
    def paint(canvas: Canvas) -> None:
        for page in range(2):
            rows = [("Place", "Reached"), (f"Bolton {page}", "12"), (f"Bury {page}", "15")]
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    canvas.rect(60 + 150 * column, HEIGHT - 140 - 20 * row, 150, 20)
                    canvas.setFont("Helvetica", 10)
                    canvas.drawString(65 + 150 * column, HEIGHT - 134 - 20 * row, cell)
            canvas.showPage()

    assert texts(read(draw(paint))) == [
        "Place\tReached",
        "Bolton 0\t12",
        "Bury 0\t15",
        "Bolton 1\t12",
        "Bury 1\t15",
    ]


def test_a_row_cut_by_a_page_break_is_one_row() -> None:
    pages = [
        [("Place", "What"), ("Bolton", "Met early"), ("Bury", "Met often and")],
        [("Place", "What"), ("", "wrote it down"), ("Oldham", "Met late")],
    ]

    def paint(canvas: Canvas) -> None:
        for rows in pages:
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    canvas.rect(60 + 150 * column, HEIGHT - 160 - 20 * row, 150, 20)
                    canvas.drawString(65 + 150 * column, HEIGHT - 154 - 20 * row, cell)
            canvas.showPage()

    rows = ["Place\tWhat", "Bolton\tMet early", "Bury\tMet often and wrote it down", "Oldham\tMet late"]
    assert texts(read(draw(paint))) == rows


def test_prose_in_table_cells_is_read_cell_by_cell() -> None:
    def paint(canvas: Canvas) -> None:
        for left, word in ((60, "First"), (300, "Second")):
            canvas.rect(left, HEIGHT - 300, 240, 200)
            flow(canvas, f"{word} {PROSE}. {PROSE}.", left=left + 5, top=120, width=225)

    assert texts(read(draw(paint))) == [f"{word} {PROSE}. {PROSE}." for word in ("First", "Second")]


LEFTS = (65.0, 210.0, 380.0)
"""Where the text of each column of a drawn table starts."""
ROWS = [
    ["Place", "What was done there", "Who took part"],
    [
        "Ash Green and the lanes behind it",
        "Opened the hall",
        "Tenants of both the estates that lie beside it",
    ],
    ["Birch", "Ran a café each Saturday, and walks on the weekdays that were dry", "Volunteers"],
    ["Cedar", "Swam", "Nobody yet"],
]


def draw_rows(
    canvas: Canvas, rows: list[list[str]], top: float, lefts: Sequence[float] = LEFTS
) -> list[float]:
    """Set rows of wrapped cells below each other; the heights of their edges."""
    edges = [top]
    for row in rows:
        sides = zip(lefts, [*lefts[1:], 535.0], row, strict=True)
        ends = [
            flow(canvas, cell, left=a, top=edges[-1] + 12, width=b - a - 9, size=9) for a, b, cell in sides
        ]
        edges.append(max(ends) - 6)
    return edges


def draw_band(canvas: Canvas, top: float, bottom: float) -> None:
    canvas.setFillGray(0.9)
    canvas.rect(60, HEIGHT - bottom, 475, bottom - top, stroke=0, fill=1)
    canvas.setFillGray(0)


def joined(rows: list[list[str]]) -> list[str]:
    return ["\t".join(row) for row in rows]


def test_rows_between_level_rules_keep_their_wrapped_cells_whole() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}. {PROSE}.", top=100)
        edges = draw_rows(canvas, ROWS, 180)
        for edge in edges[1:]:
            canvas.line(60, HEIGHT - edge, 535, HEIGHT - edge)
        flow(canvas, f"{PROSE}. {PROSE}.", top=edges[-1] + 40)

    assert texts(read(draw(paint)))[1:-1] == joined(ROWS)


def test_rows_on_backgrounds_in_turn_are_rows_also_those_without_one() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}. {PROSE}.", top=100)
        edges = draw_rows(Canvas(io.BytesIO()), ROWS, 180)
        for top, bottom in list(pairwise(edges))[1::2]:
            draw_band(canvas, top, bottom)
        draw_rows(canvas, ROWS, 180)
        flow(canvas, f"{PROSE}. {PROSE}.", top=edges[-1] + 40)

    assert texts(read(draw(paint)))[1:-1] == joined(ROWS)


def test_two_columns_under_a_band_are_a_table() -> None:
    rows = [
        ["Helped", "Hindered"],
        ["Time set aside each week by the managers of those who came", "Posts that ended"],
        ["Trust", "Meetings held in the day, which people with jobs could not come to"],
    ]

    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}. {PROSE}.", top=100)
        draw_band(canvas, 180, 198)
        edges = draw_rows(canvas, rows, 180, (65.0, 300.0))
        flow(canvas, f"{PROSE}. {PROSE}.", top=edges[-1] + 40)

    assert texts(read(draw(paint)))[1:-1] == joined(rows)


def test_a_wrapped_row_between_the_rules_of_head_and_foot_is_told_from_the_next_by_its_spacing() -> None:
    def paint(canvas: Canvas) -> None:
        edges = draw_rows(canvas, ROWS, 180)
        for edge in (edges[0], edges[1], edges[-1]):
            canvas.line(60, HEIGHT - edge, 535, HEIGHT - edge)

    assert texts(read(draw(paint))) == joined(ROWS)


def test_a_row_across_all_columns_is_one_cell() -> None:
    rows = [*ROWS[:2], ["Places that joined in the last of the years that the programme ran"], *ROWS[2:]]

    def paint(canvas: Canvas) -> None:
        edges = [180.0]
        for row in rows:
            edges.append(draw_rows(canvas, [row], edges[-1], LEFTS if len(row) > 1 else LEFTS[:1])[-1])
        for edge in edges:
            canvas.line(60, HEIGHT - edge, 535, HEIGHT - edge)

    assert texts(read(draw(paint))) == joined(rows)


def test_prose_on_a_panel_with_a_titled_band_is_no_table() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}. {PROSE}.", top=100)
        for top, bottom in ((180, 198), (198, 300)):
            draw_band(canvas, top, bottom)
            canvas.line(60, HEIGHT - top, 535, HEIGHT - top)
        flow(canvas, "A story", left=70, top=192)
        end = flow(canvas, f"{PROSE}.", left=70, top=215, width=455)
        flow(canvas, f"{PROSE}.", left=70, top=end + 8, width=455)

    assert texts(read(draw(paint)), "table_row") == []


def test_columns_of_prose_between_two_rules_are_no_table() -> None:
    text = f"{PROSE}. {PROSE}. {PROSE}. {PROSE}."

    def paint(canvas: Canvas) -> None:
        for left in (60, 310):
            flow(canvas, text, left=left, top=112, width=225)
        for edge in (98, 350):
            canvas.line(60, HEIGHT - edge, 535, HEIGHT - edge)

    assert texts(read(draw(paint))) == [text, text]


def test_a_row_between_level_rules_that_a_page_break_cuts_is_one_row() -> None:
    head, rest = ROWS[0], ["", "and on the weekdays that were wet", "and a cook"]

    def paint(canvas: Canvas) -> None:
        for rows in ([head, *ROWS[1:3]], [head, rest, ROWS[3]]):
            for edge in draw_rows(canvas, rows, 100):
                canvas.line(60, HEIGHT - edge, 535, HEIGHT - edge)
            canvas.showPage()

    whole = [f"{a} {b}".strip() for a, b in zip(ROWS[2], rest, strict=True)]
    assert texts(read(draw(paint))) == joined([head, ROWS[1], whole, ROWS[3]])


def test_columns_of_figures_without_rules_are_rows() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}.", top=100)
        rows = [
            ("Place", "2021", "2022"),
            ("Bolton", "12", "28"),
            ("Bury", "15", "35"),
            ("Oldham", "18", "42"),
        ]
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                canvas.drawString(60 + 120 * column, HEIGHT - 160 - 14 * row, cell)

    rows = texts(read(draw(paint)), "table_row")
    assert rows == ["Place\t2021\t2022", "Bolton\t12\t28", "Bury\t15\t35", "Oldham\t18\t42"]


def test_a_label_stands_beside_its_value() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}. {PROSE}.", top=100)
        for row, (label, value) in enumerate([("Coverage:", "National"), ("Budget:", "37,741 USD")]):
            canvas.drawString(300, HEIGHT - 200 - 20 * row, value)
            canvas.drawString(60, HEIGHT - 200 - 20 * row, label)

    assert texts(read(draw(paint)))[1:] == ["Coverage: National", "Budget: 37,741 USD"]


def test_items_lose_their_bullets_and_keep_their_numbers_and_depth() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}:", top=100)
        items = [
            (70, "•", "Meet early"),
            (90, "–", "with parents"),
            (70, "•", "Meet often"),
            (70, "1)", "Count"),
        ]
        for row, (left, mark, item) in enumerate(items):
            canvas.drawString(left, HEIGHT - 150 - 14 * row, mark)
            canvas.drawString(left + 16, HEIGHT - 150 - 14 * row, item)

    reading = read(draw(paint))
    assert texts(reading, "bullet") == ["Meet early", "with parents", "Meet often", "1) Count"]
    assert [b.level for b in reading.blocks if b.role == "bullet"] == [1, 2, 1, 1]
    assert "Meet early\nwith parents" in reading.text


def test_headings_have_the_level_of_their_size_and_bold_labels_are_not_headings() -> None:
    def paint(canvas: Canvas) -> None:
        heading(canvas, "A report on trust", 100, 24)
        heading(canvas, "What we did", 150, 16)
        heading(canvas, "With whom", 190, 13)
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(60, HEIGHT - 220, "Partners:")
        flow(canvas, PROSE[:70], left=110, top=220)
        flow(canvas, f"{PROSE}. {PROSE}.", top=233)
        heading(canvas, "What we learned", 330, 16)
        flow(canvas, f"{PROSE}. {PROSE}. {PROSE}.", top=360)

    reading = read(draw(paint))
    found = [(b.level, reading.text[b.start : b.end]) for b in reading.blocks if b.role == "heading"]
    assert found == [(1, "A report on trust"), (2, "What we did"), (3, "With whom"), (2, "What we learned")]
    assert reading.metadata["title"] == "A report on trust"


def test_a_footnote_comes_after_the_paragraph_that_crosses_the_page() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}. {PROSE}. {PROSE}. They spoke of it with", top=600)
        canvas.setFont("Helvetica", 5)
        canvas.drawString(60, 75, "1")
        flow(
            canvas,
            "Based on interviews with twelve people in two places.",
            left=64,
            top=HEIGHT - 72,
            size=7.5,
        )
        canvas.showPage()
        flow(canvas, f"their neighbours. {PROSE}.", top=100)

    reading = read(draw(paint))
    assert [b.role for b in reading.blocks] == ["paragraph", "footnote"]
    assert "They spoke of it with their neighbours." in reading.text


def test_contents_lines_and_captions_have_their_roles() -> None:
    def paint(canvas: Canvas) -> None:
        heading(canvas, "Contents", 100)
        for row, title in enumerate(["1 Introduction", "2 What we did"]):
            canvas.setFont("Helvetica", 10)
            canvas.drawString(60, HEIGHT - 130 - 16 * row, f"{title} {'.' * 90} {row + 3}")
        canvas.showPage()
        flow(canvas, f"{PROSE}. {PROSE}.", top=100)
        flow(canvas, "Figure 1: How the parts hang together", top=180)
        flow(canvas, f"Figure 1 shows how the parts hang together. {PROSE}.", top=220)

    reading = read(draw(paint))
    assert [text.split(" .")[0] for text in texts(reading, "contents")] == ["1 Introduction", "2 What we did"]
    assert texts(reading, "caption") == ["Figure 1: How the parts hang together"]


def test_a_quotation_set_in_and_slanted_is_one() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}. {PROSE}.", top=100)
        canvas.setFont("Helvetica-Oblique", 10)
        canvas.drawString(90, HEIGHT - 170, "“We had never sat in one room before. Now we do, and it is")
        canvas.drawString(90, HEIGHT - 183, "hard to remember why we did not” (Project Lead)")
        flow(canvas, f"{PROSE}. {PROSE}.", top=220)

    found = texts(read(draw(paint)), "quotation")
    assert len(found) == 1
    assert found[0].endswith("(Project Lead)")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_shown(turn: int) -> None:
    def paint(canvas: Canvas) -> None:
        heading(canvas, "Corner", 60)
        flow(canvas, f"{PROSE}. {PROSE}.", top=300)

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(draw(paint)))
    writer.pages[0].cropbox = pypdf.generic.RectangleObject((20, 30, WIDTH, HEIGHT))
    writer.pages[0].rotate(turn)
    buffer = io.BytesIO()
    writer.write(buffer)
    reading = read(buffer.getvalue())
    assert reading.words is not None
    left, top, right, bottom = reading.words.box[0].tolist()
    corner = {
        0: (40, 44),
        90: (HEIGHT - 30 - 60, 40),
        180: (WIDTH - 20 - 40, HEIGHT - 30 - 60),
        270: (44, WIDTH - 20 - 40),
    }
    size = (WIDTH - 20, HEIGHT - 30) if turn in (0, 180) else (HEIGHT - 30, WIDTH - 20)
    near_x, near_y = corner[turn]
    assert reading.text.startswith("Corner")
    assert (reading.pages[0].width, reading.pages[0].height) == pytest.approx(size, abs=0.01)
    assert left - 8 <= near_x <= right + 8
    assert top - 8 <= near_y <= bottom + 8


def test_a_page_drawn_on_its_side_is_read_and_its_upright_number_is_its_label() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        for row, word in enumerate(["Upper", "Lower"]):
            canvas.drawString(60, 500 - 200 * row, f"{word} line of a page that lies on its side.")
        canvas.restoreState()
        canvas.drawString(300, 30, "7")

    reading = read(draw(paint))
    assert [text.split()[0] for text in texts(reading)] == ["Upper", "Lower"]
    assert reading.pages[0].label == "7"
    assert reading.words is not None
    left, top, right, bottom = reading.words.box[0].tolist()
    assert (reading.pages[0].width, reading.pages[0].height) == pytest.approx(A4, abs=0.01)
    assert bottom - top > right - left
    assert 80 <= left <= 100


def test_text_that_the_page_does_not_show_is_left_out() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}. {PROSE}.", top=100)
        hidden = canvas.beginText(60, 400)
        hidden.setTextRenderMode(3)
        hidden.textLine("Invisible words")
        canvas.drawText(hidden)
        canvas.drawString(60, -40, "Words off the page")
        canvas.drawString(60, 300, "Covered words")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(50, 290, 200, 30, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(60, 200, 100, 20)
        canvas.clipPath(clip, stroke=0)
        canvas.drawString(60, 240, "Clipped words")
        canvas.restoreState()

    assert texts(read(draw(paint))) == [f"{PROSE}. {PROSE}."]


def test_roman_numerals_and_restarted_numbers_are_labels_as_printed() -> None:
    labels = ["i", "ii", "1", "2", "3", "1", "2"]

    def paint(canvas: Canvas) -> None:
        for label in labels:
            flow(canvas, f"{PROSE}. {PROSE}.", top=130)
            canvas.drawString(300, 30, label)
            canvas.showPage()

    assert [page.label for page in read(draw(paint)).pages] == labels


def test_the_files_own_labels_count_only_where_nothing_is_printed() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER")
        canvas.addPageLabel(2, style="ARABIC", start=1)
        for page in range(4):
            flow(canvas, f"{page} {PROSE}. {PROSE}.", top=130)
            canvas.showPage()

    assert [page.label for page in read(draw(paint)).pages] == ["i", "ii", "1", "2"]


def test_title_author_and_date_come_from_the_file_unless_they_are_a_programs() -> None:
    def paint(canvas: Canvas) -> None:
        heading(canvas, "Trust in places", 100, 22)
        flow(canvas, "October 2022", top=140)
        flow(canvas, f"{PROSE}. {PROSE}.", top=300)

    def titled(canvas: Canvas) -> None:
        canvas.setTitle("Microsoft Word - final v3.docx")
        canvas.setAuthor("The Learning Partner")
        paint(canvas)

    plain, from_word = read(draw(paint)).metadata, read(draw(titled)).metadata
    assert plain["title"] == from_word["title"] == "Trust in places"
    assert plain["date"] == "2022-10"
    assert "author" not in plain
    assert from_word["author"] == "The Learning Partner"


def test_a_file_with_an_empty_user_password_is_read() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}.")

    data = draw(paint, encrypt=StandardEncryption("", ownerPassword="owner", strength=128))
    assert texts(read(data)) == [f"{PROSE}."]


def test_a_page_is_rendered_at_its_scale(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(draw(lambda canvas: canvas.drawString(60, 700, "Words")))
    assert render_page(path, 1, 2).size == (1191, 1684)


def blank(canvas: Canvas) -> None:
    for _ in range(3):
        canvas.rect(100, 100, 300, 300, fill=1)
        canvas.showPage()


def written(canvas: Canvas) -> None:
    for _ in range(3):
        flow(canvas, f"{PROSE}. {PROSE}.")
        canvas.showPage()


REFUSED: dict[str, Callable[[], bytes]] = {
    "encrypted": lambda: draw(written, encrypt=StandardEncryption("secret", strength=128)),
    "scanned": lambda: draw(blank),
    "corrupt": lambda: draw(written)[:-600],
    "too_large": lambda: draw(written),
    "empty": lambda: b"",
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_file_that_can_not_be_read_is_refused_with_its_reason(reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_pdf(REFUSED[reason](), PATH, max_pages=2 if reason == "too_large" else 50)
    assert caught.value.reason == reason
    assert caught.value.remedy


def test_bytes_that_are_no_pdf_are_refused_as_corrupt() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_pdf(b"%PDF-1.7 and then nothing of the kind %%EOF", PATH, max_pages=50)
    assert caught.value.reason == "corrupt"


def test_a_page_without_text_among_others_is_said_in_a_warning() -> None:
    def paint(canvas: Canvas) -> None:
        written(canvas)
        canvas.showPage()

    assert read(draw(paint)).warnings == ("No text on page 4.",)


def test_figures_at_the_edges_of_pages_are_read_and_are_no_page_numbers() -> None:
    def paint(canvas: Canvas) -> None:
        for page, figure in enumerate(["85%", "2023", "£312"]):
            canvas.setFont("Helvetica-Bold", 24)
            canvas.drawString(60 + 90 * page, HEIGHT - 60, figure)
            flow(canvas, f"{varied(page)}.", top=120)
            canvas.showPage()

    reading = read(draw(paint))
    assert [page.label for page in reading.pages] == [None, None, None]
    assert all(figure in reading.text for figure in ["85%", "2023", "£312"])


def test_an_empty_cell_keeps_its_place() -> None:
    def paint(canvas: Canvas) -> None:
        rows = [["", "2021", "2022"], ["Visits", "", "14"], ["Calls", "9", ""]]
        draw_grid(canvas, rows)
        flow(canvas, f"{PROSE}.", top=400)

    assert texts(read(draw(paint)), "table_row") == ["\t2021\t2022", "Visits\t\t14", "Calls\t9"]


def draw_grid(canvas: Canvas, rows: list[list[str]], top: float = 150) -> None:
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            left, bottom = 60 + 150 * column, HEIGHT - top - 20 * (row + 1)
            canvas.rect(left, bottom, 150, 20)
            canvas.drawString(left + 5, bottom + 6, cell)


def test_a_ruled_table_under_the_rule_of_a_running_head_is_whole() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.rect(60, HEIGHT - 51, 450, 1, fill=1)
        flow(canvas, "Were the figures changed?", top=110)
        draw_grid(
            canvas, [["", "Now", "Then"], ["Families", "4,755", "5,699"], ["Visits", "7,889", "15,424"]]
        )
        canvas.drawString(450, HEIGHT - 240, "Unit: pounds")
        draw_grid(canvas, [["Item", "Amount", "Remark"], ["Van", "3,240", "Sold"]], top=260)
        flow(canvas, f"{PROSE}.", top=400)

    assert texts(read(draw(paint)), "table_row") == [
        *("\tNow\tThen", "Families\t4,755\t5,699", "Visits\t7,889\t15,424"),
        *("Item\tAmount\tRemark", "Van\t3,240\tSold"),
    ]


def test_the_marks_of_notes_are_not_glued_to_what_they_follow() -> None:
    def paint(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica", 11)
        for words, mark in [
            ("Of the 120", "1"),
            (" mentors, 45", "2"),
            (" stayed on 5 km", "2"),
            (" of paths.", ""),
        ]:
            text.textOut(words)
            text.setFont("Helvetica", 7)
            text.setRise(4)
            text.textOut(mark)
            text.setFont("Helvetica", 11)
            text.setRise(0)
        canvas.drawText(text)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 80, "1 Excludes two areas.")
        canvas.drawString(60, 68, "2 As they said.")

    reading = read(draw(paint))
    assert texts(reading)[0] == "Of the 120 mentors, 45 stayed on 5 km2 of paths."
    assert joined_notes(reading) == [("Of the 120", "1 Excludes two areas."), ("45", "2 As they said.")]


def joined_notes(reading: Reading) -> list[tuple[str, str]]:
    """What stands before each mark since the one before it, and its note."""
    starts = [0, *(note.at for note in reading.footnotes)]
    return [
        (reading.text[start : note.at].rpartition(", ")[2], reading.text[note.start : note.end])
        for start, note in zip(starts, reading.footnotes, strict=False)
    ]


def test_notes_at_the_end_are_joined_where_only_one_has_the_mark() -> None:
    def mark(canvas: Canvas, figure: str) -> None:
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica", 11)
        text.textOut("They met often.")
        text.setFont("Helvetica", 7)
        text.setRise(4)
        text.textOut(figure)
        canvas.drawText(text)

    def paint(canvas: Canvas) -> None:
        mark(canvas, "1")
        canvas.showPage()
        mark(canvas, "2")
        canvas.showPage()
        heading(canvas, "Notes", 60)
        flow(canvas, "1 In the first year.", top=90)
        flow(canvas, "2 In the second year.", top=120)

    reading = read(draw(paint))
    notes = [reading.text[note.start : note.end] for note in reading.footnotes]
    assert notes == ["1 In the first year.", "2 In the second year."]


def test_a_stamp_in_the_margin_is_no_heading_and_no_title() -> None:
    def paint(canvas: Canvas) -> None:
        heading(canvas, "Library visits", 60)
        flow(canvas, f"{PROSE}. {PROSE}.", top=100)
        canvas.rotate(90)
        canvas.setFont("Helvetica", 20)
        canvas.drawString(200, -30, "Published as paper 1601")

    reading = read(draw(paint))
    assert texts(reading, "heading") == ["Library visits"]
    assert reading.metadata["title"] == "Library visits"
    assert "Published as paper 1601" in reading.text


def test_a_range_and_a_compound_over_a_lines_end_stay_whole() -> None:
    def paint(canvas: Canvas) -> None:
        for at, words in enumerate(
            ["They worked in twenty-", "five wards, for 2019-", "2021, with a well-", "known team."]
        ):
            canvas.drawString(60, HEIGHT - 100 - 14 * at, words)

    assert texts(read(draw(paint))) == [
        "They worked in twenty-five wards, for 2019-2021, with a well-known team."
    ]


def test_sentences_in_large_type_are_no_heading() -> None:
    def paint(canvas: Canvas) -> None:
        heading(canvas, "Warm rooms", 60)
        canvas.setFont("Helvetica", 13)
        canvas.drawString(60, HEIGHT - 90, "Eleven halls opened on Mondays. Nobody had to ask.")
        flow(canvas, f"{PROSE}. {PROSE}.", top=120)

    assert texts(read(draw(paint)), "heading") == ["Warm rooms"]


def test_headings_that_look_like_text_are_told_by_the_files_tags() -> None:
    data = write_tagged(
        [
            ("H1", "Helvetica-Bold", "What we learned"),
            ("H2", "Helvetica", "About trust"),
            ("P", "Helvetica", "Trust took time."),
            ("H2", "Helvetica", "Findings:"),
            ("P", "Helvetica", "It grew when partners met."),
        ]
    )
    reading = read(data)
    found = [(reading.text[b.start : b.end], b.level) for b in reading.blocks if b.role == "heading"]
    assert found == [("What we learned", 1), ("About trust", 2), ("Findings:", 2)]
    assert texts(reading, "paragraph") == ["Trust took time.", "It grew when partners met."]


def test_headings_that_look_like_text_are_told_by_the_files_bookmarks() -> None:
    def paint(canvas: Canvas) -> None:
        for level, title in enumerate(("A long way", "Small steps")):
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title, level)
        top = flow(canvas, "A long way", top=80)
        top = flow(canvas, varied(0), top=top)
        top = flow(canvas, "Small steps", top=top)
        flow(canvas, varied(1), top=top)

    reading = read(draw(paint))
    found = [(reading.text[b.start : b.end], b.level) for b in reading.blocks if b.role == "heading"]
    assert found == [("A long way", 1), ("Small steps", 2)]


def test_a_large_figure_belongs_to_what_it_counts() -> None:
    def paint(canvas: Canvas) -> None:
        heading(canvas, "85%", 100, size=24)
        flow(canvas, "of families stayed with the hub", top=116)
        flow(canvas, varied(0), top=180)

    assert texts(read(draw(paint)))[0] == "85% of families stayed with the hub"


def test_a_chart_is_one_block_that_is_no_prose() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}.", top=60)
        canvas.setFont("Helvetica", 8)
        for tick in range(5):
            canvas.line(90, 500 + 30 * tick, 400, 500 + 30 * tick)
            canvas.drawRightString(85, 497 + 30 * tick, f"{1000 * tick:,}")
        for at, name in enumerate(("Exford", "Northam", "Salcombe")):
            canvas.rect(120 + 90 * at, 500, 30, 60 + 20 * at, fill=1)
            canvas.drawString(118 + 90 * at, 488, name)
        flow(canvas, f"{PROSE}.", top=420)

    reading = read(draw(paint))
    assert texts(reading, "chart") == ["4,000 3,000 2,000 1,000 0 Exford Northam Salcombe"]
    assert texts(reading, "paragraph") == [f"{PROSE}."] * 2


def test_entries_without_a_page_belong_to_the_list_of_contents_too() -> None:
    def paint(canvas: Canvas) -> None:
        heading(canvas, "Contents", 60)
        for at, entry in enumerate(
            ["Aims ........ 2", "Methods ........ 3", "Surveys", "Results ........ 5"]
        ):
            flow(canvas, entry, top=100 + 24 * at)
        for at, entry in enumerate(["Lessons ........ 7", "Next steps ........ 8", "Appendix 1 Forms"]):
            flow(canvas, entry, top=220 + 24 * at)
        canvas.showPage()
        flow(canvas, f"{PROSE}.", top=100)

    reading = read(draw(paint))
    assert len(texts(reading, "contents")) == 7
    assert texts(reading, "paragraph") == [f"{PROSE}."]


def test_a_paragraph_goes_on_below_the_box_beside_it() -> None:
    def paint(canvas: Canvas) -> None:
        for at in range(8):
            flow(canvas, "and partners met and asked each other", top=100 + 13 * at)
        flow(canvas, "Box 1. Questions", left=320, top=100)
        for at in range(1, 4):
            flow(canvas, f"Question {at} of the box is put here?", left=320, top=100 + 24 * at)
        flow(
            canvas,
            "Exford and Northam were first, and other towns of the county came in the years after.",
            top=204,
        )

    found = texts(read(draw(paint)))
    assert found[0].endswith(
        "asked each other Exford and Northam were first, and other towns of the county came in the years after."
    )


def test_italic_words_with_their_speaker_upright_are_a_quotation() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}.", top=60)
        canvas.setFont("Helvetica-Oblique", 10)
        canvas.drawString(100, HEIGHT - 130, "We were asked what we wanted to change, and then it was")
        canvas.drawString(100, HEIGHT - 143, "changed.")
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(145, HEIGHT - 143, "Tenant")

    assert texts(read(draw(paint)), "quotation") == [
        "We were asked what we wanted to change, and then it was changed. Tenant"
    ]


def test_quotations_are_set_in_though_they_are_most_of_their_page() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}.", top=60)
        canvas.setFont("Helvetica-Oblique", 10)
        for top in range(130, 330, 13):
            canvas.drawString(
                72, HEIGHT - top, f"and in year {top} we walked to the other places that we had heard of in"
            )

    (found,) = texts(read(draw(paint)), "quotation")
    assert found.startswith("and in year 130")


def test_highlighted_lines_stay_in_their_paragraph() -> None:
    def paint(canvas: Canvas) -> None:
        lines = [
            "The council paid for the pilot, and most of it",
            "went on two workers, who",
            "stayed for two years.",
        ]
        for at, line in enumerate(lines):
            base = HEIGHT - 100 - 13 * at
            canvas.setFillColorRGB(1, 1, 0.4)
            if at == 1:
                canvas.rect(60, base - 3, canvas.stringWidth(line, "Helvetica", 10) + 3, 13, fill=1, stroke=0)
            canvas.setFillColorRGB(0, 0, 0)
            canvas.setFont("Helvetica", 10)
            canvas.drawString(60, base, line)
        flow(canvas, f"{PROSE}.", top=200)

    assert texts(read(draw(paint)))[0] == (
        "The council paid for the pilot, and most of it went on two workers, who stayed for two years."
    )


def test_lines_under_the_words_of_an_item_belong_to_it_however_short_the_item_is_set() -> None:
    def paint(canvas: Canvas) -> None:
        flow(canvas, f"{PROSE}.", top=60)
        canvas.setFont("Helvetica", 10)
        for at, line in enumerate(
            ["•  Most families went to the", "    Exford and Northam hubs,", "    Salcombe's had closed."]
        ):
            canvas.drawString(
                60 if at == 0 else 60 + canvas.stringWidth("•  "), HEIGHT - 130 - 13 * at, line.strip()
            )

    assert texts(read(draw(paint)), "bullet") == [
        "Most families went to the Exford and Northam hubs, Salcombe's had closed."
    ]


def test_centred_lines_go_on() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        lines = [
            "The programme helped the towns of the county to share what they had learned",
            "with one another.",
        ]
        for at, line in enumerate(lines):
            canvas.drawCentredString(250, HEIGHT - 100 - 13 * at, line)
        flow(canvas, f"{PROSE}.", top=200)

    assert texts(read(draw(paint)))[0].endswith("what they had learned with one another.")
