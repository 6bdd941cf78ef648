"""The machine's clock jumps while a service works: back by hours, or forward by a year, and then to the right time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import time_machine

from service.access.callers import Caller
from service.access.keyring import KeyRing, mint_key
from service.access.limits import Limits
from service.access.roles import Role
from service.settings import Settings
from service.store.contract import Store
from service.store.reflection_contract import NewReflection
from service.store.sql import open_store
from service.upkeep.retention import Retention
from tests.faults.apart import run_apart
from tests.faults.scene import Scene, tell
from tests.service.store.suite import ANSWER

KEPT_DAYS = 30
LIMIT = 3
ADDRESS = "203.0.113.1"


def jump_clock(scene: Scene, number: int, chance: Random) -> str | None:
    """The clock goes back by up to two hours or, by turns, forward by up to two years, and is set right later."""
    jump = timedelta(days=chance.uniform(40, 730)) if number % 2 else -timedelta(hours=chance.uniform(0, 2))
    ended = run_apart(lambda _: _live_through(scene.work / f"clock-{number}", jump))
    return None if ended.value is True else f"by {jump}: {tell(ended)}"


def _live_through(data: Path, jump: timedelta) -> bool:
    settings = Settings(data_dir=data, keep_days=KEPT_DAYS, limit_answers=f"{LIMIT}/minute", host="0.0.0.0")
    store = open_store(None, data)
    retention, limits = Retention(settings, store), Limits(settings)
    seconds = iter(range(0, 1000, 10))
    keys = KeyRing(settings, store, clock=lambda: float(next(seconds)))
    ends_at = (datetime.now(UTC) + timedelta(days=KEPT_DAYS)).isoformat(timespec="milliseconds")
    lasting, _ = mint_key(store, "Ada", Role.READER)
    ending, _ = mint_key(store, "Bo", Role.READER, ends_at)
    caller = keys.by_key(lasting)
    assert caller
    cookie = keys.sign_in(caller)
    talk = store.create_conversation("Monday").id
    thought = store.add_reflection(NewReflection("We met.", "team leader", "Bury", "2026-11", "Why?"))
    said = _say(store, talk, 0)
    _use_up(limits, caller)
    retention.delete_once()
    with _moved_clock(jump):
        said += _say(store, talk, len(said))
        retention.delete_once()
        _check_kept(store, talk, said, thought.id)
        assert keys.by_key(lasting), "a key without an end must work at any time"
        assert bool(keys.by_key(ending)) == (datetime.now(UTC).isoformat() < ends_at)
        _check_limit(limits, caller)
    said += _say(store, talk, len(said))
    retention.delete_once()
    _check_kept(store, talk, said, thought.id)
    assert keys.by_key(lasting)
    assert keys.by_key(ending), "a key that has not ended must work again"
    assert keys.by_cookie(cookie), "a sign-in that has not ended must hold again"
    _check_limit(limits, caller)
    store.close()
    return True


@contextmanager
def _moved_clock(jump: timedelta) -> Iterator[None]:
    """Let the time of day differ; what counts seconds since the start goes on as it does."""
    with time_machine.travel(datetime.now(UTC) + jump, tick=True):
        yield


def _say(store: Store, talk: str, number: int) -> tuple[str, ...]:
    """Ask two questions, at once, in the conversation; gives the ids of the answers, in the order of asking."""
    ids = tuple(f"a{number + more}" for more in range(2))
    for id_ in ids:
        store.save_answer(replace(ANSWER, id=id_, question=f"Question {id_}?"), talk)
    return ids


def _check_kept(store: Store, talk: str, said: tuple[str, ...], thought: str) -> None:
    """All that was said is there in its order, and the conversation in the list."""
    assert tuple(turn.answer.id for turn in store.turns(talk) if turn.answer) == said
    assert [turn.content for turn in store.history(talk) if turn.role == "user"] == [
        f"Question {id_}?" for id_ in said
    ]
    assert [entry.id for entry in store.conversations(10)] == [talk]
    assert store.reflection(thought, every=True).state == "waiting"


def _use_up(limits: Limits, caller: Caller) -> None:
    for _ in range(LIMIT):
        allowance = limits.count("answers", caller, ADDRESS)
        assert allowance
        assert allowance.allowed


def _check_limit(limits: Limits, caller: Caller) -> None:
    """Nobody waits longer than the limit's own time, whatever the clock did, and somebody new not at all."""
    allowance = limits.count("answers", caller, ADDRESS)
    assert allowance
    assert allowance.allowed or allowance.seconds <= 60, allowance
    fresh = limits.count("answers", None, f"2001:db8::{threading.get_ident()}:{allowance.seconds}")
    assert fresh
    assert fresh.allowed
