"""The PDF reader on the developers' reports: gold quotes stand verbatim in one block, on their pages.

Why pypdfium2 reads the text and pypdf only what a file says of itself, measured on these 70 pages with pypdf
7.1.0 and pypdfium2 5.15.2: pypdf's text takes 45 to 120 ms a page, pypdfium2's 3 to 6; pypdf tears 7 words,
all in the management response, pypdfium2 none; pypdfium2 glues one pair of words (its gap is on the page, so
the reader parts it), pypdf none; both put the page's foot first on 22 pages, and page 1 of the brief in the
file's order; pypdfium2 gives the box of each character, pypdf none.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from ingest.readers.pdf import read_pdf
from ingest.types import Block, Reading

pytestmark = pytest.mark.shared

VARIANTS = str.maketrans({"‐": "-", "‑": "-", "“": '"', "”": '"', "’": "'", "‘": "'", "*": None})


MOST_MISSED = 0.025
"""Of 720 quotes 16 miss: cut over cells of tables and columns of slides, or joined by whoever chose them."""

REPORTS = [
    "gm-moving-2022",
    "scale-and-spread-2021",
    "iom-cs1137-cs1138-management-response",
    "iom-meta-evaluation-2020-2024-brief",
    "iom-rdh-case-study-east-horn-southern-africa",
]


@cache
def reading_of(shared: Path, report: str) -> Reading:
    (path,) = shared.glob(f"*reports/{report}.pdf")
    return read_pdf(path.read_bytes(), path, max_pages=100)


@cache
def plain(text: str) -> tuple[str, list[int]]:
    """Text with one form for each quote and hyphen and single spaces, and where each character came from."""
    kept = [(c.translate(VARIANTS), at) for at, c in enumerate(re.sub(r"\s", " ", text))]
    kept = [(c, at) for c, at in kept if c]
    single = [
        pair
        for pair, before in zip(kept, [("", -1), *kept], strict=False)
        if pair[0] != " " or before[0] != " "
    ]
    return "".join(c for c, _ in single), [at for _, at in single]


def gold(shared: Path) -> Iterator[tuple[str, str, int | None]]:
    """Report, quote and, where it is said, page."""
    for path in sorted(shared.glob("*questions-dev.jsonl")):
        for row in path.read_text(encoding="utf-8").splitlines():
            for evidence in json.loads(row)["evidence"]:
                yield evidence["doc"], evidence["quote"], evidence.get("page")


def blocks_at(reading: Reading, start: int, end: int) -> list[Block]:
    return [block for block in reading.blocks if block.start < end and start < block.end]


def test_gold_quotes_stand_verbatim_in_one_block_on_their_page(shared: Path) -> None:
    quotes = list(gold(shared))
    problems = []
    for report, quote, page in quotes:
        reading = reading_of(shared, report)
        text, places = plain(reading.text)
        wanted = plain(quote)[0].strip()
        at = text.find(wanted)
        if at < 0:
            problems.append(("missing", report, wanted))
            continue
        start, end = places[at], places[at + len(wanted) - 1] + 1
        rows = reading.words
        assert rows is not None
        pages = set(rows.page[(rows.start < end) & (rows.end > start)].tolist())
        if len(blocks_at(reading, start, end)) != 1 or (page and pages != {page}):
            problems.append(("place", report, wanted))
    assert [problem for problem in problems if problem[1] in REPORTS] == []
    assert len(problems) <= MOST_MISSED * len(quotes)


def test_no_page_of_any_report_at_hand_loses_or_doubles_a_word(shared: Path) -> None:
    paths = sorted(shared.glob("*reports/*.pdf"))
    assert sum(len(reading_of(shared, path.stem).pages) for path in paths) > 300
    told = {path.stem: reading_of(shared, path.stem).warnings for path in paths}
    assert [
        (name, each) for name, warnings in told.items() for each in warnings if "not read as it is" in each
    ] == []


@pytest.mark.parametrize("report", REPORTS)
def test_word_rows_cover_the_blocks_and_lie_on_their_pages(shared: Path, report: str) -> None:
    reading = reading_of(shared, report)
    rows = reading.words
    assert rows is not None
    covered = np.zeros(len(reading.text), bool)
    for start, end in zip(rows.start.tolist(), rows.end.tolist(), strict=True):
        covered[start:end] = True
    solid = np.array([not c.isspace() for c in reading.text])
    assert (covered == solid).all()
    assert (rows.end[:-1] <= rows.start[1:]).all()
    sizes = np.array([(page.width, page.height) for page in reading.pages])[rows.page - 1]
    assert (rows.box[:, 0] < rows.box[:, 2]).all()
    assert (rows.box[:, 1] < rows.box[:, 3]).all()
    assert (rows.box[:, 2:] <= sizes + 1).all()
    assert (rows.box >= -1).all()


def count_labels(first: int, last: int) -> list[str | None]:
    return [str(number) for number in range(first, last + 1)]


LABELS: dict[str, list[str | None]] = {
    "gm-moving-2022": count_labels(1, 4),
    "scale-and-spread-2021": count_labels(1, 39),
    "iom-cs1137-cs1138-management-response": [None, *count_labels(2, 12)],
    "iom-meta-evaluation-2020-2024-brief": [None, None],
    "iom-rdh-case-study-east-horn-southern-africa": [None, None, *count_labels(1, 10), None],
    "business-informatics-workshop": [None] * 27,
    "chc-programme-evaluation-2018": [None, *count_labels(1, 57)],
    "chc-public-involvement-2018": [None, *count_labels(1, 30)],
    "gm-communications": count_labels(1, 26),
    "open-collectivites-2021": [None, *count_labels(2, 14)],
    "shared-palliative-care-2019": [None, *count_labels(1, 20), None],
    "undp-liberia-icpe": [*"abc", "i", "ii", "iii", "iv", *count_labels(1, 58)],
}
"""What each page prints of its number, read off the pictures of the pages; where one of `undp-liberia-icpe` prints
nothing (covers, first pages of chapters), what the file itself calls it."""


def test_labels_are_what_is_printed_on_the_page(shared: Path) -> None:
    pages = [
        (report, number, page.label, label)
        for report, labels in LABELS.items()
        for number, (page, label) in enumerate(zip(reading_of(shared, report).pages, labels, strict=True), 1)
    ]
    wrong = [each for each in pages if each[2] != each[3]]
    print(f"page labels: {len(pages) - len(wrong)} of {len(pages)} right; wrong: {wrong}")  # noqa: T201
    assert len(pages) > 300
    assert [each for each in wrong if each[2] is not None] == []  # none is false
    assert len(wrong) <= 0.01 * len(pages)


@pytest.mark.parametrize(
    ("report", "date"),
    [
        ("gm-moving-2022", "2022-10"),
        ("scale-and-spread-2021", "2021-08"),
        ("iom-cs1137-cs1138-management-response", "2025-06-10"),
        ("iom-meta-evaluation-2020-2024-brief", "2025-07"),
        ("iom-rdh-case-study-east-horn-southern-africa", "2025-07-09"),
    ],
)
def test_the_printed_date_counts_and_every_report_has_a_title(shared: Path, report: str, date: str) -> None:
    metadata = reading_of(shared, report).metadata
    assert metadata["date"] == date
    assert len(metadata["title"].split()) > 3


def test_running_feet_and_clipped_words_are_not_in_the_text(shared: Path) -> None:
    for report in REPORTS:
        assert not re.search(r"Page \d+ of \d+", reading_of(shared, report).text)
    assert "APRIL" not in reading_of(shared, "iom-meta-evaluation-2020-2024-brief").text


def test_the_long_table_of_the_case_study_is_read_cell_by_cell(shared: Path) -> None:
    reading = reading_of(shared, "iom-rdh-case-study-east-horn-southern-africa")
    text = reading.text
    heads = [b for b in reading.blocks if b.role == "table_row" and "OBJECTIVE" in text[b.start : b.end]]
    assert len(heads) == 1
    objectives = [text[b.start : b.end] for b in reading.blocks if text.startswith("Objective ", b.start)]
    assert [objective[:12] for objective in objectives] == [f"Objective {n}:" for n in (1, 2, 3)]
    assert {b.level for b in reading.blocks if b.role == "bullet"} == {1, 2}
