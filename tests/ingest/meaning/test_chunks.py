import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.meaning.chunks import split_report
from ingest.meaning.details import make_details
from ingest.meaning.structure import understand
from ingest.readers.markdown import read_markdown
from ingest.types import Chunk, Report


def count_words(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def understood(text: str) -> Report:
    path = Path("walking.md")
    reading = read_markdown(text.encode(), path)
    return understand(reading, make_details(reading, path, "0" * 64, {}))


def chunked(text: str, most: int = 12) -> list[tuple[str, tuple[str, ...]]]:
    report = understood(text)
    return [
        (report.text[chunk.start : chunk.end], chunk.headings)
        for chunk in split_report(report, count_words, most)
    ]


def test_a_heading_belongs_to_the_chunk_that_follows_it() -> None:
    text = (
        "# A\n\n"
        + "One two three four five six seven eight. " * 2
        + "\n\n# B\n\nNine ten eleven twelve thirteen."
    )
    texts = [text for text, _ in chunked(text)]
    assert [each.split("\n")[0] for each in texts] == [
        "# A",
        "One two three four five six seven eight.",
        "# B",
    ]


def test_chunks_do_not_cross_top_headings() -> None:
    long = "One two three four five six seven. " * 3
    found = chunked(f"# A\n\n{long}\n\nTiny.\n\n# B\n\nTiny too.\n\n# C\n\n{long}", 9)
    assert ("# B\n\nTiny too.", ("B",)) in found


def test_small_sections_under_one_heading_are_joined_under_it() -> None:
    long = "One two three four five six seven eight nine. " * 3
    found = chunked(f"# A\n\n{long}\n\n## B\n\nFew words.\n\n## C\n\nFew too.\n\n# D\n\n{long}", 14)
    assert ("## B\n\nFew words.\n\n## C\n\nFew too.", ("A",)) in found


def test_a_list_stays_with_the_line_that_opens_it() -> None:
    text = "One two three four five six seven. Eight nine ten. It needs three:\n\n- time\n- trust\n- money\n"
    assert chunked(text, 13)[1][0] == "It needs three:\n\n- time\n- trust\n- money"


def test_small_headings_that_a_form_repeats_make_no_chunks_of_their_own() -> None:
    form = "\n\n".join(f"# Status {number}\n\nOpen." for number in range(12))
    assert len(chunked(form, 40)) < 4


def test_a_sentence_above_the_limit_is_cut_at_its_words() -> None:
    report = understood("word " * 100)
    chunks = split_report(report, count_words, 12)
    texts = [report.text[chunk.start : chunk.end] for chunk in chunks]
    assert all(len(text.split()) <= 12 for text in texts)
    assert {(chunk.first_sentence, chunk.last_sentence) for chunk in chunks} == {(0, 1)}


def test_contents_are_in_no_chunk() -> None:
    texts = [text for text, _ in chunked("Hello.\n\n# Contents\n\n- [A](#a)\n\n# A\n\nWords here.")]
    assert texts == ["Hello.", "# A\n\nWords here."]


def test_tokens_are_counted_once_for_all_sentences() -> None:
    calls: list[int] = []

    def count(texts: list[str]) -> list[int]:
        calls.append(len(texts))
        return count_words(texts)

    report = understood("# A\n\nOne. Two. Three.\n")
    split_report(report, count, 50)
    assert calls == [len(report.sentences)]


def test_a_report_of_contents_alone_has_no_chunks() -> None:
    assert chunked("---\ntitle: x\n---\n") == []


MARKED = """# A;## B;## C ##;# Contents;- [B](#b);- a b c d e.;  - f g;1. h i. J k.;> q r s (DCS).;>;;;
Plain words go on. And on here, and there.;| a | b |;|---|---|;| 1 | 2 |;```;***;Setext;---;<!-- no -->"""
LINES = st.lists(st.sampled_from([*MARKED.replace("\n", "").split(";"), "long " * 30]), max_size=25)


@settings(max_examples=150, deadline=None)
@given(lines=LINES, most=st.integers(min_value=4, max_value=40), newline=st.sampled_from(["\n", "\r\n"]))
def test_every_character_but_blanks_and_contents_is_in_exactly_one_chunk(
    lines: list[str], most: int, newline: str
) -> None:
    report = understood(newline.join(lines))
    chunks = split_report(report, count_words, most)
    assert_whole(report, chunks)
    assert_within(report, chunks, count_words, most)


def assert_whole(report: Report, chunks: list[Chunk]) -> None:
    contents = [(block.start, block.end) for block in report.blocks if block.role == "contents"]
    held = [0] * len(report.text)
    for chunk in chunks:
        for place in range(chunk.start, chunk.end):
            held[place] += 1
    first = min((sentence.start for sentence in report.sentences), default=len(report.text))
    for place, letter in enumerate(report.text):
        listed = any(start <= place < end for start, end in contents)
        if listed:
            assert held[place] == 0
        elif not letter.isspace() and not _beside_contents(report, place) and report.sentences:
            assert held[place] == 1, (place, letter, first)


def _beside_contents(report: Report, place: int) -> bool:
    """Whether only marks stand between this place and contents on both sides, or contents and an end."""
    before = [block for block in report.blocks if block.end <= place]
    after = [block for block in report.blocks if block.start > place]
    return (not before or before[-1].role == "contents") and (not after or after[0].role == "contents")


def assert_within(
    report: Report, chunks: list[Chunk], count: Callable[[list[str]], list[int]], most: int
) -> None:
    for chunk in chunks:
        own = report.sentences[chunk.first_sentence : chunk.last_sentence]
        assert own
        assert chunk.end > own[0].start
        assert chunk.start < own[-1].end
        text = report.text[chunk.start : chunk.end]
        assert text == text.strip()
        assert count([re.sub(r"[^\w\s]+", " ", text)])[0] <= max(most, 8)


@pytest.mark.parametrize("most", [4, 200])
def test_the_chunks_of_a_report_are_in_order(most: int) -> None:
    report = understood("# A\n\nOne two three. Four five six.\n\n## B\n\nSeven.\n\n# C\n\nEight nine ten.")
    chunks = split_report(report, count_words, most)
    assert all(before.end <= after.start for before, after in pairwise(chunks))
    assert {chunk.report_id for chunk in chunks} == {"walking"}
