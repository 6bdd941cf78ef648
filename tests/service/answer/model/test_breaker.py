import pytest

from ingest.errors import ModelUnavailable
from service.answer.model.breaker import MOST_FAILURES, REST_SECONDS, Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def break_it(breaker: Breaker) -> None:
    for _ in range(MOST_FAILURES):
        breaker.check()
        breaker.fail(ModelUnavailable("It can't be reached."))


def test_after_failures_in_a_row_it_is_left_alone_for_a_while() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    break_it(breaker)
    with pytest.raises(ModelUnavailable, match=r"can't be reached\. It failed 3 times .* in 30 seconds"):
        breaker.check()
    clock.now += REST_SECONDS
    breaker.check()


def test_one_failure_after_the_rest_is_enough() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    break_it(breaker)
    clock.now += REST_SECONDS
    breaker.fail(ModelUnavailable("Again."))
    with pytest.raises(ModelUnavailable, match="Again"):
        breaker.check()


def test_an_answer_clears_the_count() -> None:
    breaker = Breaker(Clock())
    for _ in range(2 * MOST_FAILURES):
        breaker.check()
        breaker.fail(ModelUnavailable("No."))
        breaker.succeed()
    breaker.check()
