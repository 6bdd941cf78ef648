from dataclasses import replace

import pytest

from ingest.types import Details
from service.question.named import _list_known_stems, find_named_places, find_named_reports

REPORTS = (
    Details("moving-2022", "Moving Together Process Report", "a.pdf", "0", "pdf", 3, date="2022-10"),
    Details(
        "spread-2021", "Learning from the Scale and Spread Programme", "b.pdf", "1", "pdf", 3, date="2021-08"
    ),
    Details(
        "hub-study", "Evaluation of the Data Strategy: the Hub", "c.pdf", "2", "pdf", 3, kind="case study"
    ),
)


@pytest.mark.parametrize(
    ("question", "reports", "rest"),
    [
        ("According to Moving Together, what helps?", ("moving-2022",), "what helps?"),
        (
            "What does the scale and spread report say of trust?",
            ("spread-2021",),
            "What does the report say of trust?",
        ),
        ("what months does the oct 22 report cover?", ("moving-2022",), "what months does the report cover?"),
        (
            "Do the scale report and the hub study agree?",
            ("spread-2021", "hub-study"),
            "Do the report and the study agree?",
        ),
        ("What does the report say of trust?", (), "What does the report say of trust?"),
        ("What did partners report on data?", (), "What did partners report on data?"),
        ("How did the two reports differ?", (), "How did the two reports differ?"),
        ("According to practitioners, what helps?", (), "According to practitioners, what helps?"),
    ],
)
def test_reports_are_named_by_words_that_tell_them_apart(
    question: str, reports: tuple[str, ...], rest: str
) -> None:
    named = find_named_reports(question, REPORTS)
    assert (named.reports, named.rest) == (reports, rest)


def test_a_longer_place_does_not_name_the_shorter_one_in_it() -> None:
    places = ("Manchester", "Greater Manchester", "Salford")
    assert find_named_places("Salford and Greater Manchester", places) == ("Salford", "Greater Manchester")
    assert find_named_places("Greater Manchester beside Manchester", places) == (
        "Greater Manchester",
        "Manchester",
    )


def test_the_names_of_very_many_reports_are_worked_out_once() -> None:
    # Each question goes through all reports in order, so a cache that is smaller than they are keeps none of them.
    many = [replace(REPORTS[0], id=f"report-{number}", title=f"Report {number}") for number in range(5000)]
    _list_known_stems.cache_clear()
    for _ in range(3):
        assert find_named_reports("What do both reports say of trust?", many).reports == ()
    assert _list_known_stems.cache_info().misses == len(many)
