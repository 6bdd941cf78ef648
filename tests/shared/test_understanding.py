"""What is understood of the developers' reports: facts about structure, checked against the gold files."""

import json
import re
from pathlib import Path

import pytest

from ingest.meaning.chunks import split_report
from ingest.meaning.details import make_details
from ingest.meaning.structure import understand
from ingest.readers import read
from ingest.settings import IndexSettings
from ingest.types import Report
from service.learning.conclusion import find_conclusion

pytestmark = pytest.mark.shared


def understood(path: Path) -> Report:
    reading = read(path, IndexSettings())
    return understand(reading, make_details(reading, path, "0" * 64, {}))


@pytest.fixture(scope="module")
def spread(shared: Path) -> Report:
    return understood(shared / "reports" / "scale-and-spread-2021.pdf")


@pytest.fixture(scope="module")
def moving(shared: Path) -> Report:
    return understood(shared / "reports" / "gm-moving-2022.pdf")


def count_words(texts: list[str]) -> list[int]:
    return [len(re.findall(r"\w+|[^\w\s]", text)) for text in texts]


def test_all_sixteen_reflective_questions_are_found(spread: Report, moving: Report) -> None:
    assert len(moving.questions) == 5
    assert len(spread.questions) == 11
    for report in (moving, spread):
        followed = [find_conclusion(report, report.sentences[row].start) for row in report.questions]
        assert all(passage and len(passage.text) > 200 for passage in followed)


@pytest.mark.parametrize("folder", ["field-reports", "more-reports"])
def test_reports_that_put_no_question_to_their_reader_have_none(shared: Path, folder: str) -> None:
    # They have headings that ask, items of surveys, and the questions that an evaluation set itself.
    for path in sorted((shared / folder).glob("*.pdf")):
        report = understood(path)
        asked = [report.text[slice(*_span(report, row))] for row in report.questions]
        assert asked == [], path.name


def _span(report: Report, row: int) -> tuple[int, int]:
    return report.sentences[row].start, report.sentences[row].end


def test_quotations_have_the_roles_that_the_report_prints(spread: Report) -> None:
    speakers = {each.speaker for each in spread.sentences if each.voice == "quotation" and each.speaker}
    assert {"Project Lead", "Practitioner", "GMCA", "DCS", "AD", "Assistant Director"} <= speakers
    assert not any(re.search(r"\d|et al", speaker) for speaker in speakers)


def test_assumptions_are_told_from_findings(moving: Report) -> None:
    assumed = [moving.text[each.start : each.end] for each in moving.sentences if each.voice == "assumption"]
    assert sum("working assumption" in " ".join(text.split()) for text in assumed) >= 3


def test_places_and_acronyms_of_the_reports_are_known(spread: Report, moving: Report) -> None:
    # Wigan is named once in the report, and twice in its references.
    assert {"Greater Manchester", "Stockport", "Salford"} <= set(spread.details.places) - {"Wigan"}
    assert any("Woodhouse Park" in each.places for each in moving.sentences)
    terms = {term.short: term.long for term in (*spread.terms, *moving.terms)}
    assert terms["NWD"] == "No Wrong Door"
    assert terms["LP"] == "Local Pilot"
    assert terms["PA"] is None
    assert "RB" not in terms
    assert "ONE" not in terms


def test_the_catalogue_entry_is_read_off_the_report(spread: Report, moving: Report) -> None:
    assert (spread.details.kind, spread.details.date) == ("learning report", "2021-08")
    assert (moving.details.kind, moving.details.date) == ("learning report", "2022-10")


@pytest.mark.parametrize("corpus", ["state_of_the_union", "wikitexts"])
def test_long_plain_files_keep_their_text_and_split_evenly(shared: Path, corpus: str) -> None:
    path = shared / "chunking" / "data" / "corpora" / f"{corpus}.md"
    report = understood(path)
    assert report.text == path.read_bytes().decode("utf-8")
    chunks = split_report(report, count_words, 200)
    held = sum(len("".join(report.text[chunk.start : chunk.end].split())) for chunk in chunks)
    assert held == len("".join(report.text.split()))
    assert max(count_words([report.text[chunk.start : chunk.end] for chunk in chunks])) <= 200


def test_gold_quotes_lie_in_few_chunks(shared: Path, spread: Report) -> None:
    chunks = split_report(spread, count_words, 200)
    cases = [json.loads(line) for line in (shared / "questions-dev.jsonl").read_text().splitlines()]
    quotes = {
        item["quote"] for case in cases for item in case["evidence"] if item["doc"] == "scale-and-spread-2021"
    }
    texts = [" ".join(spread.text[chunk.start : chunk.end].split()) for chunk in chunks]
    whole = [any(_bare(quote) in _bare(text) for text in texts) for quote in quotes]
    assert sum(whole) >= 0.9 * len(whole)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
