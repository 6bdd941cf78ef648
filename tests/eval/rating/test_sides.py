from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.rating.sides import SideDesk
from eval.runs.folder import Run
from ingest.errors import InvalidRequest, NotFound

Made = SimpleNamespace


def run_of(made: Made, folder: Path, texts: dict[str, str], **changed: object) -> Run:
    passage = made.passage("S1", "a", 0, 37)
    results = [
        made.result(
            made.case(name, **changed), {}, answer=made.answer([made.statement(text, "S1")], [passage])
        )
        for name, text in texts.items()
    ]
    found: Run = replace(made.run(results), folder=folder)
    return found


@pytest.fixture
def desk(made: Made, tmp_path: Path) -> SideDesk:
    names = [f"case-{n}" for n in range(40)]
    this = run_of(made, tmp_path / "new", {"same": "As before.", **dict.fromkeys(names, "New.")})
    other = run_of(
        made, tmp_path / "old", {"same": "As before.", "gone": "?", **dict.fromkeys(names, "Old.")}
    )
    return SideDesk(this, other)


def test_only_questions_with_two_different_answers_are_shown(desk: SideDesk) -> None:
    assert (len(desk.items), desk.alike) == (40, 1)
    assert {couple.key[0] for couple in desk.items} == {f"case-{n}" for n in range(40)}


def test_sides_change_from_question_to_question_and_from_rater_to_rater(desk: SideDesk) -> None:
    left = {name: [desk.sides(name, each)["left"] for each in desk.items] for name in ("Ann", "Bea")}
    assert left["Ann"] == [desk.sides("Ann", each)["left"] for each in desk.items]
    assert left["Ann"] != left["Bea"]
    # Of 40 falls of a coin fewer than 8 or more than 32 on one side come once in 20,000.
    assert all(8 <= own.count("this") <= 32 for own in left.values())


def test_raters_have_orders_of_their_own(desk: SideDesk) -> None:
    orders = [[each.key for each in desk.order(name)] for name in ("Ann", "Bea")]
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])
    with pytest.raises(NotFound, match="no question 41"):
        desk.item("Ann", 41)


def test_questions_that_were_altered_in_between_are_not_compared(made: Made, tmp_path: Path) -> None:
    this = run_of(made, tmp_path / "new", {"one": "New."})
    other = run_of(made, tmp_path / "old", {"one": "Old."}, question="Asked in another way?")
    with pytest.raises(InvalidRequest, match="nothing to compare"):
        SideDesk(this, other)
