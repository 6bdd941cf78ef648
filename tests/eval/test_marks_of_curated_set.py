"""What is marked on the page of a passage is the passage, word for word, and nothing else.

Checked against the characters that the PDF has in the marked places, not against the words that were read from it.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from PIL import Image

from eval.sets.cases import load_set
from eval.types import TextSpan
from ingest.index.packing import find_page
from ingest.library.open import Library
from service.assistant import Assistant
from service.types import Ask
from service.web.app import create_app
from service.web.render import page_images

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions"
DRAWN_BEYOND = 1.0
"""Points by which a mark is drawn beyond its rectangle."""
PIXELS = 2.0
"""Pixels of a picture for a point of the page."""
Characters = tuple[NDArray[np.float64], list[str]]


@pytest.fixture(scope="module")
def library(corpus_assistant: Assistant) -> Library:
    return corpus_assistant.library


@pytest.fixture(scope="module")
def passages(corpus_assistant: Assistant) -> list[TextSpan]:
    """Every passage that a case of the curated set rests on, and every one that its answer cites or shows."""
    found: dict[TextSpan, None] = {}
    for case in load_set([QUESTIONS], corpus_assistant.library):
        found.update(dict.fromkeys(span for gold in case.gold for span in gold.any_of))
        answer = corpus_assistant.answer(Ask(case.question, case.history))
        shown = (*answer.passages, *answer.nearest)
        found.update(dict.fromkeys(TextSpan(each.report_id, each.start, each.end) for each in shown))
    return list(found)


def test_the_marked_places_hold_the_words_of_the_passage_and_no_others(
    library: Library, passages: list[TextSpan]
) -> None:
    marked, wrong = 0, []
    for passage in passages:
        report = library.report(passage.report)
        if report.words is None or cuts_a_word(report.text, passage):
            continue
        words, found = report.text[passage.start : passage.end], " ".join(words_in_boxes(library, passage))
        marked += 1
        if letters(found) != letters(words):
            wrong.append(f"{passage}: {words!r} is marked as {found!r}")
    assert marked > 50
    assert wrong == []


def test_where_the_words_stand_is_told_or_nothing_is_marked_and_the_page_says_so(
    library: Library, passages: list[TextSpan], corpus_assistant: Assistant
) -> None:
    whole = next(each for each in passages if library.report(each.report).words is not None)
    cut = TextSpan(whole.report, whole.start + 1, whole.end)
    assert not [box for _, boxes in boxes_of(library, cut) for box in boxes]
    assert not changed_pixels(library, cut, find_page(library.report(cut.report), cut.start)).any()
    with TestClient(create_app(corpus_assistant.settings, corpus_assistant)) as client:
        page = client.get(f"/reports/{cut.report}/passages", params={"start": cut.start, "end": cut.end})
    assert "nothing is marked" in page.text


def test_the_check_would_see_a_mark_that_is_one_word_too_long(
    library: Library, passages: list[TextSpan]
) -> None:
    passage = next(each for each in passages if library.report(each.report).words is not None)
    text = library.report(passage.report).text
    longer = TextSpan(passage.report, passage.start, text.index(" ", passage.end + 2))
    words = text[passage.start : passage.end]
    assert letters(" ".join(words_in_boxes(library, longer))) != letters(words)


def test_the_picture_is_coloured_where_the_boxes_are(library: Library, passages: list[TextSpan]) -> None:
    by_report = {each.report: each for each in passages if library.report(each.report).words is not None}
    for passage in by_report.values():
        for number, boxes in boxes_of(library, passage):
            coloured = np.zeros_like(changed := changed_pixels(library, passage, number))
            for left, top, right, bottom in (boxes * PIXELS).round().astype(int):
                coloured[top:bottom, left:right] = True
            assert not (changed & ~coloured).any()
            assert (changed & coloured).sum() > coloured.sum() / 2


def boxes_of(library: Library, passage: TextSpan) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Each page of the passage with the boxes that are drawn on it: left, top, right, bottom, in points."""
    report = library.report(passage.report)
    words = report.words
    assert words is not None
    mark = page_images.Span(passage.start, passage.end)
    inside = (words.start < passage.end) & (words.end > passage.start)
    for number in sorted(set(words.page[inside].tolist())):
        found = page_images.marks(report.text, words, number, mark)
        yield number, np.array(found.boxes).reshape(-1, 4) + np.array([-1, -1, 1, 1]) * DRAWN_BEYOND


def words_in_boxes(library: Library, passage: TextSpan) -> Iterator[str]:
    """The characters whose middle is in a marked box, box by box."""
    for number, boxes in boxes_of(library, passage):
        middles, glyphs = characters(library.file(passage.report), number)
        for left, top, right, bottom in boxes:
            x, y = middles.T
            rows = np.flatnonzero((left <= x) & (x <= right) & (top <= y) & (y <= bottom))
            yield "".join(glyphs[row] for row in rows[np.argsort(x[rows], kind="stable")])


@cache
def characters(path: Path, number: int) -> Characters:
    """The middle of each character of a page, in points from its top left, and the characters."""
    with pdfium.PdfDocument(path) as document:
        page = document[number - 1]
        text = page.get_textpage()
        count, height = text.count_chars(), page.get_height()
        edges = np.array([text.get_charbox(index) for index in range(count)])
        glyphs = [text.get_text_range(index, 1) for index in range(count)]
    left, bottom, right, top = edges.T
    return np.stack([(left + right) / 2, height - (bottom + top) / 2], axis=1), glyphs


def cuts_a_word(text: str, passage: TextSpan) -> bool:
    """Whether a gold quote begins or ends within a word: such a quote is no passage that is ever shown."""
    around = (text[passage.start - 1 : passage.start], text[passage.end : passage.end + 1])
    return any(letter and not letter.isspace() for letter in around)


def letters(text: str) -> str:
    """What is compared: no spaces, no hyphens (a word torn by a line's end has one), no ligatures."""
    return re.sub(r"[\s\-\u2010\u2011\u00ad\ufffe\x02]", "", unicodedata.normalize("NFKC", text))


def changed_pixels(library: Library, passage: TextSpan, number: int) -> NDArray[np.bool_]:
    """Where the picture of a page differs from the one without marks at PIXELS a point."""
    report, file = library.report(passage.report), library.file(passage.report)
    mark = page_images.Span(passage.start, passage.end)
    plain, marked = (
        np.asarray(
            Image.open(BytesIO(page_images.page_png(report, file, number, span, PIXELS))).convert("RGB")
        )
        for span in (None, mark)
    )
    changed: NDArray[np.bool_] = (plain != marked).any(axis=2)
    return changed
