import pytest

from ingest.types import Details
from service.assistant import Assistant
from service.reports.glossary import list_meanings
from service.reports.records import all_questions, outline, select_matching
from service.types import Filters


def entry(date: str | None) -> Details:
    return Details(
        "r", "R", "r.pdf", "0" * 64, "pdf", 3, date=date, kind="Case study", places=("Salford", "Wigan")
    )


@pytest.mark.parametrize(
    ("date", "first", "last", "passes"),
    [
        ("2022-10", "2022", None, True),
        ("2022-10", "2022-10", "2022-10", True),
        ("2022-10", "2022-11", None, False),
        ("2022-10", None, "2022-09-30", False),
        ("2022-10", None, "2022-10-01", True),
        ("2022", "2022-05", "2022-06", True),
        ("2021", "2022", None, False),
        (None, "2000", None, False),
        (None, None, None, True),
    ],
)
def test_dates_are_compared_as_exactly_as_they_are_known(
    date: str | None, first: str | None, last: str | None, passes: bool
) -> None:
    assert bool(select_matching([entry(date)], Filters(from_date=first, to_date=last))) == passes


def test_names_are_compared_in_any_case_and_one_is_enough() -> None:
    assert select_matching([entry(None)], Filters(places=("stockport", "WIGAN"), kinds=("case study",)))
    assert not select_matching([entry(None)], Filters(places=("stockport",)))
    assert not select_matching([entry(None)], Filters(), programme="Another")


def test_records_of_reports_are_their_own_words(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    passages = list(all_questions(library, library.details))
    passages += [item.passage for item in list_meanings(library, library.details)]
    assert passages
    for passage in passages:
        report = library.report(passage.report_id)
        assert report.text[passage.start : passage.end] == passage.text
        assert passage.text in passage.context
        assert 1 <= passage.page <= len(report.pages)


def test_the_glossary_gives_each_meaning_once(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    meanings = [(item.term.short, item.term.long) for item in list_meanings(library, library.details)]
    assert len(meanings) == len(set(meanings))
    assert sorted(meanings, key=lambda meaning: meaning[0].casefold()) == meanings


def test_an_outline_follows_the_report(sample_assistant: Assistant) -> None:
    headings = outline(sample_assistant.library.report("no-wrong-door"))
    assert [heading.page for heading in headings] == sorted(heading.page for heading in headings)
    assert "What No Wrong Door is" in [heading.text for heading in headings]
