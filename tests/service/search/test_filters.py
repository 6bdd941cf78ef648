import pytest

from ingest.types import Details
from service.search.filters import admits_report, is_within, names_any
from service.types import Filters

ENTRY = Details("nwd", "No Wrong Door", "nwd.pdf", "0" * 64, "pdf", 4, date="2022-10", kind="Case study")


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(reports=("NWD",)), True),
        (Filters(reports=("other",)), False),
        (Filters(kinds=("case STUDY", "brief")), True),
        (Filters(kinds=("brief",)), False),
        (Filters(from_date="2022", to_date="2022-10-31"), True),
        (Filters(from_date="2022-11"), False),
        (Filters(kinds=("case study",), to_date="2021"), False),
    ],
)
def test_a_report_passes_by_id_kind_and_date_in_whatever_letters(filters: Filters, passes: bool) -> None:
    assert admits_report(filters, ENTRY) is passes


def test_dates_are_compared_as_exactly_as_both_are_known() -> None:
    assert is_within("2022", "2022-10", None)
    assert is_within("2022-10-05", None, "2022-10")
    assert not is_within(None, "2022", None)
    assert is_within(None, None, None)


def test_nothing_wanted_lets_all_through() -> None:
    assert names_any((), ())
    assert names_any(("salford",), ("Bury", "Salford"))
    assert not names_any(("salford",), ())
