import pytest

from ingest.errors import WalkalongError
from service.assistant import Assistant
from service.survey.assumptions import EVIDENCE, MOST, Assumption, find_assumptions
from service.types import Filters


def find(assistant: Assistant, theme: str, filters: Filters | None = None) -> tuple[Assumption, ...]:
    return find_assumptions(assistant.library, assistant.embedder, theme, filters or Filters())


def test_assumptions_come_with_what_later_reports_found(sample_assistant: Assistant) -> None:
    found = find(sample_assistant, "Trust between partners and senior leadership")
    assert 0 < len(found) <= MOST
    assert any(each.evidence for each in found)
    dates = {entry.id: entry.date for entry in sample_assistant.library.details}
    for each in found:
        assert each.passage.voice == "assumption"
        assert len(each.evidence) <= EVIDENCE
        assert [item.passage_id for item in each.items] == [passage.id for passage in each.evidence]
        for passage in each.evidence:
            assert passage.voice in ("finding", "quotation")
            if each.date:
                assert (dates[passage.report_id] or "")[: len(each.date)] >= each.date
        if each.revised:
            assert (dates[each.revised.report_id] or "") > (each.date or "")


def test_the_oldest_comes_first_and_what_has_no_date_last(sample_assistant: Assistant) -> None:
    dates = [each.date for each in find(sample_assistant, "Trust between partners")]
    assert dates == sorted(dates, key=lambda date: (date is None, date or ""))


def test_filters_hold_and_an_unknown_report_is_refused(sample_assistant: Assistant) -> None:
    report = find(sample_assistant, "Trust")[0].passage.report_id
    kept = find(sample_assistant, "Trust", Filters(reports=(report,)))
    assert {each.passage.report_id for each in kept} == {report}
    with pytest.raises(WalkalongError):
        find(sample_assistant, "Trust", Filters(reports=("none",)))
    with pytest.raises(WalkalongError):
        find(sample_assistant, " ")
