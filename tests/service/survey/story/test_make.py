import pytest

from ingest.errors import InvalidRequest, NotFound
from service.assistant import Assistant
from service.survey.story.make import make_story
from service.survey.story.types import Story

NAMED = {
    "Stockport": "place",
    "no wrong door": "theme",
    "building trust": "theme",
    "stockport-governance": "report",
}


def tell(assistant: Assistant, about: str) -> Story:
    return make_story(assistant.library, assistant.embedder, about)


@pytest.mark.parametrize(("about", "kind"), NAMED.items())
def test_every_sentence_is_in_its_report_word_for_word(
    sample_assistant: Assistant, about: str, kind: str
) -> None:
    story = tell(sample_assistant, about)
    assert story.subject.kind == kind
    for each in story.passages:
        assert sample_assistant.library.report(each.report_id).text[each.start : each.end] == each.text
    dated = [event.passage_id for event in story.events if event.passage_id]
    told = [*story.what, *dated, *story.helped, *story.hindered, *story.learned]
    assert told == [each.id for each in story.passages]
    assert len({(each.report_id, each.start) for each in story.passages}) == len(told)


def test_a_place_is_told_of_by_sentences_that_name_it_or_stand_where_it_is_named(
    sample_assistant: Assistant,
) -> None:
    story = tell(sample_assistant, "stockport")
    assert story.subject.name == "Stockport"
    assert story.helped
    assert story.learned
    for each in story.passages:
        report = sample_assistant.library.report(each.report_id)
        assert "Stockport" in report.text
        assert not each.places or "Stockport" in each.places


def test_a_report_is_told_of_by_itself(sample_assistant: Assistant) -> None:
    entry = sample_assistant.library.details[0]
    by_id, by_title = tell(sample_assistant, entry.id), tell(sample_assistant, entry.title)
    assert by_id.subject == by_title.subject
    assert by_id.reports == (entry,)
    assert {each.report_id for each in by_id.passages} == {entry.id}


def test_a_term_is_told_of_under_all_its_names(sample_assistant: Assistant) -> None:
    assert tell(sample_assistant, "NWD").subject == tell(sample_assistant, "No Wrong Door").subject


def test_what_happened_is_in_order_and_has_the_reports_that_came_out(sample_assistant: Assistant) -> None:
    story = tell(sample_assistant, "Stockport")
    dates = [event.date for event in story.events]
    assert dates == sorted(dates)
    assert any(not event.passage_id and event.reports for event in story.events)
    assert story.picture is not None


def test_a_report_with_one_date_gets_the_matrix(sample_assistant: Assistant) -> None:
    story = tell(sample_assistant, "stockport-governance")
    assert story.picture is not None
    assert story.picture.title.startswith("Places and what is said")


def test_what_is_not_there_is_not_told(sample_assistant: Assistant) -> None:
    with pytest.raises(NotFound, match="zebra husbandry"):
        tell(sample_assistant, "zebra husbandry")
    for nothing in ("", "  ", "of the", "x" * 5000):
        with pytest.raises(InvalidRequest):
            tell(sample_assistant, nothing)
