from types import SimpleNamespace

import pytest

from eval.report.casebook import judge_fit, list_missed, mark_gold, view_cases, word_verdict
from eval.types import Gold, TextSpan
from service.types import Status

Made = SimpleNamespace


def test_words_in_gold_are_told_from_the_others(made: Made) -> None:
    # "Trust grew in Salford over 12 months. It was slow. Partners met monthly."
    passage = made.passage("S1", "a", 0, 50)
    gold = [made.gold(("a", 6, 10)), made.gold(("a", 8, 21), ("b", 0, 5)), made.gold(("a", 41, 60))]
    assert mark_gold(passage, gold) == (
        ("Trust ", False),
        ("grew in Salford", True),
        (" over 12 months. It ", False),
        ("was slow.", True),
    )
    assert mark_gold(passage, []) == ((passage.text, False),)


def test_the_marked_words_are_the_passage(made: Made) -> None:
    passage = made.passage("S1", "a", 6, 21)
    for start in range(0, 30, 3):
        gold = [made.gold(("a", start, start + 7))]
        assert "".join(text for text, _ in mark_gold(passage, gold)) == passage.text


def test_a_passage_is_gold_or_partly_or_not(made: Made) -> None:
    case = made.case(gold=(made.gold(("a", 0, 37)),))
    assert judge_fit(made.passage("S1", "a", 0, 37), case) == "gold"
    assert judge_fit(made.passage("S1", "a", 30, 72), case) == "partly"
    assert judge_fit(made.passage("S1", "a", 51, 72), case) == "not gold"
    assert judge_fit(made.passage("S1", "b", 0, 37), case) == "not gold"
    assert judge_fit(made.passage("S1", "a", 0, 37), made.case()) == "nothing to compare"


def test_missed_gold_tells_whether_search_had_it(made: Made) -> None:
    quoted = Gold((TextSpan("b", 0, 22),), quotes=("Funding ended\n in 2021.",))
    case = made.case(
        gold=(
            made.gold(("a", 0, 37)),
            quoted,
            made.gold(("b", 23, 34)),
            made.gold(("b", 0, 9), required=False),
        )
    )
    answer = made.answer([made.statement("Trust grew.", "S1")], [made.passage("S1", "a", 0, 37)])
    outcome = made.outcome(case, answer, [made.passage("S1", "b", 0, 22)])
    first, second = list_missed(outcome, str.upper)
    assert (first.quotes, first.found) == ((("B", "Funding ended in 2021."),), True)
    assert (second.quotes, second.found) == ((("B", "characters 23 to 34"),), False)
    assert list_missed(made.outcome(made.case(answerable=False, gold=case.gold), answer), str) == ()


@pytest.mark.parametrize(
    ("status", "answerable", "expected"),
    [
        ("answered", True, ("answered", "answered", True)),
        ("partial", True, ("answered in part", "answered in part", True)),
        ("answered", False, ("false answer", "answered, although the reports do not answer it", False)),
        ("not_in_reports", True, ("false refusal", "refused, although the reports answer it", False)),
        ("declined", False, ("refused", "refused, rightly", True)),
        ("clarify", False, ("asked back", "asked back, rightly", True)),
    ],
)
def test_a_verdict_is_in_words(
    made: Made, status: Status, answerable: bool, expected: tuple[str, str, bool]
) -> None:
    assert word_verdict(made.case(answerable=answerable), made.answer(status=status)) == expected


def test_a_case_has_all_its_answers_and_says_why_scores_are_missing(made: Made) -> None:
    one = made.case("one")
    results = [
        made.result(one, {"cited_gold": 0.25, "alce_recall": None, "alce_precision": None}),
        made.result(one, {"latency_ms": 12.6}, repeat=1),
        made.result(made.case("two"), {}),
    ]
    first, second = view_cases(results)
    assert [asked.repeat for asked in first.asked] == [0, 1]
    assert [(line.measure.label, line.value) for line in first.asked[0].scored] == [
        ("cited that are gold", "25%")
    ]
    assert [line.value for line in first.asked[1].scored] == ["13 ms"]
    assert first.asked[0].unscored == (
        ("not judged", ("citation recall (ALCE)", "citation precision (ALCE)")),
    )
    assert second.case.id == "two"
