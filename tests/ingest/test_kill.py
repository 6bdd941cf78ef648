import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.build import ingest
from ingest.language.stems import stems
from ingest.library.open import Library, open_library
from ingest.settings import IndexSettings

PROGRAM = Path(__file__).with_name("killed.py")
STEP = int(os.environ.get("WALKALONG_TEST_KILL_STEP", "36"))
BEFORE = {"a": "Salford", "b": "Wigan", "c": "Bury"}
AFTER = {"a": "Salford", "b": "Oldham", "d": "Tameside", "e": "Trafford"}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory, write_report_to: Any, word_embedder: Any) -> Path:
    """A data folder with three reports, and others to ingest instead: one changed, one gone, two new."""
    folder = tmp_path_factory.mktemp("kill")
    for name, subject in BEFORE.items():
        write_report_to(folder / "reports" / f"{name}.md", subject, sections=6)
    ingest([folder / "reports"], settings_of(folder / "before"), embedder=word_embedder())
    (folder / "reports" / "c.md").unlink()
    for name, subject in AFTER.items():
        write_report_to(folder / "reports" / f"{name}.md", subject, sections=6)
    return folder


def settings_of(data: Path) -> IndexSettings:
    return IndexSettings(data_dir=data, chunk_tokens=40)


def contents(library: Library, embedder: Any) -> dict[str, str]:
    """The subject of each report, when every way into the library agrees on it."""
    found = {}
    for row, details in enumerate(library.details):
        rows, _ = library.nearest(embedder.embed_query("time"), 10_000, [row])
        assert (library.chunks.report == row).sum() == len(rows) > 0
        report = library.report(details.id)
        subject = report.text.split()[2]
        assert library.file(details.id).read_text("utf-8").startswith(f"# The {subject} report")
        matching, _ = library.keywords(stems(subject), 10_000)
        assert set(library.chunks.report[matching].tolist()) == {row}
        found[details.id] = subject
    everything, _ = library.nearest(embedder.embed_query("time"), 10_000)
    assert len(everything) == len(library.chunks)
    return found


def test_an_ingestion_killed_at_any_step_leaves_a_whole_library_and_is_finished_by_the_next(
    work: Path, word_embedder: Any
) -> None:
    subprocess.run([sys.executable, PROGRAM, work, str(STEP)], check=True)
    killed = sorted(work.glob("killed-*"))  # the last was not killed at all
    outcomes = []
    embedder = word_embedder()
    for data in killed:
        library = open_library(settings_of(data))
        found = contents(library, embedder)
        assert found in (BEFORE, AFTER)
        outcomes.append(found == AFTER)
        library.close()
        ingest([work / "reports"], settings_of(data), prune=True, embedder=embedder)
        assert contents(open_library(settings_of(data)), embedder) == AFTER
        assert not list(data.rglob("*.unfinished"))
    assert len(killed) >= 12
    assert outcomes == sorted(outcomes), "once the new library is served it stays"
    assert not outcomes[0]
    assert outcomes[-1]


def test_a_killed_ingestion_goes_on_where_it_stopped(work: Path, word_embedder: Any) -> None:
    embedder = word_embedder()
    data = work / "resumed"
    shutil.copytree(work / "before", data)

    class Killed(BaseException):
        pass

    class Stopping:
        def start_file(self, path: Path, number: int, total: int) -> None:
            if number == total:
                raise Killed

        def count_pages(self, path: Path, done: int, total: int) -> None:
            pass

        def count_encoded(self, path: Path, done: int, total: int) -> None:
            pass

        def finish_file(self, path: Path, outcome: object) -> None:
            pass

    with pytest.raises(Killed):
        ingest([work / "reports"], settings_of(data), prune=True, progress=Stopping(), embedder=embedder)
    first = embedder.chunks_encoded
    ingest([work / "reports"], settings_of(data), prune=True, embedder=embedder)
    library = open_library(settings_of(data))
    new = sum(len(library.chunks.start[library.chunks.report == row]) for row in (1, 2, 3))
    assert 0 < first < new
    assert embedder.chunks_encoded == new


def test_a_killed_ingestion_lets_the_next_one_in_at_once(
    work: Path, word_embedder: Any, write_report: Callable[..., Path]
) -> None:
    data = work / "locked"
    shutil.copytree(work / "before", data)
    program = (
        "import sys, time; from pathlib import Path; from ingest.disk.folder import DataFolder\n"
        "with DataFolder(Path(sys.argv[1])).lock():\n    print(flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen([sys.executable, "-c", program, data], stdout=subprocess.PIPE)
    assert holder.stdout
    holder.stdout.readline()
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    ingest([work / "reports"], settings_of(data), prune=True, embedder=word_embedder())
    assert [details.id for details in open_library(settings_of(data)).details] == sorted(AFTER)


def test_readers_in_other_processes_never_see_half_a_library(
    work: Path, word_embedder: Any, tmp_path: Path
) -> None:
    """A process asks on and on while another ingests; every answer is from one whole generation."""
    data = tmp_path / "data"
    shutil.copytree(work / "before", data)
    program = """
import importlib.util, json, sys, time
from pathlib import Path
from ingest.library.open import CurrentLibrary
from ingest.settings import IndexSettings
import ingest.library.open
ingest.library.open.LOOK_SECONDS = 0.0
spec = importlib.util.spec_from_file_location("test_kill", sys.argv[2])
tests = importlib.util.module_from_spec(spec); spec.loader.exec_module(tests)
spec = importlib.util.spec_from_file_location("fakes", Path(sys.argv[2]).with_name("conftest.py"))
fakes = importlib.util.module_from_spec(spec); spec.loader.exec_module(fakes)
current = CurrentLibrary(IndexSettings(data_dir=Path(sys.argv[1]), chunk_tokens=40))
last = None
while not Path(sys.argv[1], "stop").exists():
    library = current.get()
    found = sorted(tests.contents(library, fakes.WordEmbedder()))
    if library.name != last:
        last = library.name
        print(json.dumps(found), flush=True)
"""
    reader = subprocess.Popen(
        [sys.executable, "-c", program, data, __file__], stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout
    assert json.loads(reader.stdout.readline()) == sorted(BEFORE)
    embedder = word_embedder()
    some, all_of_them = [work / "reports" / "a.md"], [work / "reports"]
    for paths, expected in ((all_of_them, sorted(AFTER)), (some, ["a"])) * 2:
        ingest(paths, settings_of(data), prune=True, embedder=embedder)
        assert json.loads(reader.stdout.readline()) == expected
    (data / "stop").touch()
    assert reader.wait() == 0
    reader.stdout.close()
