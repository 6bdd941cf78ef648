from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import anyio
import anyio.lowlevel
import pytest

from ingest.errors import ServiceBusy
from service.access.slots import Slots


def run(work: Callable[[], Awaitable[None]]) -> None:
    """Run in a thread of its own: other tests' browsers have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, work).result()


def test_so_many_have_a_place_and_the_next_waits_for_one() -> None:
    async def work() -> None:
        slots = Slots(1, 1, 60)
        order: list[str] = []

        async def second() -> None:
            async with slots.place():
                order.append("second")

        async with anyio.create_task_group() as group, slots.place():
            group.start_soon(second)
            while not slots.waiting:
                await anyio.lowlevel.checkpoint()
            order.append("first")
        assert order == ["first", "second"]
        assert (slots.taken, slots.waiting) == (0, 0)

    run(work)


def test_who_finds_the_queue_full_is_told_at_once() -> None:
    async def work() -> None:
        slots = Slots(1, 0, 60)
        async with slots.place():
            with pytest.raises(ServiceBusy):
                async with slots.place():
                    pass
        async with slots.place():
            assert slots.taken == 1

    run(work)


def test_who_waits_too_long_is_told() -> None:
    async def work() -> None:
        slots = Slots(1, 5, 0.01)
        async with slots.place():
            with pytest.raises(ServiceBusy):
                async with slots.place():
                    pass
        assert slots.waiting == 0

    run(work)


async def fail_in(slots: Slots) -> None:
    async with slots.place():
        message = "broken"
        raise ValueError(message)


def test_a_failure_gives_the_place_back() -> None:
    async def work() -> None:
        slots = Slots(1, 0, 60)
        with pytest.raises(ValueError, match="broken"):
            await fail_in(slots)
        async with slots.place():
            assert slots.taken == 1

    run(work)
