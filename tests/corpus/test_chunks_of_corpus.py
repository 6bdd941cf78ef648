"""What always holds of offsets, on every sample report: chunks, sentences and words are where they say they are."""

import tomllib
from pathlib import Path

import pytest

from ingest.library.overrides import load_overrides
from ingest.meaning.chunks import split_report
from ingest.meaning.details import make_details
from ingest.meaning.structure import understand
from ingest.readers import read
from ingest.settings import IndexSettings
from ingest.types import Report

CORPUS = Path(__file__).parents[2] / "corpus"
FILES = [entry["file"] for entry in tomllib.loads((CORPUS / "reports.toml").read_text("utf-8"))["report"]]


def count_words(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@pytest.fixture(params=FILES)
def report(request: pytest.FixtureRequest) -> Report:
    path = CORPUS / request.param
    reading = read(path, IndexSettings())
    return understand(
        reading, make_details(reading, path, "0" * 64, load_overrides(CORPUS).get(path.name, {}))
    )


def test_chunks_are_ranges_of_the_report_that_hold_every_sentence_once(report: Report) -> None:
    chunks = split_report(report, count_words, 150)
    held = [row for chunk in chunks for row in range(chunk.first_sentence, chunk.last_sentence)]
    cited = [row for row, each in enumerate(report.sentences) if report.blocks[each.block].role != "contents"]
    assert held == cited
    for chunk in chunks:
        text = report.text[chunk.start : chunk.end]
        assert text == text.strip() != ""
        for sentence in report.sentences[chunk.first_sentence : chunk.last_sentence]:
            assert chunk.start <= sentence.start < sentence.end <= chunk.end


def test_every_word_has_a_rectangle_on_a_page(report: Report) -> None:
    if report.words is None:
        assert report.details.format != "pdf"
        return
    words = report.words
    assert (words.start[1:] >= words.end[:-1]).all()
    assert (words.box[:, 0] < words.box[:, 2]).all()
    assert (words.box[:, 1] < words.box[:, 3]).all()
    covered = sum(int(end - start) for start, end in zip(words.start, words.end, strict=True))
    assert covered == sum(not letter.isspace() for letter in report.text)
    assert set(words.page) <= {page.number for page in report.pages}


def test_no_running_head_or_foot_or_torn_hyphen_is_in_the_text(report: Report) -> None:
    assert "Page 1 of" not in report.text
    assert not any(mark in report.text for mark in ("\u00ad", "\ufffe", "\u2010\n", "\uf0b7"))
