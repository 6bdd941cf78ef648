"""Disks that take no more: a read-only folder, and a full disk."""

import io
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from service.intake.uploads import Neighbours, Uploads
from service.store.sql import open_store
from tests.faults.apart import Say, run_apart
from tests.faults.scene import AFTER, BEFORE, Scene, refused, tell
from tests.service.store.suite import ANSWER

NOBODY = 65_534
"""A user who owns nothing: root may write everywhere, so the tries give its rights up."""


def use_read_only(scene: Scene, number: int, _: Random) -> str | None:
    """A data folder that may only be read: each thing that writes is refused, and questions are answered."""
    data = scene.copy("read-only")
    open_store(None, data).close()
    _change_modes(data, 0o555, 0o444)
    works: tuple[Callable[[], object], ...] = (
        lambda: scene.ingest(data, "new"),
        lambda: open_store(None, data).create_conversation(),
        lambda: Uploads(data, 10).keep(io.BytesIO(b"# A\n\nB."), "a.md", Neighbours()),
    )
    ended = run_apart(lambda _: _as_nobody(works[number % len(works)]))
    seen = run_apart(lambda _: _as_nobody(lambda: scene.look(data)))
    _change_modes(data, 0o755, 0o644)
    if not ended.refused:
        return f"not refused: {tell(ended)}"
    return scene.recover(data, "new", AFTER) if seen.value == BEFORE else f"asking: {tell(seen)}"


def fill_disk(scene: Scene, number: int, chance: Random) -> str | None:
    """An ingestion or, by turns, conversations on a disk that becomes full at a random byte."""
    if number % 2:
        return _fill_by_talk(scene, 262_144 + chance.randrange(262_144))
    needed = sum(path.stat().st_size for path in (scene.work / "before").rglob("*") if path.is_file())
    return _fill_by_ingestion(scene, needed, chance.randrange(4096, 2 * needed))


def _fill_by_ingestion(scene: Scene, needed: int, more: int) -> str | None:
    with _small_disk(scene.work / "disk", 2 * needed + more) as disk:
        data = disk / "data"
        shutil.copytree(scene.work / "before", data)
        ended = run_apart(lambda _: _within(disk, more, lambda: scene.ingest(data, "new")))
        # To open its index Chroma writes, so on a full disk it may be refused, with a message.
        wrong = refused(ended) or refused(run_apart(lambda _: scene.look(data)))
        _enlarge(disk)
        return wrong or scene.judge(data, BEFORE, AFTER) or scene.recover(data, "new", AFTER)


def _fill_by_talk(scene: Scene, size: int) -> str | None:
    with _small_disk(scene.work / "disk", size) as disk:
        ended = run_apart(lambda say: _within(disk, size, lambda: _talk(disk / "data", say)))
        if not ended.refused:
            return f"not refused: {tell(ended)}"
        _enlarge(disk)
        checked = run_apart(lambda _: _check_talk(disk / "data", ended.said))
        return None if checked.value is True else tell(checked)


def _talk(data: Path, say: Say) -> None:
    store = open_store(None, data)
    number = 0
    while True:
        store.save_answer(replace(ANSWER, id=f"a{number}", question="Why? " * 400))
        say(f"a{number}")
        number += 1


def _check_talk(data: Path, said: tuple[str, ...]) -> bool:
    """Whether each answer whose keeping was acknowledged is there, and another can be kept."""
    store = open_store(None, data)
    for id_ in said:
        assert store.answer(id_).id == id_
    store.save_answer(replace(ANSWER, id="later"))
    store.close()
    return True


@contextmanager
def _small_disk(place: Path, size: int) -> Iterator[Path]:
    """A disk of so many bytes, where one can be mounted; else a plain folder (see _within)."""
    place.mkdir(exist_ok=True)
    mounted = os.geteuid() == 0 and _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place))
    try:
        yield place
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
        shutil.rmtree(place)


def _within(disk: Path, size: int, work: Callable[[], object]) -> object:
    """Do work in this process; where no disk could be mounted, no file may have more than so many bytes."""
    if not os.path.ismount(disk):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return work()


def _enlarge(disk: Path) -> None:
    if os.path.ismount(disk):
        assert _mount("-o", "remount,size=256m", str(disk))


def _mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


def _as_nobody(work: Callable[[], object]) -> object:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    return work()


def _change_modes(data: Path, folders: int, files: int) -> None:
    for path in (data, *data.rglob("*")):
        path.chmod(folders if path.is_dir() else files)
