from pathlib import Path

import pytest

from eval.bench.ablation.switches import CHOICES, AblatedPart, AskedSet, Switch, leave_out, switch_off
from eval.bench.quotes import load_cases
from eval.runs.throwaway import open_throwaway
from service import assistant as assistant_module
from service.settings import load_settings


def test_left_out_each_report_gets_what_is_best_for_the_others(asked: tuple[Path, Path]) -> None:
    as_it_is = AblatedPart("as it is")
    never = AblatedPart("no reasons", (Switch(assistant_module, "not_in_reports", lambda *_: None),))
    with open_throwaway(asked[0], load_settings()) as assistant:
        own = AskedSet("rivers", assistant, tuple(load_cases(asked[1], assistant.library)))
        left = leave_out([own], [never, as_it_is])
    chosen = {each.report: (each.choice, [r.outcome.case.id for r in each.results]) for each in left}
    # Without the one that is not answered nothing speaks for refusing, so the first choice is taken.
    assert chosen == {"rivers: river": ("as it is", ["one"]), "rivers: two": ("no reasons", ["two"])}
    assert left[1].results[0].outcome.answer.status == "answered"


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.name)
def test_every_choice_can_still_be_made_otherwise(choice: AblatedPart) -> None:
    with switch_off(choice):
        pass
