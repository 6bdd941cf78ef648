from pathlib import Path

import pytest
from click.testing import CliRunner

import service.search.candidates
from eval.bench.ablation.parts import PARTS, main
from eval.bench.ablation.switches import AblatedPart, switch_off


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_switch_is_still_there(part: AblatedPart) -> None:
    with switch_off(part):
        pass


def test_a_part_is_off_inside_and_on_again_outside() -> None:
    words = next(part for part in PARTS if part.name.startswith("words of a sentence"))
    before = service.search.candidates.WORDS
    with switch_off(words):
        assert service.search.candidates.WORDS == 0
    assert service.search.candidates.WORDS == before > 0


def test_answers_are_told_for_the_set_and_for_each_report(asked: tuple[Path, Path]) -> None:
    arguments = ["--reports", str(asked[0]), "--questions", str(asked[1]), "--no-parts", "--no-left-out"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    names = [line.split("|")[1].strip() for line in done.stdout.splitlines()[2:]]
    assert names == ["rivers", "rivers: river", "rivers: no report"]
    assert "left out" not in done.stdout


def test_left_out_figures_stand_below_the_fitted_ones(asked: tuple[Path, Path]) -> None:
    arguments = ["--reports", str(asked[0]), "--questions", str(asked[1]), "--no-parts"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert "| left out | n |" in done.stdout
    assert "Chosen without one: as it is (2)." in done.stdout
