import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.build import ingest
from ingest.disk.folder import DataFolder
from ingest.disk.sums import write_sums
from ingest.errors import LibraryBusy
from ingest.library.open import open_library
from service.assistant import Assistant
from service.intake.queue import Ingestions
from service.settings import Settings
from service.types import Ask
from service.upkeep.condition import find_bad_copies, find_damage, find_leftovers, find_unended, read_current
from service.upkeep.examine import Examined, examine
from service.upkeep.repair import ASIDE, repair
from tests.service.upkeep.conftest import QUESTION, titles

OLD = Path(__file__).parents[1] / "store" / "kept_by_0_1_0.sqlite"


def mend(settings: Settings, assistant: Assistant) -> dict[str, Examined]:
    return {done.name.removeprefix("repair "): done for done in repair(settings, assistant.embedder)}


def generation(settings: Settings) -> Path:
    data = DataFolder(settings.data_dir)
    return data.generations / str(data.read_current())


def ids(settings: Settings) -> list[str]:
    library = open_library(settings)
    library.close()
    return [details.id for details in library.details]


def answers_as(settings: Settings, assistant: Assistant) -> bool:
    """Whether it answers as the library that it was copied from."""
    found = Assistant(settings, embedder=assistant.embedder).answer(Ask(QUESTION))
    wanted = assistant.answer(Ask(QUESTION))
    return (found.status, found.statements) == ("answered", wanted.statements)


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    """Change one bit in the middle, as a bad disk does."""
    found = bytearray(path.read_bytes())
    found[len(found) // 2] ^= 1
    path.write_bytes(found)


HARMS: dict[str, Callable[[Path], None]] = {"half": halve, "gone": Path.unlink, "overwritten": overwrite}


def examine_as(settings: Settings) -> list[Examined]:
    """What the doctor says of this data folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WALKALONG_DATA_DIR", str(settings.data_dir))
        patch.setenv("WALKALONG_EMBEDDING_DTYPE", settings.embedding_dtype)
        return examine()


def times(folder: Path) -> dict[Path, int]:
    """When each file was written; Chroma writes a little whenever it opens a folder."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.*") if "chroma" not in path.parts}


def test_a_sound_folder_is_left_as_it_is(settings: Settings, sample_assistant: Assistant) -> None:
    (settings.data_dir / "uploads" / ".half.part").unlink()
    (settings.data_dir / "records" / "half.npz.unfinished").unlink()
    before = times(settings.data_dir)
    assert mend(settings, sample_assistant) == {}
    assert times(settings.data_dir) == before


def test_what_was_broken_off_is_found_and_cleared(settings: Settings, sample_assistant: Assistant) -> None:
    data = DataFolder(settings.data_dir)
    shutil.copytree(generation(settings), data.generations / "000000")
    shutil.copytree(generation(settings), data.generations / "000099.unfinished")
    assert len(find_leftovers(data)) == 4
    done = mend(settings, sample_assistant)
    assert {name: each.found for name, each in done.items()} == {"leftovers": "4 deleted"}
    assert find_leftovers(data) == []
    assert answers_as(settings, sample_assistant)


def test_what_a_service_is_writing_is_no_leftover_to_be_cleared(
    settings: Settings, sample_assistant: Assistant
) -> None:
    service = Ingestions(settings)
    service.resume()
    part = settings.data_dir / "uploads" / ".being-written.part"
    part.write_bytes(b"# A")
    mend(settings, sample_assistant)
    assert part.exists()
    service.close()


@pytest.mark.parametrize(
    ("part", "harm"),
    [
        ("arrays/chunks.start.npy", "half"),
        ("arrays/vocabulary.json", "gone"),
        ("arrays/text.bin", "half"),
        ("chroma/chroma.sqlite3", "half"),
        ("keywords", "gone"),
        ("arrays/text.bin", "overwritten"),
        ("arrays/sentences.vector.npy", "overwritten"),
        ("sums.json", "gone"),
    ],
)
def test_a_damaged_index_is_made_anew(
    settings: Settings, sample_assistant: Assistant, part: str, harm: str
) -> None:
    path = generation(settings) / part
    for each in [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]:
        HARMS[harm](each)
    bad = {check.name for check in examine_as(settings) if not check.ok}
    done = mend(settings, sample_assistant)
    assert "library" in bad
    assert done["library"].found == "made anew from 4 reports"
    assert find_damage(settings) == ""
    assert answers_as(settings, sample_assistant)


