import pytest

from ingest.types import Details
from service.assistant import Assistant
from service.reports.find import Order, find_by_words, order_reports


def entry(id_: str, title: str, date: str | None, pages: int) -> Details:
    return Details(id_, title, f"{id_}.pdf", "0" * 64, "pdf", pages, date=date)


ENTRIES = (entry("a", "Beta", "2021", 3), entry("b", "alpha", None, 9), entry("c", "Gamma", "2022-10", 3))


@pytest.mark.parametrize(
    ("order", "ids"),
    [("title", "bac"), ("newest", "cab"), ("oldest", "acb"), ("longest", "bac")],
)
def test_reports_are_put_in_order_and_those_without_a_date_come_last(order: Order, ids: str) -> None:
    assert "".join(each.id for each in order_reports(ENTRIES, order)) == ids


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("governance STOCKPORT", {"stockport-governance"}),
        ("a drifted version", {"no-wrong-door"}),
        ("xyzzy", set()),
        ("xyzzy governance", set()),
    ],
)
def test_reports_are_found_by_words_of_title_or_text(
    sample_assistant: Assistant, words: str, found: set[str]
) -> None:
    library = sample_assistant.library
    assert {each.id for each in find_by_words(library, library.details, words)} >= found
    assert bool(find_by_words(library, library.details, words)) == bool(found)


def test_without_words_all_are_there(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    assert find_by_words(library, library.details, " ") == list(library.details)
