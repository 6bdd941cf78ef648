from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import NotFound
from service.store.contract import KeptCounts, Store, StoredBrief
from service.store.database import now
from service.store.sql import open_store
from tests.service.store.suite import ANSWER, REFLECTION

EVER = "9999"
"""After any moment, as rows keep them."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(None, tmp_path)
    yield store
    store.close()


def fill(store: Store, name: str) -> str:
    """Keep a conversation of two answers, an answer by itself with feedback, a brief and two reflections."""
    id_ = store.create_conversation().id
    for number in (1, 2):
        store.save_answer(replace(ANSWER, id=f"{name}{number}"), id_)
    store.save_answer(replace(ANSWER, id=f"{name}3"))
    store.add_feedback(f"{name}3", "wrong", None)
    store.save_brief(StoredBrief(f"{name}4", now(), "Why?", "{}"))
    store.add_reflection(REFLECTION)
    store.decide_reflection(store.add_reflection(REFLECTION).id, "accepted")
    return id_


def test_deleting_takes_all_that_somebody_asked_and_nothing_of_others(store: Store) -> None:
    ann, bob = store.seen_by(("ann",)), store.seen_by(("bob",))
    of_ann, of_bob = fill(ann, "a"), fill(bob, "b")
    assert ann.count_own() == KeptCounts(1, 3, 1, 2)
    assert ann.delete_own() == KeptCounts(1, 3, 1, 2)
    assert not ann.count_own()
    for lost in (lambda: ann.conversation(of_ann), lambda: ann.answer("a3"), lambda: ann.brief("a4")):
        with pytest.raises(NotFound):
            lost()
    assert bob.count_own() == KeptCounts(1, 3, 1, 2)
    assert len(bob.turns(of_bob)) == 4
    assert [kept.answer.id for kept in store.answers_with_feedback()] == ["b3"]


def test_what_is_old_goes_and_what_is_newer_stays(store: Store) -> None:
    fill(store, "old")
    used = store.create_conversation().id
    store.save_answer(replace(ANSWER, id="early"), used)
    between = later(store.conversation(used).updated_at)
    store.save_answer(replace(ANSWER, id="late"), used)
    fill(store, "new")
    assert store.delete_before(between) == KeptCounts(1, 3, 1, 1)
    assert [turn.answer.id for turn in store.turns(used) if turn.answer] == ["early", "late"]
    assert store.count_own() == KeptCounts(2, 5, 1, 3)
    assert store.delete_before(EVER) == KeptCounts(2, 5, 1, 1)
    assert store.answers_with_feedback() == ()
    # What was accepted belongs to all, and goes when its author or a curator says so.
    assert {each.state for each in store.reflections(10)} == {"accepted"}


def later(moment: str) -> str:
    """Wait until the clock of the rows has gone on; gives that moment."""
    while (reached := now()) <= moment:
        pass
    return reached
