import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.lazy import Once, work_ahead


def test_what_many_threads_need_first_is_loaded_once() -> None:
    loads: list[int] = []
    together = threading.Barrier(8)

    def load() -> object:
        loads.append(1)
        return object()

    once = Once(load)

    def first() -> object:
        together.wait()
        return once.get()

    with ThreadPoolExecutor(8) as pool:
        found = {future.result() for future in [pool.submit(first) for _ in range(8)]}
    assert len(found) == len(loads) == 1


def test_what_could_not_be_loaded_is_tried_again() -> None:
    tries = iter([ValueError("not yet"), None])

    def load() -> str:
        problem = next(tries)
        if problem:
            raise problem
        return "there"

    once = Once(load)
    with pytest.raises(ValueError, match="not yet"):
        once.get()
    assert once.get() == "there"


def test_work_comes_in_the_order_of_the_jobs_with_what_it_raised() -> None:
    def halve(number: int) -> int:
        if number % 2:
            message = f"{number} is odd"
            raise ValueError(message)
        return number // 2

    done: list[tuple[int, int | str]] = []
    for job, wait in work_ahead(halve, [4, 5, 6, 8, 10]):
        try:
            done.append((job, wait()))
        except ValueError as error:
            done.append((job, str(error)))
    assert done == [(4, 2), (5, "5 is odd"), (6, 3), (8, 4), (10, 5)]
