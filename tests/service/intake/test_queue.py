import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.disk.folder import DataFolder
from ingest.errors import LibraryBusy, NotFound
from ingest.library.open import open_library
from service.intake import queue
from service.intake.queue import Ingestions
from service.intake.states import STATE, QueuedIngestion, Said
from service.intake.uploads import FileResult
from service.intake.worker import Telling
from service.settings import Settings

TEXT = b"# A visit to Bury\n\nThe Joint Action Team (JAT) met in Bury. What would you ask the JAT?\n"
LONGEST_WAIT = 120


@pytest.fixture
def settings(sample_settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a library of their own."""
    shutil.copytree(sample_settings.data_dir, tmp_path / "data")
    return sample_settings.model_copy(update={"data_dir": tmp_path / "data"})


@pytest.fixture
def ingestions(settings: Settings) -> Iterator[Ingestions]:
    ingestions = Ingestions(settings)
    yield ingestions
    ingestions.close()


def until(ingestions: Ingestions, id_: str, reached: Callable[[QueuedIngestion], bool]) -> QueuedIngestion:
    deadline = time.monotonic() + LONGEST_WAIT
    while not reached(state := ingestions.get(id_)):
        assert time.monotonic() < deadline, state
        time.sleep(0.02)
    return state


def accept(ingestions: Ingestions, settings: Settings, name: str = "bury.md") -> str:
    entries = open_library(settings).manifest.entries
    return ingestions.accept([(name, io.BytesIO(TEXT))], entries).id


def ids(settings: Settings) -> list[str]:
    return [details.id for details in open_library(settings).details]


def test_files_are_ingested_and_what_is_in_them_is_told(ingestions: Ingestions, settings: Settings) -> None:
    before = ids(settings)
    state = until(ingestions, accept(ingestions, settings), lambda state: state.ended)
    assert (state.stage, state.problem) == ("done", None)
    (file,) = state.files
    assert (file.outcome, file.report_id, file.title) == ("added", "bury", "A visit to Bury")
    assert file.findings
    assert (file.findings.headings, file.findings.terms) == (1, 1)
    assert ids(settings) == sorted([*before, "bury"])
    assert open_library(settings).report("bury").text.startswith("# A visit")


def test_pages_are_told_in_the_files_turn_and_the_share_only_rises() -> None:
    first, second = Path("first.pdf"), Path("second.pdf")
    said: list[Said] = []
    telling = Telling(said.append, {first: "First.pdf", second: "Second.pdf"})
    telling.start_file(first, 1, 2)
    telling.count_pages(first, 40, 143)
    telling.count_pages(second, 1, 4)  # read ahead
    telling.count_encoded(first, 10, 10)
    telling.count_pages(second, 3, 4)
    telling.finish_file(first, "added")
    telling.start_file(second, 2, 2)
    telling.count_pages(second, 4, 4)
    shown = [(each.file, each.page, each.pages) for each in said if each.stage == "reading"]
    assert shown == [
        ("First.pdf", 0, 0),
        ("First.pdf", 40, 143),
        ("Second.pdf", 3, 4),
        ("Second.pdf", 4, 4),
    ]
    shares = [each.share for each in said]
    assert shares == sorted(set(shares))


def test_an_ingestion_whose_process_is_killed_leaves_the_library_and_says_so(
    ingestions: Ingestions, settings: Settings
) -> None:
    before = ids(settings)
    id_ = accept(ingestions, settings)
    until(ingestions, id_, lambda state: state.starts == 1)
    deadline = time.monotonic() + LONGEST_WAIT
    while not (child := ingestions._child):
        assert time.monotonic() < deadline
    os.kill(child.pid, signal.SIGKILL)
    state = until(ingestions, id_, lambda state: state.ended)
    assert state.stage == "failed"
    assert state.problem
    assert "as it was" in state.problem.message
    assert [file.outcome for file in state.files] == ["failed"]
    assert ids(settings) == before


def test_only_one_process_may_ingest(ingestions: Ingestions, settings: Settings) -> None:
    with DataFolder(settings.data_dir).lock(), pytest.raises(LibraryBusy):
        ingestions.check_free()
    ingestions.check_free()


def test_what_a_killed_service_left_is_finished_by_the_next(settings: Settings) -> None:
    before = ids(settings)
    program = (
        "import io, sys, time; from service.settings import Settings; from service.intake.queue import Ingestions;"
        "ingestions = Ingestions(Settings(data_dir=sys.argv[1], embedding_dtype='float32'));"
        "state = ingestions.accept([('bury.md', io.BytesIO(bytes.fromhex(sys.argv[2])))], ());\n"
        "while ingestions.get(state.id).stage == 'waiting': time.sleep(0.01)\n"
        "print(state.id, ingestions._child.pid, flush=True); time.sleep(1000)"
    )
    service = subprocess.Popen(
        [sys.executable, "-c", program, str(settings.data_dir), TEXT.hex()], stdout=subprocess.PIPE, text=True
    )
    assert service.stdout
    id_, child = service.stdout.readline().split()
    service.kill()
    service.wait()
    service.stdout.close()
    deadline = time.monotonic() + LONGEST_WAIT
    while Path(f"/proc/{child}").exists():
        assert time.monotonic() < deadline, "the ingesting process outlives its service"
        time.sleep(0.02)
    assert ids(settings) in (before, sorted([*before, "bury"]))
    following = Ingestions(settings)
    following.resume()
    state = until(following, id_, lambda state: state.ended)
    following.close()
    assert (state.stage, state.starts) == ("done", 2)
    assert ids(settings) == sorted([*before, "bury"])


def test_what_was_broken_off_again_and_again_is_given_up(settings: Settings) -> None:
    waiting = FileResult("bury.md", kept_as="bury.md")
    folder = settings.data_dir / "ingestions"
    folder.mkdir(exist_ok=True)
    broken = QueuedIngestion("f" * 32, "2026-01-01T00:00:00+00:00", (waiting,), stage="reading", starts=2)
    (folder / f"{broken.id}.json").write_bytes(STATE.dump_json(broken))
    ingestions = Ingestions(settings)
    ingestions.resume()
    state = ingestions.get(broken.id)
    ingestions.close()
    assert state.stage == "failed"
    assert state.files[0].outcome == "failed"


def test_a_second_service_leaves_the_first_ones_work_alone(settings: Settings) -> None:
    first, second = Ingestions(settings), Ingestions(settings)
    first.resume()
    waiting = QueuedIngestion("e" * 32, "2026-01-01T00:00:00+00:00", (), stage="waiting")
    (settings.data_dir / "ingestions" / f"{waiting.id}.json").write_bytes(STATE.dump_json(waiting))
    second.resume()
    assert second.get(waiting.id).stage == "waiting"
    first.close()
    second.close()


@pytest.mark.parametrize("id_", ["", "nothing", "../sources", "x" * 5000, "a\0b", "0" * 32])
def test_what_is_no_ingestion_is_not_found(ingestions: Ingestions, id_: str) -> None:
    with pytest.raises(NotFound):
        ingestions.get(id_)


def test_files_that_all_failed_start_nothing(ingestions: Ingestions) -> None:
    state = ingestions.accept([("empty.pdf", io.BytesIO(b""))], ())
    assert state.stage == "done"
    assert ingestions.get(state.id).files[0].outcome == "failed"
    assert ingestions._thread is None


def test_what_was_half_sent_when_a_service_was_killed_goes(
    ingestions: Ingestions, settings: Settings
) -> None:
    half = settings.data_dir / "uploads" / ".0123.part"
    half.parent.mkdir()
    half.write_bytes(b"half")
    ingestions.resume()
    assert not half.exists()


def test_what_ended_longest_ago_is_forgotten(
    ingestions: Ingestions, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_KEPT", 2)
    sent = [ingestions.accept([("bad.xyz", io.BytesIO(b"\x89PNG\r\n\x1a\n\x00"))], ()).id for _ in range(2)]
    for age, id_ in enumerate(sent, 1):
        os.utime(settings.data_dir / "ingestions" / f"{id_}.json", (age, age))
    latest = ingestions.accept([("bad.xyz", io.BytesIO(b"\x89PNG\r\n\x1a\n\x00"))], ()).id
    assert [ingestions.get(id_).ended for id_ in (sent[1], latest)] == [True, True]
    with pytest.raises(NotFound):
        ingestions.get(sent[0])
