from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.meaning.parts import find_parts, put_under_headings
from ingest.readers.markdown import read_markdown
from ingest.types import Block, Page, Part, Reading, Words

BODY = "Partners met in March, and what they had planned was begun by all of them.\n\n" * 12


def parts_of(text: str) -> dict[str, Part]:
    """The first words of each block, with its part."""
    reading = read_markdown(text.encode(), Path("r.md"))
    blocks = put_under_headings(reading.text, reading.blocks)
    parts = find_parts(reading, blocks)
    return {
        reading.text[block.start : block.end][:30]: part for block, part in zip(blocks, parts, strict=True)
    }


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Executive summary", "summary"),
        ("1. Executive Summary (progress to May)", "summary"),
        ("Résumé exécutif", "summary"),
        ("Summary conclusions and questions", "body"),
        ("Summarising what was heard", "body"),
        ("Annex B: Terms of reference", "annex"),
        ("APPENDICES", "annex"),
        ("References", "references"),
        ("7 Bibliography", "references"),
        ("Sources of heat in homes", "body"),
        ("Acknowledgements", "imprint"),
        ("Thanks", "imprint"),
        ("Thanks to volunteers, waiting fell", "body"),
        ("Table of contents", "contents"),
        ("Sommaire", "contents"),
        ("Findings", "body"),
    ],
)
def test_a_heading_tells_the_part_of_what_stands_under_it(heading: str, part: Part) -> None:
    section = f"## {heading}\n\nWords under it.\n\n### Deeper\n\nMore.\n\n## Next\n\nOther."
    found = parts_of(f"# T\n\nIt began.\n\n{section}\n\n{BODY}")
    assert (found["Words under it."], found["More."], found["Other."]) == (part, part, "body")


def test_an_annex_near_the_end_lasts_to_the_end() -> None:
    found = parts_of(
        f"# T\n\n{BODY}\n\n## Annex A\n\nFirst.\n\n## Stage 1: desk review\n\nSecond.\n\n## Sources\n\nThird."
    )
    assert [found[words] for words in ("First.", "Second.", "Third.")] == ["annex", "annex", "references"]


def test_a_numbered_chapter_ends_an_annex() -> None:
    found = parts_of(f"# T\n\n{BODY}\n\n## Annex A\n\nFirst.\n\n## Chapter 4: Findings\n\nSecond.")
    assert (found["First."], found["Second."]) == ("annex", "body")


def test_a_heading_over_most_of_a_report_is_its_title() -> None:
    assert parts_of(f"# Evaluation brief\n\nIt began.\n\n{BODY}")["It began."] == "body"


def test_a_questionnaire_asks_and_a_text_about_one_does_not() -> None:
    asked = "\n\n".join(f"What helped team {number} most?" for number in range(6))
    found = parts_of(
        f"# T\n\n{BODY}\n\n## Interview guide\n\n{asked}\n\n## Questionnaire design\n\nIt was sent out."
    )
    assert found["What helped team 1 most?"] == "questionnaire"
    assert found["It was sent out."] == "body"


def test_entries_of_a_bibliography_are_known_by_their_shape() -> None:
    entries = [
        "Okafor, A. and Lind, B. (2019) Trust between services. Journal of Places 12(3): 44-61.",
        "Lind, B., Marsh, T. (2020) Slow money. Leeds: Northern Press.",
        "Marsh, T. (2021) Who decides. Available at: https://example.org/who",
    ]
    found = parts_of(f"# T\n\n{BODY}\n\n" + "\n\n".join(entries) + "\n\nMarsh (2021) found that trust grew.")
    assert [found[entry[:30]] for entry in entries] == ["references"] * 3
    assert found["Marsh (2021) found that trust "] == "body"


def test_what_is_thanked_at_length_has_lost_its_heading() -> None:
    found = parts_of(f"# T\n\n{BODY * 9}\n\n## Acknowledgements\n\nMany.\n\n{BODY * 5}\n\nLast words.")
    assert (found["Many."], found["Last words."]) == ("imprint", "body")


def paged(pages: Sequence[Sequence[str]]) -> Reading:
    """A reading with one paragraph for each text of a page."""
    text, blocks, numbers = "", [], []
    for number, paragraphs in enumerate(pages, 1):
        for paragraph in paragraphs:
            blocks.append(Block(len(text), len(text) + len(paragraph), "paragraph"))
            text += paragraph + "\n\n"
            numbers.append(number)
    words = Words(
        np.array([block.start for block in blocks], np.int32),
        np.array([block.end for block in blocks], np.int32),
        np.array(numbers, np.int32),
        np.zeros((len(blocks), 4), np.float32),
    )
    sheets = tuple(Page(number, None, 595, 842) for number in range(1, len(pages) + 1))
    return Reading("pdf", text, sheets, tuple(blocks), words, {})


def test_covers_and_pages_with_a_copyright_are_the_imprint() -> None:
    body = [[BODY, BODY, BODY]] * 9
    reading = paged(
        [["Walking along", "May 2021"], ["© The Agency 2021", "Ask for large print."], *body, ["ISBN 1"]]
    )
    parts = find_parts(reading, reading.blocks)
    assert parts[:4] == ["imprint"] * 4
    assert (set(parts[4:-1]), parts[-1]) == ({"body"}, "imprint")


def test_a_first_page_of_running_text_is_no_cover() -> None:
    reading = paged([[BODY, "We held the copyright."], [BODY]])
    assert find_parts(reading, reading.blocks) == ["body"] * 3
