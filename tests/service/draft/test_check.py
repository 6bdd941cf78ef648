"""Drafts, checked against the sample reports: what is planted is found, what the reports say is left alone."""

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import InvalidRequest, UnreadableFile
from service.assistant import Assistant
from service.draft.check import MOST_SENTENCES, check_draft, refuse_long
from service.draft.read import read_draft_file, read_pasted
from service.draft.support import ReportSearch
from service.draft.types import DraftCheck, SentenceCheck
from service.settings import Settings
from service.types import Filters
from tests.service.draft.planted import NO_CLAIM, PARAGRAPHS, SAYS


@pytest.fixture(scope="module")
def reports(corpus_assistant: Assistant) -> ReportSearch:
    return ReportSearch(corpus_assistant.library, corpus_assistant.embedder)


def check(reports: ReportSearch, text: str) -> DraftCheck:
    return check_draft(read_pasted(text), reports)


def only(reports: ReportSearch, text: str) -> SentenceCheck:
    (sentence,) = check(reports, text).sentences
    return sentence


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=[each[0][0][:40] for each in PARAGRAPHS])
def test_planted_errors_are_found_and_the_rest_is_left_alone(
    reports: ReportSearch, paragraph: tuple[tuple[str, str], ...]
) -> None:
    checked = check(reports, " ".join(text for text, _ in paragraph))
    assert [each.text for each in checked.sentences] == [text for text, _ in paragraph]
    for (text, known), found in zip(paragraph, checked.sentences, strict=True):
        assert found.claims == (known != NO_CLAIM), text
        if found.claims:
            assert (found.outcome == "supported") == (known == SAYS), f"{known}: {text} is {found.outcome}"
        assert bool(found.why) == (known != SAYS)


def test_the_passage_is_the_one_that_says_it_and_no_more(reports: ReportSearch) -> None:
    checked = check(reports, "Stockport ended the Steering Group of its Local Pilot in July 2022.")
    (sentence,), (passage,) = checked.sentences, checked.passages
    assert sentence.outcome == "supported"
    assert sentence.passage_ids == (passage.id,) == ("S1",)
    assert passage.text == "In July 2022 Stockport disbanded the Steering Group of its Local Pilot (LP)."


def test_what_overstates_is_given_a_wording_that_the_passage_says(reports: ReportSearch) -> None:
    found = only(reports, "Data let areas unpick differences and see themes, and then take ownership.")
    assert found.outcome == "overstated"
    assert found.proposal is not None
    assert "innovation lead" in found.proposal
    assert only(reports, found.proposal).outcome == "supported"


def test_a_passage_that_says_otherwise_counts_before_one_that_tells_less(reports: ReportSearch) -> None:
    assert only(reports, "TAS cannot use existing team structures.").outcome == "contradicted"


def test_a_sentence_that_leans_on_the_one_before_is_searched_with_it(reports: ReportSearch) -> None:
    leaning = "They are difficult to consult."
    found = check(reports, f"Families in recurrent care proceedings are a hidden group. {leaning}")
    assert found.sentences[1].outcome == "supported"


def test_headings_lists_and_citations_of_others_are_told_apart(reports: ReportSearch) -> None:
    text = (
        "# Notes\n\nStockport disbanded its **Steering Group** in July 2022 (Smith and Jones, 2020) [3].\n\n"
        "- We think that this is good.\n"
    )
    checked = check(reports, text)
    assert [paragraph.kind for paragraph in checked.paragraphs] == ["heading", "paragraph", "bullet"]
    heading, claim, opinion = checked.sentences
    assert (heading.claims, claim.outcome, opinion.claims) == (False, "supported", False)
    assert checked.notes == ("The draft’s own citations (“Smith and Jones, 2020”, “[3]”) were not followed.",)


def test_a_proposal_that_no_report_makes_is_no_claim(reports: ReportSearch) -> None:
    found = only(reports, "The library should buy forty bicycles for its volunteers.")
    assert not found.claims
    assert "proposes" in found.why


@pytest.mark.parametrize("text", ["", " \n\n ", "---"])
def test_an_empty_draft_says_so(text: str) -> None:
    with pytest.raises(InvalidRequest, match="no text"):
        read_pasted(text)


def test_a_draft_in_another_language_is_refused_with_its_name() -> None:
    text = "Les équipes ont travaillé avec les familles pendant toute la période, et les écoles y ont pris part. "
    with pytest.raises(InvalidRequest, match="French"):
        read_pasted(text * 6)


def test_a_sentence_in_another_language_is_left_alone(reports: ReportSearch) -> None:
    text = "Die Leitungsgruppe wurde aufgelöst, weil man sie nicht mehr brauchte und wollte."
    assert "English" in only(reports, text).why


def test_two_hundred_pages_are_refused_where_somebody_waits() -> None:
    draft = read_pasted("\n\n".join(["Teams worked at a distance. Every one of them kept on."] * 3_000))
    with pytest.raises(InvalidRequest, match=f"6,000 sentences; at most {MOST_SENTENCES}"):
        refuse_long(draft)


def test_an_unknown_report_is_refused(corpus_assistant: Assistant) -> None:
    with pytest.raises(InvalidRequest, match="no-such-report"):
        ReportSearch(
            corpus_assistant.library, corpus_assistant.embedder, Filters(reports=("no-such-report",))
        )


def test_filters_hold(corpus_assistant: Assistant) -> None:
    reports = ReportSearch(
        corpus_assistant.library, corpus_assistant.embedder, Filters(reports=("no-wrong-door",))
    )
    checked = check(reports, "Stockport disbanded the Steering Group of its Local Pilot in July 2022.")
    assert checked.sentences[0].outcome == "not_found"
    assert {passage.report_id for passage in checked.passages} <= {"no-wrong-door"}


def test_progress_counts_sentences(reports: ReportSearch) -> None:
    told: list[tuple[int, int]] = []
    draft = read_pasted("One question?\n\nTwo questions? Three questions?")
    check_draft(draft, reports, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (3, 3)]


def test_tracked_changes_count_as_accepted_and_footnotes_are_set_aside(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("Stockport disbanded ")
    for tag, kind, word in (("del", "delText", "kept"), ("ins", "t", "its Steering Group.")):
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z">'
                f"<w:r><w:{kind}>{word}</w:{kind}></w:r></w:{tag}>"
            )
        )
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Place", "Stockport"
    document.save(str(tmp_path / "draft.docx"))
    draft = read_draft_file(tmp_path / "draft.docx", Settings())
    assert draft.paragraphs[0].sentences == ("Stockport disbanded its Steering Group.",)
    assert draft.paragraphs[1].kind == "aside"
    assert "table" in draft.paragraphs[1].why


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "draft.docx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(UnreadableFile, match=r"draft\.docx"):
        read_draft_file(tmp_path / "draft.docx", Settings())