def test_damaged_records_are_read_again_from_the_copies(
    settings: Settings, sample_assistant: Assistant
) -> None:
    for number, record in enumerate(sorted(DataFolder(settings.data_dir).records.glob("*.npz"))):
        halve(record) if number % 2 else record.unlink()
    assert {check.name for check in examine_as(settings) if not check.ok} == {"library"}
    assert mend(settings, sample_assistant)["library"].ok
    assert answers_as(settings, sample_assistant)
    assert all(check.ok for check in examine_as(settings))


def test_damaged_copies_are_copied_again_where_the_file_is_there(
    settings: Settings, sample_assistant: Assistant, tmp_path: Path
) -> None:
    data = DataFolder(settings.data_dir)
    for copy in data.files.iterdir():
        halve(copy)
    done = mend(settings, sample_assistant)
    assert len(done) == 5
    assert all(each.ok for each in done.values())
    manifest = read_current(data)
    assert manifest
    assert find_bad_copies(data, manifest.entries) == []


def test_a_copy_that_nothing_is_left_of_is_told_and_the_report_stays(
    settings: Settings, sample_assistant: Assistant, tmp_path: Path
) -> None:
    report = tmp_path / "oldham.md"
    report.write_text("# A visit to Oldham\n\nThe team met in Oldham.\n", "utf-8")
    ingest([report], settings, embedder=sample_assistant.embedder)
    report.unlink()
    [entry] = [entry for entry in open_library(settings).manifest.entries if entry.details.id == "oldham"]
    DataFolder(settings.data_dir).file(entry.details.sha256, "oldham.md").unlink()
    done = mend(settings, sample_assistant)["file of oldham"]
    assert not done.ok
    assert "from a backup" in done.remedy
    assert "oldham" in ids(settings)


def test_a_report_of_which_nothing_is_left_does_not_take_the_others_with_it(
    settings: Settings, sample_assistant: Assistant, tmp_path: Path
) -> None:
    report = tmp_path / "oldham.md"
    report.write_text("# A visit to Oldham\n\nThe team met in Oldham.\n", "utf-8")
    ingest([report], settings, embedder=sample_assistant.embedder)
    report.unlink()
    [entry] = [entry for entry in open_library(settings).manifest.entries if entry.details.id == "oldham"]
    data = DataFolder(settings.data_dir)
    data.file(entry.details.sha256, "oldham.md").unlink()
    halve(data.record(entry.record))
    remains = data.record(entry.record).read_bytes()
    done = mend(settings, sample_assistant)
    assert not done["report oldham"].ok
    assert done["library"].found == "made anew from 4 reports"
    assert answers_as(settings, sample_assistant)
    assert (settings.data_dir / ASIDE / "oldham.npz").read_bytes() == remains


def test_a_library_that_lost_its_pointer_is_served_again(
    settings: Settings, sample_assistant: Assistant
) -> None:
    (settings.data_dir / "current").unlink()
    assert "current is gone" in find_damage(settings)
    assert mend(settings, sample_assistant)["library"].ok
    assert answers_as(settings, sample_assistant)


def test_a_library_that_lost_its_catalogue_is_made_from_the_files_and_from_copies_where_they_are_gone(
    settings: Settings, sample_assistant: Assistant, tmp_path: Path
) -> None:
    moved = tmp_path / "reports"
    moved.mkdir()
    (moved / "bolton.md").write_text("# A visit to Bolton\n\nThe team met in Bolton.\n", "utf-8")
    ingest([moved], settings, embedder=sample_assistant.embedder)
    before = ids(settings)
    shutil.rmtree(moved)
    (generation(settings) / "manifest.json").write_text('{"entries": [', "utf-8")
    done = mend(settings, sample_assistant)["library"]
    assert done.ok
    assert "1 of them from copies" in done.found
    assert set(before) < set(ids(settings))
    assert answers_as(settings, sample_assistant)


