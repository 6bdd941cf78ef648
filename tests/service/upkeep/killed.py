"""A program that kills restores: `killed.py ARCHIVE WORK`, run by test_restore.py; prints what each left, counted.

Every try restores over a small data folder of its own, in a fork that kills itself at one step: whenever Python
opens, makes, renames or deletes something there. A conversation's title tells the folder before from the restored.
"""

import itertools
import json
import os
import shutil
import signal
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from service.settings import Settings, load_settings
from service.store.sql import open_store
from service.upkeep.restore import restore_backup

STEP = 25
"""Every so manieth step is tried, and each of the last."""
LAST = 12
EVENTS = {
    "open",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.utime",
    "shutil.rmtree",
    "sqlite3.connect",
}


def restore_until(step: int, archive: Path, settings: Settings) -> int:
    """Restore in this process, which kills itself at the step; gives the number of steps."""
    steps = itertools.count()

    def count(event: str, args: tuple[object, ...]) -> None:
        named = event in EVENTS and any(str(settings.data_dir.parent) in str(each) for each in args)
        if named and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    restore_backup(archive, settings, replacing=True)
    return next(steps)


def prepare(folder: Path) -> Settings:
    """Make a data folder with one conversation."""
    settings = load_settings(data_dir=folder / "data")
    store = open_store(None, settings.data_dir)
    store.create_conversation("before")
    store.close()
    return settings


def look(folder: Path) -> str:
    """What is there now: `before`, `restored`, or `moved` where only the other name leads to the folder before."""
    data = folder / "data"
    if not data.exists():
        [data] = folder.glob("data.before-*")
        assert title(data) == "before"
        return "moved"
    if title(data) == "before":
        return "before"
    assert (data / "current").is_file()
    assert (data / "uploads" / "bury.md").is_file()
    return "restored"


def title(data: Path) -> str:
    """The title of the folder's conversation."""
    with closing(sqlite3.connect(data / "conversations.sqlite")) as connection:
        return str(connection.execute("SELECT title FROM conversations").fetchone()[0])


def attempt(step: int, archive: Path, folder: Path) -> int:
    """Restore in a fork; gives the number of steps, or -1 when it was killed."""
    settings = prepare(folder)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(restore_until(step, archive, settings)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        told = said.read()
    os.waitpid(child, 0)
    return int(told) if told else -1


def main(archive: Path, work: Path) -> None:
    """Count the steps of a restore that nobody kills, then kill one after the other."""
    steps = attempt(-2, archive, work / "whole")
    assert look(work / "whole") == "restored"
    found: Counter[str] = Counter()
    for step in sorted({*range(0, steps, STEP), *range(steps - LAST, steps)}):
        folder = work / str(step)
        assert attempt(step, archive, folder) == -1, step
        found[look(folder)] += 1
        shutil.rmtree(folder)
    json.dump(found, sys.stdout)


main(Path(sys.argv[1]), Path(sys.argv[2]))
