from service.assistant import Assistant
from service.brief.asked import read_question
from service.brief.core import EACH_SIDE, MOST
from service.brief.gather import LONGEST, MOST_KEPT, NEAREST, Gathered, gather
from service.types import Filters


def gather_on(assistant: Assistant, question: str, filters: Filters | None = None) -> Gathered:
    return gather(assistant.library, assistant.embedder, read_question(question), filters or Filters())


def test_a_brief_is_broad_and_tells_what_came_next(sample_assistant: Assistant) -> None:
    found = gather_on(sample_assistant, "What helps partners to trust one another?")
    # A passage that turns from one side to the other is two.
    assert MOST_KEPT <= len(found.kept) <= MOST_KEPT + found.core // 2
    assert len(found.left) == NEAREST
    assert found.looked_through >= MOST_KEPT + NEAREST
    assert len({each.report_id for each in found.kept}) > 1


def test_evidence_comes_first_then_the_rest_as_found_and_none_is_longer_than_may_be(
    sample_assistant: Assistant,
) -> None:
    found = gather_on(sample_assistant, "What hindered the sharing of data?")
    scores = [each.score for each in found.kept]
    assert scores[found.core :] == sorted(scores[found.core :], reverse=True)
    assert max(scores) == 1
    assert MOST <= found.core <= 2 * (MOST + 2 * EACH_SIDE)
    several = [each for each in found.kept if each.text.count(". ")]
    assert several
    assert all(each.end - each.start <= LONGEST for each in several)


def test_notes_rows_of_tables_and_questions_are_no_evidence(sample_assistant: Assistant) -> None:
    found = gather_on(sample_assistant, "What helps partners to trust one another?")
    assert not {each.role for each in found.kept} & {"footnote", "table_row", "heading"}
    assert all(each.voice != "question" for each in found.kept)


def test_filters_hold_for_all_that_is_searched(sample_assistant: Assistant) -> None:
    report = sample_assistant.library.details[0].id
    found = gather_on(sample_assistant, "What helps partners?", Filters(reports=(report,)))
    assert {each.report_id for each in (*found.kept, *found.left)} == {report}


def test_a_place_that_no_report_names_gives_nothing(sample_assistant: Assistant) -> None:
    found = gather_on(sample_assistant, "What helps partners?", Filters(places=("Atlantis",)))
    assert found == Gathered((), 0, (), 0)
