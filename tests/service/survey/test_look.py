import pytest

from ingest.errors import WalkalongError
from service.assistant import Assistant
from service.survey.look import LOOKED_AT, Survey, look_through
from service.types import Filters


def look(assistant: Assistant, theme: str, filters: Filters | None = None) -> Survey:
    return look_through(assistant.library, assistant.embedder, theme, filters or Filters())


def test_each_passage_has_what_it_says(sample_assistant: Assistant) -> None:
    survey = look(sample_assistant, "Trust between partners")
    assert 0 < len(survey.passages) <= LOOKED_AT
    assert [item.passage_id for item in survey.items] == [each.id for each in survey.passages]
    assert survey.passages[0].id == "P1"


def test_filters_hold(sample_assistant: Assistant) -> None:
    report = sample_assistant.library.details[0].id
    survey = look(sample_assistant, "Trust", Filters(reports=(report,)))
    assert {each.report_id for each in survey.passages} == {report}
    assert [entry.id for entry in survey.reports] == [report]


@pytest.mark.parametrize(("theme", "reports"), [(" ", ()), ("trust " * 2000, ()), ("trust", ("none",))])
def test_what_can_not_be_looked_through_is_refused(
    sample_assistant: Assistant, theme: str, reports: tuple[str, ...]
) -> None:
    with pytest.raises(WalkalongError):
        look(sample_assistant, theme, Filters(reports=reports))