def test_a_library_of_other_settings_is_made_anew_from_the_copies(
    settings: Settings, sample_assistant: Assistant
) -> None:
    others = settings.model_copy(update={"chunk_tokens": 100})
    assert "chunks have 200 tokens" in find_damage(others)
    assert mend(others, sample_assistant)["library"].found == "made anew from 4 reports"
    library = open_library(others)
    assert library.manifest.built.chunk_tokens == 100
    library.close()


def test_a_data_folder_of_the_version_before_is_brought_up_to_date(
    settings: Settings, sample_assistant: Assistant
) -> None:
    """Its database is what the first release wrote; its library says that other code read its reports."""
    shutil.copy(OLD, settings.data_dir / "conversations.sqlite")
    path = generation(settings) / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["built"]["code"] = "0" * 16
    for entry in manifest["entries"]:
        entry["record"] = entry["record"][::-1]
    for record in DataFolder(settings.data_dir).records.glob("*.npz"):
        record.rename(record.with_stem(record.stem[::-1]))
    path.write_text(json.dumps(manifest), "utf-8")
    write_sums(generation(settings))
    assert "another version of Walkalong" in find_damage(settings)
    assert mend(settings, sample_assistant)["library"].found == "made anew from 4 reports"
    assert answers_as(settings, sample_assistant)
    assert "What helped collaboration in Salford?" in titles(settings)
    assert all(check.ok for check in examine_as(settings))


def test_ingestions_that_were_left_are_finished(settings: Settings, sample_assistant: Assistant) -> None:
    file = {"name": "bury.md", "kept_as": "bury.md", "sha256": "0" * 64}
    waiting = {"id": "a1", "created_at": "2026-01-01T00:00:00+00:00", "files": [file]}
    stuck = {**waiting, "id": "a2", "starts": 2, "stage": "reading"}
    folder = settings.data_dir / "ingestions"
    folder.mkdir()
    for state in (waiting, stuck):
        (folder / f"{state['id']}.json").write_text(json.dumps(state), "utf-8")
    assert len(find_unended(DataFolder(settings.data_dir))) == 2
    done = mend(settings, sample_assistant)
    assert done["ingestion a1"].ok
    assert not done["ingestion a2"].ok
    assert "bury" in ids(settings)
    assert find_unended(DataFolder(settings.data_dir)) == []


def test_nothing_is_mended_while_an_ingestion_runs(settings: Settings, sample_assistant: Assistant) -> None:
    with DataFolder(settings.data_dir).lock(), pytest.raises(LibraryBusy):
        mend(settings, sample_assistant)


def test_a_damaged_database_is_found_and_left_as_it_is(settings: Settings) -> None:
    database = settings.data_dir / "conversations.sqlite"
    database.write_bytes(database.read_bytes()[:100] + b"x" * 5000)
    damaged = database.read_bytes()
    [check] = [check for check in examine_as(settings) if check.name == "conversations"]
    assert not check.ok
    assert "Restore a backup" in check.remedy
    assert database.read_bytes() == damaged


def test_what_was_not_there_is_not_made(tmp_path: Path, sample_assistant: Assistant) -> None:
    assert mend(Settings(data_dir=tmp_path / "none"), sample_assistant) == {}
    assert not (tmp_path / "none").exists()


def test_a_catalogue_that_was_overwritten_is_not_trusted(
    settings: Settings, sample_assistant: Assistant
) -> None:
    before = ids(settings)
    path = generation(settings) / "manifest.json"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"title": "', '"title": "~', 1), "utf-8")
    assert read_current(DataFolder(settings.data_dir)) is None
    assert "manifest.json" in find_damage(settings)
    mend(settings, sample_assistant)
    assert find_damage(settings) == ""
    assert set(ids(settings)) >= set(before)
    library = open_library(settings)
    assert not any("~" in details.title for details in library.details)
    library.close()
