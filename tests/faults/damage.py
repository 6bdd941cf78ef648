"""Files of a library that are gone, cut short, or overwritten in place."""

import os
from pathlib import Path
from random import Random

from service.upkeep.repair import repair
from tests.faults.apart import run_apart
from tests.faults.scene import BEFORE, Scene, refused, tell

LOCKS = ("lock", "in-use")
"""They have nothing in them."""
WAYS = ("gone", "cut", "overwritten")


def damage_file(scene: Scene, _: int, chance: Random) -> str | None:
    """A file of the library is gone, cut short or overwritten: right answers, or a message; the repair mends it."""
    files = [
        path.relative_to(scene.work / "before")
        for path in sorted((scene.work / "before").rglob("*"))
        if path.is_file() and path.name not in LOCKS and path.stat().st_size
    ]
    path, way = chance.choice(files), chance.choice(WAYS)
    data = scene.copy("damaged")
    _damage(data / path, way, chance)
    ended = run_apart(lambda _: scene.look(data))
    wrong = None if ended.refused or ended.value == BEFORE else tell(ended)
    mended = run_apart(lambda _: bool(repair(scene.settings(data), scene.embedder)))
    wrong = wrong or refused(mended) or scene.judge(data, BEFORE)
    return f"{path} {way}: {wrong}" if wrong else None


def _damage(path: Path, way: str, chance: Random) -> None:
    if way == "gone":
        path.unlink()
        return
    if way == "cut":
        os.truncate(path, chance.randrange(path.stat().st_size))
        return
    with path.open("r+b") as file:
        file.seek(chance.randrange(path.stat().st_size))
        file.write(chance.randbytes(16))
