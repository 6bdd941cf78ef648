from service.assistant import Assistant
from service.choice.choose import choose
from service.choice.pool import widen
from service.question.wants import understand
from service.search.retrieve import search
from service.types import Filters

QUESTION = "How did trust grow between partners?"


def test_the_pool_goes_on_where_the_choice_ends(sample_assistant: Assistant) -> None:
    found = search(sample_assistant.library, sample_assistant.embedder, QUESTION, Filters())
    chosen = choose(understand(QUESTION), found)
    wide = widen(found, chosen, 9_000)
    assert wide
    keys = [each.id for each in (*chosen, *wide)]
    assert keys == [f"S{number}" for number in range(1, len(keys) + 1)]
    assert sum(len(each.text) for each in (*chosen, *wide)) <= 9_000
    spans = {(each.report_id, at) for each in chosen for at in range(each.start, each.end)}
    assert not any((each.report_id, at) in spans for each in wide for at in range(each.start, each.end))


def test_a_choice_that_fills_the_room_is_left_as_it_is(sample_assistant: Assistant) -> None:
    found = search(sample_assistant.library, sample_assistant.embedder, QUESTION, Filters())
    assert widen(found, choose(understand(QUESTION), found), 10) == ()


def test_what_other_words_find_is_taken_in_turns_and_once(sample_assistant: Assistant) -> None:
    library, embedder = sample_assistant.library, sample_assistant.embedder
    found = search(library, embedder, QUESTION, Filters())
    other = search(library, embedder, "headteachers and school attendance", Filters())
    alone, both = widen(found, (), 3_000), widen(found, (), 3_000, [other])
    assert widen(found, (), 3_000, [found]) == alone
    assert {each.text for each in both} - {each.text for each in alone}
    assert max(each.score for each in alone) == max(
        each.score for each in both if each.text in {a.text for a in alone}
    )
