from service.brief.core import EACH_SIDE, MOST, Considered, choose_core


def consider(text: str, score: float = 0.5, nearest_sentence: float = 0.5) -> Considered:
    return Considered(text, "finding", score, nearest_sentence)


PLAIN = "The programme had four strands."
HELPED = "Weekly meetings helped partners to trust one another."
HINDERED = "Short contracts were a barrier to trust."


def test_what_bears_more_comes_first() -> None:
    found = choose_core(
        [consider(PLAIN), consider(PLAIN, score=0.9), consider(PLAIN, nearest_sentence=0.9), consider(HELPED)]
    )
    assert found[-1] == 0
    assert sorted(found) == [0, 1, 2, 3]


def test_the_core_is_small() -> None:
    assert choose_core([consider(PLAIN, score=1 - at / 100) for at in range(40)]) == list(range(MOST))


def test_a_side_that_the_core_lacks_is_taken_from_the_rest_nearest_first() -> None:
    near = [consider(HELPED, score=1 - at / 100) for at in range(20)]
    far = [consider(HINDERED, score=0.1 - at / 100) for at in range(5)]
    found = choose_core([*near, *far])
    assert found[:MOST] == list(range(MOST))
    assert found[MOST:] == list(range(20, 20 + EACH_SIDE))


def test_nothing_gives_nothing() -> None:
    assert choose_core([]) == []
