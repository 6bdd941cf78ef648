from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdfium.document import render_page
from ingest.types import Words
from service.assistant import Assistant
from service.web.render import page_images
from service.web.render.page_images import MAX_PIXELS, Span, find_marked_boxes, marks, page_png, small_png


def image_of(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(int)


def first_sentence_on(assistant: Assistant, report_id: str, page: int) -> Span:
    report = assistant.library.report(report_id)
    assert report.words is not None
    row = int(np.flatnonzero(report.words.page == page)[20])
    offset = int(report.words.start[row])
    sentence = next(s for s in report.sentences if s.start >= offset)
    return Span(sentence.start, sentence.end)


def test_only_the_words_of_the_passage_are_marked(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    report, file = library.report("no-wrong-door"), library.file("no-wrong-door")
    mark = first_sentence_on(sample_assistant, "no-wrong-door", 1)
    plain, marked = (image_of(page_png(report, file, 1, m, 2)) for m in (None, mark))
    changed = np.abs(plain - marked).sum(axis=2) > 0
    assert report.words is not None
    boxes = find_marked_boxes(report.words, 1, mark)
    assert boxes
    expected = np.zeros_like(changed)
    for left, top, right, bottom in boxes:
        expected[int(top * 2) - 3 : int(bottom * 2) + 4, int(left * 2) - 3 : int(right * 2) + 4] = True
    assert not (changed & ~expected).any()
    assert (changed & expected).sum() > 0.6 * expected.sum()


def test_of_a_row_only_the_cells_are_marked(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    report, file = library.report("no-wrong-door"), library.file("no-wrong-door")
    mark = first_sentence_on(sample_assistant, "no-wrong-door", 1)
    assert report.words is not None
    inside = np.flatnonzero((report.words.start >= mark.start) & (report.words.end <= mark.end))
    cells = [Span(int(report.words.start[row]), int(report.words.end[row])) for row in inside[[0, -1]]]
    whole, some = (image_of(page_png(report, file, 1, mark, 2, cells=each)) for each in ((), cells))
    plain = image_of(page_png(report, file, 1, None, 2))
    changed, fewer = (np.abs(plain - picture).sum(axis=2) > 0 for picture in (whole, some))
    assert 0 < fewer.sum() < changed.sum()
    assert not (fewer & ~changed).any()


def test_marked_print_stays_readable(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    mark = first_sentence_on(sample_assistant, "no-wrong-door", 1)
    picture = image_of(page_png(library.report("no-wrong-door"), library.file("no-wrong-door"), 1, mark, 2))
    red, green, blue = np.moveaxis(picture, 2, 0)
    yellow = (red > 200) & (green > 200) & (blue < 190)
    assert yellow.any()
    assert picture.min() < 110


def words(*rows: tuple[int, int, int, float, float, float, float]) -> Words:
    table = np.array(rows)
    return Words(
        table[:, 0].astype(np.int32),
        table[:, 1].astype(np.int32),
        table[:, 2].astype(np.int32),
        table[:, 3:].astype(np.float32),
    )


def test_words_of_a_line_are_joined_and_columns_and_pages_kept_apart() -> None:
    on_page = words(
        (0, 4, 1, 10, 10, 30, 20),
        (5, 9, 1, 33, 10, 50, 20),
        (10, 14, 1, 10, 24, 40, 34),
        (15, 19, 1, 300, 10, 330, 20),
        (20, 24, 2, 10, 10, 30, 20),
    )
    assert find_marked_boxes(on_page, 1, Span(0, 24)) == [
        (10, 10, 50, 20),
        (10, 24, 40, 34),
        (300, 10, 330, 20),
    ]
    assert find_marked_boxes(on_page, 2, Span(0, 24)) == [(10, 10, 30, 20)]
    assert find_marked_boxes(on_page, 1, Span(6, 7)) == [(33, 10, 50, 20)]
    assert find_marked_boxes(on_page, 1, Span(4, 5)) == []


@pytest.mark.parametrize("report_id", ["team-around-the-school", "roles-and-who-does-what"])
def test_a_format_without_pages_is_typeset_with_the_passage_marked(
    sample_assistant: Assistant, report_id: str
) -> None:
    library = sample_assistant.library
    report = library.report(report_id)
    sentence = report.sentences[len(report.sentences) // 2]
    mark = Span(sentence.start, sentence.end)
    picture = image_of(page_png(report, library.file(report_id), 1, mark, 4))
    unmarked = image_of(page_png(report, library.file(report_id), 1, None, 2))
    assert picture.shape[1] <= 1200
    yellow = (picture == (255, 232, 128)).all(axis=2)
    assert yellow.sum() > 500
    assert not (unmarked == (255, 232, 128)).all(axis=2).any()


def test_a_huge_page_is_drawn_smaller(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    picture = image_of(page_png(library.report("no-wrong-door"), library.file("no-wrong-door"), 1, None, 40))
    assert max(picture.shape) <= MAX_PIXELS + 1


def test_every_sentence_of_the_samples_is_marked_with_its_own_words(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    for report in (library.report(entry.id) for entry in library.details if entry.format == "pdf"):
        assert report.words is not None
        for sentence in report.sentences:
            mark = Span(sentence.start, sentence.end)
            inside = (report.words.start < mark.end) & (report.words.end > mark.start)
            for number in set(report.words.page[inside].tolist()):
                assert marks(report.text, report.words, number, mark).sure


TEXT = "They can trust us"
ROWS = (
    (0, 4, 1, 10, 10, 30, 20),
    (5, 8, 1, 33, 10, 45, 20),
    (9, 14, 1, 48, 10, 70, 20),
    (15, 17, 2, 10, 10, 20, 20),
)


@pytest.mark.parametrize(
    ("mark", "page", "sure", "boxes"),
    [
        (Span(0, 8), 1, True, 1),
        (Span(0, 17), 1, True, 1),
        (Span(0, 17), 2, True, 1),
        (Span(0, 8), 2, True, 0),
        (Span(0, 7), 1, False, 0),
        (Span(6, 14), 1, False, 0),
    ],
    ids=["words", "over two pages", "rest on the next", "none here", "half a word", "half a word at first"],
)
def test_exactly_the_words_are_marked_or_nothing(mark: Span, page: int, sure: bool, boxes: int) -> None:
    found = marks(TEXT, words(*ROWS), page, mark)
    assert found.sure is sure
    assert len(found.boxes) == boxes


def test_a_word_that_stands_nowhere_leaves_all_unmarked() -> None:
    assert not marks("They can trust", words(ROWS[0], ROWS[2]), 1, Span(0, 14)).sure


def test_other_words_in_the_same_place_leave_all_unmarked() -> None:
    crossing = words(*ROWS[:3], (20, 24, 1, 35, 11, 44, 19))
    assert not marks(TEXT + "   over", crossing, 1, Span(0, 14)).sure


def test_a_thumbnail_of_a_very_long_page_is_drawn_within_bounds(
    sample_assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = Canvas(str(tmp_path / "long.pdf"), pagesize=(20, 5000))
    canvas.drawString(2, 4900, "a")
    canvas.save()
    known = sample_assistant.library.report("no-wrong-door")
    report = replace(known, pages=(replace(known.pages[0], width=20, height=5000),))
    drawn: list[tuple[int, int]] = []

    def render(file: Path, number: int, scale: float) -> Image.Image:
        image = render_page(file, number, scale)
        drawn.append(image.size)
        return image

    monkeypatch.setattr(page_images, "render_page", render)
    assert image_of(small_png(report, tmp_path / "long.pdf", 1, 600)).shape[1] == 600
    assert max(drawn[0]) <= MAX_PIXELS + 1


def test_the_lines_around_a_mark_hold_all_of_it_and_less_than_the_page(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    report, file = library.report("no-wrong-door"), library.file("no-wrong-door")
    mark = first_sentence_on(sample_assistant, "no-wrong-door", 1)
    whole, lines = (image_of(page_png(report, file, 1, mark, 2, lines=only)) for only in (False, True))
    assert lines.shape[0] < whole.shape[0] / 2
    assert lines.shape[1] == whole.shape[1]
    yellow = [int(((i[..., 0] > 200) & (i[..., 1] > 200) & (i[..., 2] < 190)).sum()) for i in (whole, lines)]
    assert yellow[0] == yellow[1] > 0


def test_without_a_mark_there_are_no_lines_to_cut_out(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    report, file = library.report("no-wrong-door"), library.file("no-wrong-door")
    assert page_png(report, file, 1, None, 1, lines=True) == page_png(report, file, 1, None, 1)
