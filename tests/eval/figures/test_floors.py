from types import SimpleNamespace

from eval.figures.floors import OTHERS, list_easy, measure_floors
from eval.report.terminal import floor_lines
from eval.types import Result

Made = SimpleNamespace


def asked(made: Made, name: str, words: str, *points: str, **changed: object) -> Result:
    case = made.case(name, points=tuple((point,) for point in points), **changed)
    answer = made.answer([made.statement(words, "S1")] if words else [])
    result: Result = made.result(case, {}, answer=answer)
    return result


def test_a_floor_is_what_answers_to_the_other_questions_say(made: Made) -> None:
    results = [
        asked(made, "one", "Trust grew and money came.", "trust grew", "money"),
        asked(made, "two", "Trust grew.", "money"),
        asked(made, "three", "Staff left.", "staff"),
    ]
    floors = measure_floors(results)
    # Of one's points "trust grew" is said by two and not by three; "money" by neither.
    assert floors == {"one": 0.25, "two": 0.5, "three": 0.0}
    assert list_easy(floors) == [("two", 0.5)]
    told = "\n".join(floor_lines(floors))
    assert "0.250" in told
    assert "two (0.50)" in told


def test_refusals_say_nothing_and_the_other_side_of_a_pair_is_no_other_question(made: Made) -> None:
    results = [
        asked(made, "for", "Trust grew.", "trust", pair="p"),
        asked(made, "against", "Trust grew.", "trust", pair="p"),
        asked(made, "refused", "", "trust"),
        asked(made, "none", "Staff left.", answerable=False),
    ]
    assert measure_floors(results) == {"for": 0.0, "against": 0.0, "refused": 2 / 3}


def test_a_large_run_is_measured_against_a_part_of_it(made: Made) -> None:
    results = [asked(made, f"c{n}", f"Word{n} came.", "came") for n in range(3 * OTHERS)]
    assert set(measure_floors(results).values()) == {1.0}


def test_without_points_there_is_no_floor(made: Made) -> None:
    assert measure_floors([asked(made, "one", "Trust grew.")]) == {}
    assert floor_lines({}) == []
