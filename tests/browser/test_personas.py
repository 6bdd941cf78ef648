"""Sixty first questions, as three kinds of people would type them, over all sample reports.

The first screen has the answer's first line and its source, on a desk and on a phone; a passage opens with the marked
words of its page in sight.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from service.assistant import Assistant
from service.web.app import create_app
from tests.browser.first_questions import FIRST_QUESTIONS
from tests.serving import served

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=375, height=667)

FIRST_SCREEN = """() => {
  const turn = document.querySelector("article.turn");
  const shown = (element) => {
    if (!element || !element.checkVisibility()) return false;
    const box = [...element.getClientRects()][0];
    return box && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
  };
  const cited = (line) => line.querySelector(".cite")?.dataset.card.split("\\n")[0];
  const isTitle = (line) => cited(line) && line.textContent.trim().startsWith(cited(line));
  const told = turn.querySelector(".outcome, .prose p, .prose li, .prose blockquote, .prose caption");
  // Of a list that begins with a table, its first line is that of the table.
  const first = told.querySelector("caption, th, td") ?? told;
  const line = document.createRange();
  line.selectNodeContents(first);
  return {
    answered: !turn.querySelector(".outcome"),
    line: shown({ checkVisibility: () => true, getClientRects: () => line.getClientRects() }),
    source: [...turn.querySelectorAll(".prose .cite")].some(shown),
    named: [...turn.querySelectorAll(".prose .from, .source-report cite")].some(shown) || isTitle(first),
    passage: turn.querySelector(".prose .cite")?.getAttribute("href") ?? null,
  };
}"""
"""What of the answer stands in the window as it was opened."""

MARKED_ROWS = """async () => {
  const sheet = document.querySelector("#check .sheet-part");
  const words = document.querySelector("#check .context mark").getClientRects();
  if (sheet.querySelector(".notice")) return [words[0].top, words[0].bottom, innerHeight];
  const image = sheet.querySelector("img");
  await image.decode();
  const [canvas, box] = [document.createElement("canvas"), image.getBoundingClientRect()];
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  drawing.drawImage(image, 0, 0);
  const { data, width, height } = drawing.getImageData(0, 0, canvas.width, canvas.height);
  const isMarked = (row) => {
    let count = 0;
    for (let at = row * width * 4; at < (row + 1) * width * 4; at += 4) {
      const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
      // Yellow on paper, olive on a dark ground: with far less blue than red and green.
      if (Math.min(red, green) - blue > 20 && Math.abs(red - green) < 45) count += 1;
    }
    return count > 20;
  };
  const rows = [...Array(height).keys()].filter(isMarked);
  if (!rows.length) return null;
  const place = (row) => box.top + (row / height) * box.height;
  return [place(rows[0]), place(rows.at(-1)), innerHeight];
}"""
"""Where the first and the last marked row of the page's picture stand in the window, and how high it is.

Of a format without pages, whose words are its page, where its first marked words stand.
"""


@pytest.fixture(scope="module")
def corpus_site(corpus_assistant: Assistant) -> Iterator[str]:
    """The address of the service over all sample reports."""
    with served(create_app(corpus_assistant.settings, corpus_assistant)) as address:
        yield address


@pytest.fixture(scope="module")
def reader(browser: Browser, corpus_site: str) -> Iterator[Page]:
    """One page in one window, for all questions."""
    with browser.new_context(base_url=corpus_site, viewport=DESK) as context:
        yield context.new_page()


def ask(page: Page, question: str) -> str:
    """Ask as the page's form does without scripts; gives the address of the answer."""
    response = page.request.post("/ask", form={"question": question}, max_redirects=0)
    assert response.status == 303, (question, response.text())
    return response.headers["location"]


def see(page: Page, address: str, size: ViewportSize) -> dict[str, Any]:
    """Give what the first screen of an answer holds."""
    page.set_viewport_size(size)
    page.goto("about:blank")
    page.goto(address)
    seen: dict[str, Any] = page.evaluate(FIRST_SCREEN)
    return seen


def find_unseen(page: Page, address: str) -> Iterator[str]:
    """Name what of an answer is not on its first screen; a refusal cites nothing."""
    for size in (DESK, PHONE):
        seen = see(page, address, size)
        wanted = ("line", "source", "named") if seen["answered"] else ("line",)
        yield from (f"{address}, {size['width']}: no {part}" for part in wanted if not seen[part])


def find_unmarked(page: Page, passage: str) -> Iterator[str]:
    """Say where the marked words of a passage are not in sight."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto(passage)
        rows = page.evaluate(MARKED_ROWS)
        if rows is None or not 0 <= rows[0] <= rows[1] <= rows[2]:
            yield f"{passage}, {size['width']}: marked rows at {rows}"


@pytest.mark.parametrize("persona", FIRST_QUESTIONS)
def test_first_screens_show_the_answer_and_its_source(reader: Page, persona: str) -> None:
    questions = FIRST_QUESTIONS[persona]
    assert len(questions) == 20
    addresses = {question: ask(reader, question) for question in questions}
    unseen = [
        f"{question} {each}" for question in questions for each in find_unseen(reader, addresses[question])
    ]
    assert not unseen, "\n".join(unseen)


def test_twenty_passages_open_with_their_marked_words_in_sight(reader: Page) -> None:
    every = [question for questions in FIRST_QUESTIONS.values() for question in questions]
    passages = [see(reader, ask(reader, question), DESK)["passage"] for question in every[::2]]
    cited = [passage for passage in passages if passage][:20]
    assert len(cited) == 20
    unmarked = [each for passage in cited for each in find_unmarked(reader, passage)]
    assert not unmarked, "\n".join(unmarked)
