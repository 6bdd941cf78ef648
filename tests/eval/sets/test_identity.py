from dataclasses import replace
from typing import Any

from eval.sets.identity import digest_case
from service.types import Filters, Turn


def test_a_case_stays_itself_while_it_asks_and_wants_the_same(made: Any) -> None:
    case = made.case("a")
    assert digest_case(case) == digest_case(replace(case, persona="leader", kind="list"))
    assert digest_case(case) != digest_case(replace(case, question="And in Stockport?"))
    assert digest_case(case) != digest_case(replace(case, history=(Turn("user", "What is it?"),)))
    assert digest_case(case) == digest_case(replace(case, tags=("new",), notes="x"))
    assert digest_case(case) != digest_case(replace(case, filters=Filters(places=("Salford",))))
    assert digest_case(case) != digest_case(replace(case, answerable=not case.answerable))
    assert digest_case(case) == digest_case(replace(case, brief=True))


def test_a_stance_in_the_gold_makes_another_case(made: Any) -> None:
    claim = made.gold(("a", 0, 5))
    case = made.case("a", gold=(claim,))
    assert digest_case(case) != digest_case(replace(case, gold=(replace(claim, stance="against"),)))
