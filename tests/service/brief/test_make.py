from itertools import pairwise

import pytest

from ingest.errors import InvalidRequest
from service.assistant import Assistant
from service.brief.make import make_brief
from service.brief.types import Brief
from service.types import Filters

QUESTION = "What helps partners to trust one another?"


def brief_on(assistant: Assistant, question: str, filters: Filters | None = None) -> Brief:
    return make_brief(assistant.library, assistant.embedder, question, filters or Filters())


def test_every_key_of_a_brief_leads_to_a_passage_that_is_in_its_report(sample_assistant: Assistant) -> None:
    brief = brief_on(sample_assistant, QUESTION)
    assert brief.status == "evidence"
    keys = [passage.id for passage in brief.passages]
    evidence = [item.passage_id for item in brief.evidence]
    assert evidence == keys[: len(evidence)]
    assert len(evidence) < len(keys)
    cited = {key for each in brief.statements for key in each.passage_ids}
    cited |= {prompt.passage_id for prompt in brief.prompts}
    cited |= {
        key
        for row in brief.matrix
        for cell in (row.for_, row.against, row.on_condition, row.context)
        for key in cell
    }
    assert cited <= set(evidence)
    for passage in (*brief.passages, *brief.nearest):
        assert (
            sample_assistant.library.report(passage.report_id).text[passage.start : passage.end]
            == passage.text
        )


def test_the_short_answer_is_in_the_words_of_its_passages(sample_assistant: Assistant) -> None:
    brief = brief_on(sample_assistant, QUESTION)
    by_key = {passage.id: passage.text for passage in brief.passages}
    assert brief.statements
    assert all(statement.text in by_key[statement.passage_ids[0]] for statement in brief.statements)


def test_passages_of_a_brief_do_not_overlap(sample_assistant: Assistant) -> None:
    brief = brief_on(sample_assistant, QUESTION)
    spans = sorted((passage.report_id, passage.start, passage.end) for passage in brief.passages)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))


def test_a_question_and_its_opposite_rest_on_the_same_evidence(sample_assistant: Assistant) -> None:
    one = brief_on(sample_assistant, QUESTION)
    other = brief_on(sample_assistant, "What hinders partners to trust one another?")
    assert {(each.report_id, each.start) for each in one.passages} == {
        (each.report_id, each.start) for each in other.passages
    }


def test_what_the_askers_own_team_does_is_not_answered(sample_assistant: Assistant) -> None:
    brief = brief_on(sample_assistant, "To what extent do we share power with residents?")
    assert "your own organisation" in brief.notes[0]


def test_a_statement_is_taken_and_said_to_be_one(sample_assistant: Assistant) -> None:
    brief = brief_on(sample_assistant, "Joint training builds trust between partners.")
    assert brief.passages
    assert "statement" in brief.notes[0]


def test_a_brief_without_evidence_says_so(sample_assistant: Assistant) -> None:
    brief = brief_on(sample_assistant, QUESTION, Filters(from_date="2999"))
    assert brief.status == "none"
    assert brief.strength.words == "No evidence in these reports."
    assert brief.gaps


def test_filters_hold_and_a_report_that_is_not_there_is_named(sample_assistant: Assistant) -> None:
    brief = brief_on(sample_assistant, QUESTION, Filters(reports=("no-wrong-door",)))
    assert {passage.report_id for passage in brief.passages} <= {"no-wrong-door"}
    with pytest.raises(InvalidRequest, match="nowhere"):
        brief_on(sample_assistant, QUESTION, Filters(reports=("nowhere",)))


def test_a_question_of_hundreds_of_characters_is_taken(sample_assistant: Assistant) -> None:
    assert brief_on(sample_assistant, "How can partners build trust " * 10 + "?").passages


def test_the_short_answer_has_each_side_and_its_prompts_grow_from_it(sample_assistant: Assistant) -> None:
    brief = brief_on(sample_assistant, QUESTION)
    stances = {item.passage_id: item.stance for item in brief.evidence}
    cited = [each.passage_ids[0] for each in brief.statements]
    assert [stances[key] for key in cited] == ["for", "against", "on_condition", "for"]
    assert len(set(cited)) == len(cited)
    assert {prompt.passage_id for prompt in brief.prompts} <= set(cited)
