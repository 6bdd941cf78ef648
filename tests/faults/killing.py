"""Kills at random instants: of an ingestion, and of what people's words and files are written with."""

import hashlib
import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from service.intake.uploads import Neighbours, Uploads
from service.store.contract import StoredBrief
from service.store.database import now
from service.store.reflection_contract import NewReflection
from service.store.sql import open_store
from tests.faults.apart import Say, run_apart
from tests.faults.scene import AFTER, BEFORE, Scene, refused, tell
from tests.service.store.suite import ANSWER

ENDLESS = 10_000
STEPS = {
    "waiting": ("waiting", "accepted"),
    "accepted": ("accepted",),
    "going": ("waiting", "gone"),
    "gone": ("gone",),
}
"""What was said of a reflection last -> what it may be: a kill may come between doing a thing and saying it."""


def kill_ingestion(scene: Scene, _: int, chance: Random) -> str | None:
    """SIGKILL at a random instant of an ingestion that changes, removes and adds reports."""
    data = scene.copy("killed")
    ended = run_apart(lambda _: scene.ingest(data, "new"), kill_after=chance.uniform(0, 1.2 * scene.seconds))
    return refused(ended) or scene.judge(data, BEFORE, AFTER) or scene.recover(data, "new", AFTER)


def kill_replacement(scene: Scene, number: int, chance: Random) -> str | None:
    """SIGKILL in a process that ingests two sets of reports by turns, in the folder that the last kill left.

    What was read is kept, so most of the time goes into writing and exchanging the index.
    """
    data = scene.work / "by-turns" if number else scene.copy("by-turns")
    ended = run_apart(lambda say: _ingest_by_turns(scene, data, say), kill_after=chance.uniform(0, 4))
    return scene.judge(data, BEFORE, AFTER) if ended.killed else tell(ended)


def _ingest_by_turns(scene: Scene, data: Path, say: Say) -> None:
    for number in range(ENDLESS):
        assert scene.ingest(data, ("new", "old")[number % 2])
        say(number)


def kill_conversations(scene: Scene, number: int, chance: Random) -> str | None:
    """SIGKILL while conversations, answers, feedback and briefs are written, the database being made among it."""
    return _kill(scene.work / f"talk-{number}", _converse, _check_conversations, chance.uniform(0, 1.5))


def kill_reflections(scene: Scene, number: int, chance: Random) -> str | None:
    """SIGKILL while reflections are written, accepted and deleted."""
    return _kill(scene.work / f"reflected-{number}", _reflect, _check_reflections, chance.uniform(0, 1.5))


def kill_uploads(scene: Scene, number: int, chance: Random) -> str | None:
    """SIGKILL while files that were sent are kept."""
    return _kill(scene.work / f"sent-{number}", _send, _check_uploads, chance.uniform(0, 0.5))


def _kill(
    data: Path,
    write: Callable[[Path, Say], None],
    check: Callable[[Path, tuple[Any, ...]], bool],
    after: float,
) -> str | None:
    """Kill what writes without end, and check all that it said it had written; None where that is there."""
    ended = run_apart(lambda say: write(data, say), kill_after=after)
    if not ended.killed:
        return tell(ended)
    checked = run_apart(lambda _: check(data, ended.said))
    return None if checked.value is True else tell(checked)


def _converse(data: Path, say: Say) -> None:
    """Write without end; what has been written is said."""
    store = open_store(None, data)
    for number in range(ENDLESS):
        id_ = store.create_conversation().id
        for part in "xy":
            store.save_answer(replace(ANSWER, id=f"{number}{part}"), id_)
            say((id_, f"{number}{part}"))
        store.add_feedback(f"{number}x", "wrong", "It is not so.")
        store.save_brief(StoredBrief(f"{number}b", now(), "Why?", "{}"))
        say(("brief", f"{number}b"))


def _check_conversations(data: Path, said: tuple[tuple[str, str], ...]) -> bool:
    """Whether all that was said is there, nothing is there in half, and more can be written."""
    store = open_store(None, data)
    for where, id_ in said:
        if where == "brief":
            assert store.brief(id_).body == "{}"
            assert store.feedback(id_.replace("b", "x"))
        else:
            assert any(turn.answer and turn.answer.id == id_ for turn in store.turns(where)), id_
    for entry in store.conversations(ENDLESS):
        turns = store.turns(entry.id)
        assert [turn.role for turn in turns] == ["user", "assistant"] * (len(turns) // 2)
    store.save_answer(replace(ANSWER, id="later"), store.create_conversation().id)
    store.close()
    with closing(sqlite3.connect(data / "conversations.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return True


def _reflect(data: Path, say: Say) -> None:
    """Write without end; what is done is said, and before a deletion that it is tried."""
    store = open_store(None, data)
    for number in range(ENDLESS):
        id_ = store.add_reflection(_think(str(number))).id
        say((id_, "waiting"))
        if number % 3:
            store.decide_reflection(id_, "accepted")
            say((id_, "accepted"))
        else:
            say((id_, "going"))
            store.delete_reflection(id_)
            say((id_, "gone"))


def _check_reflections(data: Path, said: tuple[tuple[str, str], ...]) -> bool:
    """Whether each reflection is as it was said last, or one step on, and more can be written."""
    store = open_store(None, data)
    found = {each.id: each for each in store.reflections(ENDLESS, every=True)}
    for id_, last in dict(said).items():
        state = found[id_].state if id_ in found else "gone"
        assert state in STEPS[last], (id_, last, state)
    for each in found.values():
        assert each.about == f"Why {each.text}?", each
    assert len(found.keys() - dict(said)) <= 1  # written, and killed before it was said
    store.add_reflection(_think("later"))
    store.close()
    with closing(sqlite3.connect(data / "conversations.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return True


def _think(text: str) -> NewReflection:
    return NewReflection(text, "team leader", "Bury", "2026-11", f"Why {text}?")


def _send(data: Path, say: Say) -> None:
    uploads = Uploads(data, 10)
    for number in range(ENDLESS):
        words = f"# Visit {number}\n\n{'The team met. ' * 20_000}".encode()
        kept = uploads.keep(io.BytesIO(words), f"visit {number}.md", Neighbours())
        say((kept.kept_as, hashlib.sha256(words).hexdigest()))


def _check_uploads(data: Path, said: tuple[tuple[str, str], ...]) -> bool:
    """Whether each file that was kept is there whole, and nothing half written stays."""
    uploads = Uploads(data, 10)
    uploads.clear_unfinished()
    for name, sha256 in said:
        assert hashlib.sha256((uploads.folder / name).read_bytes()).hexdigest() == sha256
    for path in uploads.folder.iterdir() if uploads.folder.is_dir() else ():
        words = path.read_text("utf-8")
        assert path.suffix == ".md"
        assert words.count("The team met. ") == 20_000, path
    return True
