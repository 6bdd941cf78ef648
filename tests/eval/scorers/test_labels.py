from dataclasses import replace
from types import SimpleNamespace

import pytest

from eval.scorers import ScoringContext
from eval.scorers.labels import groups_right, labels_right, words_quoted
from eval.types import Outcome
from service.types import Engine

Made = SimpleNamespace


@pytest.fixture
def good(made: Made) -> Outcome:
    """A sentence, a quotation with its speaker, and a first line; each with its passage, as the library has them."""
    passages = [
        made.passage("S1", "a", 0, 37, places=("Salford",)),
        made.passage("S2", "b", 35, 51, voice="quotation", speaker="Lead"),
    ]
    statements = [
        made.statement("Trust grew in Salford over 12 months.", "S1", group="A"),
        made.statement("Lead: “We kept going”", "S2", group="B"),
    ]
    answer = made.answer(statements, passages, headline=made.statement("Trust grew in Salford", "S1"))
    outcome: Outcome = made.outcome(made.case(), answer)
    return outcome


def test_what_the_library_says_is_one_everywhere(good: Outcome, context: ScoringContext) -> None:
    for scorer in (words_quoted, labels_right, groups_right):
        assert [score.value for score in scorer(good, context)] == [1.0]


@pytest.mark.parametrize(
    "words",
    [
        "Trust will grow in Salford over 12 months.",
        "All trust grew in Salford over 12 months.",
        "Trust never grew in Salford over 12 months.",
        "Trust in Salford grew over 12 months.",
        "Trust grew … and doubled.",
        "Trust stands for Teamwork.",
        "Everyone: “Trust grew in Salford.”",
    ],
)
def test_words_that_are_not_the_passages_are_told(
    good: Outcome, made: Made, context: ScoringContext, words: str
) -> None:
    answer = replace(good.answer, statements=(made.statement(words, "S1"), good.answer.statements[1]))
    (score,) = words_quoted(replace(good, answer=answer), context)
    assert score.value == pytest.approx(2 / 3)
    assert words in score.explanation


def test_a_first_line_in_other_words_is_told(good: Outcome, made: Made, context: ScoringContext) -> None:
    answer = replace(good.answer, headline=made.statement("Trust doubled in Salford", "S1"))
    (score,) = words_quoted(replace(good, answer=answer), context)
    assert score.value == pytest.approx(2 / 3)


def test_words_may_be_left_out_where_that_is_shown(
    good: Outcome, made: Made, context: ScoringContext
) -> None:
    answer = replace(good.answer, statements=(made.statement("Trust grew … over 12 months.", "S1"),))
    assert words_quoted(replace(good, answer=answer), context)[0].value == 1.0


def test_what_a_chat_model_wrote_is_not_held_to_the_words(good: Outcome, context: ScoringContext) -> None:
    written = replace(good, answer=replace(good.answer, engine=Engine("chat", "m")))
    assert words_quoted(written, context)[0].unscored


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"report_title": "Another"}, "report_title"),
        ({"page_label": "9"}, "page_label"),
        ({"page_label": None}, "page_label"),
        ({"voice": "assumption"}, "voice"),
        ({"speaker": "Everyone"}, "speaker"),
        ({"places": ()}, "places"),
        ({"places": ("Bolton",)}, "places"),
        ({"headings": ("Findings",)}, "headings"),
        ({"report_id": "gone"}, "report"),
    ],
)
def test_a_label_that_is_not_the_librarys_is_named(
    good: Outcome, context: ScoringContext, changed: dict[str, object], name: str
) -> None:
    first, second = good.answer.passages
    answer = replace(good.answer, passages=(replace(first, **changed), second))  # type: ignore[arg-type]
    (score,) = labels_right(replace(good, answer=answer), context)
    assert (score.value, score.explanation) == (0.5, f"S1: other {name}")


def test_the_labels_of_what_was_found_and_of_the_nearest_count_too(
    made: Made, context: ScoringContext
) -> None:
    wrong = made.passage("N1", "a", 0, 37, places=(), voice="question")
    refusal = made.outcome(made.case(), made.answer(nearest=(wrong,)), [made.passage("S1", "a", 51, 72)])
    (score,) = labels_right(refusal, context)
    assert score.value == 0.5
    assert score.explanation == "N1: other voice, places"


def test_a_statement_below_another_report_is_told(good: Outcome, context: ScoringContext) -> None:
    first, second = good.answer.statements
    answer = replace(good.answer, statements=(replace(first, group="B"), second))
    (score,) = groups_right(replace(good, answer=answer), context)
    assert (score.value, score.explanation) == (0.5, "not below B")


def test_a_place_that_a_passage_names_may_be_its_label(
    good: Outcome, made: Made, context: ScoringContext
) -> None:
    first = replace(good.answer.statements[0], group="Salford")
    answer = replace(good.answer, statements=(first,))
    assert groups_right(replace(good, answer=answer), context)[0].value == 1.0


def test_without_labels_there_is_nothing_to_judge(good: Outcome, made: Made, context: ScoringContext) -> None:
    bare = replace(good.answer, statements=(replace(good.answer.statements[0], group=None),))
    assert groups_right(replace(good, answer=bare), context)[0].unscored
