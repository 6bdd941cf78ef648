import pytest

from service.assistant import Assistant
from service.learning.timeline import find_date, list_events


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The programme began in January 2016, for three years.", "2016-01"),
        ("The pilot was launched in 2018 by two councils.", "2018"),
        # By the verb: the date that stands nearer to it.
        (
            "Four projects of 2018 had become many, all told, when the funding of the summer of 2020 ended.",
            "2020",
        ),
        ("Mitchell (2018) established what holds.", None),
        ("The law of 1911 established the council.", None),
        ("In 2018 it rained.", None),
        ("The programme began in spring.", None),
    ],
)
def test_a_sentence_is_dated_by_what_began_or_ended(text: str, date: str | None) -> None:
    assert find_date(text, [2019, 2021]) == date


def test_without_dated_reports_nothing_is_dated() -> None:
    assert find_date("The programme began in January 2016.", []) is None


def test_events_and_reports_stand_in_the_order_of_time(corpus_assistant: Assistant) -> None:
    library = corpus_assistant.library
    events = list_events(library, library.details)
    assert [event.date for event in events] == sorted(event.date for event in events)
    came_out = [event for event in events if event.passage is None]
    assert sum(len(event.reports) for event in came_out) == len(library.details)
    assert all(event.date[:4] in event.passage.text for event in events if event.passage)
