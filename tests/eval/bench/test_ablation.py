import pytest

import service.search.candidates
from eval.bench.ablation import PARTS, AblatedPart, switched_off


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_switch_is_still_there(part: AblatedPart) -> None:
    with switched_off(part):
        pass


def test_a_part_is_off_inside_and_on_again_outside() -> None:
    words = next(part for part in PARTS if part.name.startswith("words of a sentence"))
    before = service.search.candidates.WORDS
    with switched_off(words):
        assert service.search.candidates.WORDS == 0
    assert service.search.candidates.WORDS == before > 0
