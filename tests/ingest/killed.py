"""A program that kills ingestions: `killed.py WORK STEP`, run by test_kill.py.

WORK/before is a data folder, WORK/reports the reports to ingest next. Each try has a copy of the data
folder, WORK/killed-NUMBER; its process kills itself at step NUMBER: at each STEPth, and at each of the
last. Steps are the times that Python opens, makes, renames or deletes something in the data folder, and
the calls into Chroma. The tries are forks of this process, so that the libraries are imported once.
"""

import importlib.util
import itertools
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import bm25s  # noqa: F401 - so that the forks need not
import chromadb.api.rust
import chromadb.errors

from ingest.build import ingest
from ingest.settings import IndexSettings

NEVER = 9999
LAST = 10
EVENTS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "shutil.copytree"}


def ingest_until(step: int, data: Path, reports: Path, embedder: Any) -> int:
    """Ingest in this process, which kills itself at the step; gives the number of steps."""
    steps = itertools.count()

    def count(event: str, args: tuple[object, ...]) -> None:
        named = event in EVENTS and any(str(each).startswith(str(data)) for each in args)
        if (named or event == "chroma") and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(name: str) -> None:
        original = getattr(chromadb.api.rust.RustBindingsAPI, name)

        def call(*args: object, **kwargs: object) -> object:
            sys.audit("chroma")
            return original(*args, **kwargs)

        setattr(chromadb.api.rust.RustBindingsAPI, name, call)

    for name in ("_upsert", "_delete", "create_collection", "get_collection", "stop"):
        counted(name)
    sys.addaudithook(count)
    ingest([reports], IndexSettings(data_dir=data, chunk_tokens=40), prune=True, embedder=embedder)
    return next(steps)


def main(work: Path, step: int) -> None:
    """Count the steps of an ingestion that nobody kills, then kill one after the other."""
    spec = importlib.util.spec_from_file_location("fakes", Path(__file__).with_name("conftest.py"))
    assert spec
    assert spec.loader
    fakes = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fakes)
    total = int(tried(work, NEVER, fakes.WordEmbedder()))
    for number in sorted({*range(0, total, step), *range(total - LAST, total)}):
        if tried(work, number, fakes.WordEmbedder()):
            sys.exit(f"the ingestion came through step {number} of {total}")


def tried(work: Path, step: int, embedder: Any) -> str:
    """What one try says at its end: nothing when it was killed."""
    data = work / f"killed-{step:04}"
    shutil.copytree(work / "before", data)
    heard, said = os.pipe()
    if (child := os.fork()) == 0:
        os.write(said, str(ingest_until(step, data, work / "reports", embedder)).encode())
        os._exit(0)
    os.close(said)
    os.waitpid(child, 0)
    with os.fdopen(heard) as answer:
        return answer.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
