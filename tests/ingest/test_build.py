import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
import numpy as np
import pytest

from ingest.build import ingest
from ingest.disk.folder import DataFolder, raise_storage_errors
from ingest.errors import LibraryBusy, SettingsError, StorageError
from ingest.library.open import open_library
from ingest.progress import Outcome
from ingest.settings import IndexSettings

WriteReport = Callable[..., Path]


class Listener:
    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def start_file(self, path: Path, number: int, total: int) -> None:
        self.told.append((path.name, number, total))

    def count_pages(self, path: Path, done: int, total: int) -> None:
        pass

    def count_encoded(self, path: Path, done: int, total: int) -> None:
        self.told.append((path.name, done == total))

    def finish_file(self, path: Path, outcome: Outcome) -> None:
        self.told.append((path.name, outcome))


def ids(settings: IndexSettings) -> list[str]:
    return [details.id for details in open_library(settings).details]


def test_files_and_folders_are_taken_in(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    write_report("a.md", "Salford")
    write_report("b.txt", "Wigan", folder="reports/more")
    alone = write_report("c.md", "Bury", folder="elsewhere")
    result = ingest([alone.parent.parent / "reports", alone], settings, embedder=embedder)
    assert (result.added, result.reports, result.failures) == (("a", "b", "c"), 3, ())
    assert result.chunks == len(open_library(settings).chunks) == embedder.chunks_encoded
    assert ids(settings) == ["a", "b", "c"]


def test_progress_is_told_file_by_file(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    (folder / "b.txt").write_bytes(b"")
    listener = Listener()
    ingest([folder], settings, progress=listener, embedder=embedder)
    assert listener.told == [
        ("a.md", 1, 2), ("a.md", True), ("a.md", "added"), ("b.txt", 2, 2), ("b.txt", "failed"),
    ]  # fmt: skip


def test_what_has_not_changed_is_not_read_again(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    ingest([folder], settings, embedder=embedder)
    encoded, generation = embedder.chunks_encoded, DataFolder(settings.data_dir).read_current()
    result = ingest([folder], settings, embedder=embedder)
    assert (result.added, result.replaced, result.unchanged) == ((), (), ("a",))
    assert (embedder.chunks_encoded, DataFolder(settings.data_dir).read_current()) == (encoded, generation)


def test_a_file_that_was_only_touched_has_not_changed(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    path = write_report("a.md", "Salford")
    ingest([path], settings, embedder=embedder)
    os.utime(path, (1, 1))
    assert ingest([path], settings, embedder=embedder).unchanged == ("a",)


def test_nothing_heavy_is_imported_when_nothing_has_changed(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    ingest([folder], settings, embedder=embedder)
    program = (
        "import sys; from pathlib import Path; from ingest.build import ingest; "
        "from ingest.settings import IndexSettings; "
        "ingest([Path(sys.argv[2])], IndexSettings(data_dir=Path(sys.argv[1]), chunk_tokens=40)); "
        "print([name for name in ('torch', 'chromadb', 'bm25s') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, settings.data_dir, folder], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_a_changed_file_replaces_its_old_self(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    write_report("b.md", "Wigan", sections=6)
    ingest([folder], settings, embedder=embedder)
    write_report("a.md", "Oldham", sections=2)
    result = ingest([folder], settings, embedder=embedder)
    assert (result.replaced, result.unchanged) == (("a",), ("b",))
    library = open_library(settings)
    assert "Salford" not in library.report("a").text
    assert len(library.keywords(["salford"], 5)[0]) == 0
    rows, _ = library.nearest(embedder.embed_query("Oldham"), 1000)
    assert sorted(rows.tolist()) == list(range(len(library.chunks)))


def test_changing_a_library_gives_what_building_it_afresh_gives(
    settings: IndexSettings, write_report: WriteReport, embedder: Any, tmp_path: Path
) -> None:
    folder = write_report("a.md", "Salford").parent
    for name in "bcdef":
        write_report(f"{name}.md", f"place{name}", sections=5)
    ingest([folder], settings, embedder=embedder)
    write_report("c.md", "Oldham", sections=2)
    write_report("g.md", "Tameside")
    (folder / "b.md").unlink()
    ingest([folder], settings, prune=True, embedder=embedder)
    fresh = settings.model_copy(update={"data_dir": tmp_path / "fresh"})
    ingest([folder], fresh, embedder=embedder)
    changed, built = open_library(settings), open_library(fresh)
    assert changed.details == built.details
    for name in ("report", "start", "end", "vector"):
        np.testing.assert_array_equal(getattr(changed.chunks, name), getattr(built.chunks, name))
    assert changed.vocabulary == built.vocabulary
    for question in ("Oldham needs time", "placee week 3", "Tameside"):
        vector = embedder.embed_query(question)
        np.testing.assert_allclose(changed.nearest(vector, 9)[1], built.nearest(vector, 9)[1], atol=1e-5)
        terms = question.lower().split()
        np.testing.assert_array_equal(changed.keywords(terms, 9)[0], built.keywords(terms, 9)[0])


def test_reports_stay_until_they_are_pruned(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    gone = write_report("b.md", "Wigan")
    ingest([folder], settings, embedder=embedder)
    gone.unlink()
    assert ingest([folder], settings, embedder=embedder).removed == ()
    assert ids(settings) == ["a", "b"]
    assert ingest([folder], settings, prune=True, embedder=embedder).removed == ("b",)
    assert ids(settings) == ["a"]
    assert ingest([], settings, prune=True, embedder=embedder).removed == ("a",)
    library = open_library(settings)
    assert (library.details, len(library.chunks)) == ((), 0)
    assert len(library.nearest(embedder.embed_query("Wigan"), 3)[0]) == 0
    assert len(library.keywords(["wigan"], 3)[0]) == 0


def test_nothing_is_pruned_when_a_path_is_out_of_reach(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    ingest([folder], settings, embedder=embedder)
    folder.rename(folder.with_name("away"))
    result = ingest([folder], settings, prune=True, embedder=embedder)
    assert [error.reason for error in result.failures] == ["missing"]
    assert ids(settings) == ["a"]


def test_copies_and_records_go_with_the_last_generation_that_needs_them(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    path = write_report("a.md", "Salford")
    for subject in ("Salford", "Wigan", "Bury"):
        write_report("a.md", subject)
        ingest([path], settings, embedder=embedder)
    assert len(list((settings.data_dir / "files").iterdir())) == 2
    assert len(list((settings.data_dir / "records").iterdir())) == 2


def test_one_bad_file_does_not_stop_the_others(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    (folder / "b.pdf").write_bytes(b"%PDF-1.7 and then nothing of use")
    (folder / "c.txt").write_bytes(b"")
    write_report("d.md", "Wigan")
    result = ingest([folder, folder / "nowhere.pdf"], settings, embedder=embedder)
    assert result.added == ("a", "d")
    assert {(error.path.name, error.reason) for error in result.failures} == {
        ("b.pdf", "corrupt"), ("c.txt", "empty"), ("nowhere.pdf", "missing"),
    }  # fmt: skip


def test_what_is_no_file_or_too_large_is_refused_before_it_is_opened(
    settings: IndexSettings, write_report: WriteReport, embedder: Any, tmp_path: Path
) -> None:
    path = write_report("a.md", "Salford")
    os.mkfifo(tmp_path / "pipe.md")
    with (path.parent / "big.txt").open("wb") as file:
        file.truncate(3_000_000)
    (path.parent / os.fsdecode(b"na\xefve.md")).write_text("# Naive")
    result = ingest(
        [tmp_path / "pipe.md", path.parent],
        settings.model_copy(update={"max_file_mb": 2}),
        embedder=embedder,
    )
    assert {(error.path.name, error.reason) for error in result.failures} == {
        ("pipe.md", "unknown_format"), ("big.txt", "too_large"), (r"'na\udcefve.md'", "unsafe"),
    }  # fmt: skip
    assert result.added == ("a",)


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:5000])])
def test_a_record_that_is_lost_is_made_again_and_a_damaged_one_named(
    settings: IndexSettings, write_report: WriteReport, embedder: Any, harm: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    ingest([folder], settings, embedder=embedder)
    record = next((settings.data_dir / "records").iterdir())
    harm(record)
    write_report("b.md", "Wigan")
    if record.exists():
        with pytest.raises(StorageError, match=str(record)):
            open_library(settings).report("a")
        with pytest.raises(StorageError, match="doctor --repair"):
            ingest([folder], settings, embedder=embedder)
        record.unlink()
    ingest([folder], settings, embedder=embedder)
    assert ids(settings) == ["a", "b"]
    assert "Salford" in open_library(settings).report("a").text


def test_a_file_that_breaks_leaves_what_the_library_had_of_it(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    path = write_report("a.md", "Salford")
    ingest([path], settings, embedder=embedder)
    path.write_bytes(b"")
    result = ingest([path], settings, prune=True, embedder=embedder)
    assert [error.reason for error in result.failures] == ["empty"]
    assert "Salford" in open_library(settings).report("a").text


def test_other_formats_are_skipped_in_folders_and_refused_by_name(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    picture = folder / "photo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / ".hidden.md").write_text("# Hidden\n\nText.")
    result = ingest([folder], settings, embedder=embedder)
    assert (result.added, result.skipped, result.failures) == (("a",), (picture,), ())
    result = ingest([picture], settings, embedder=embedder)
    assert [error.reason for error in result.failures] == ["unknown_format"]
    assert "sha" not in str(result.failures[0])
    assert result.failures[0].path == picture


def test_the_same_content_twice_is_taken_once(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    first = write_report("a.md", "Salford")
    shutil.copy(first, first.with_name("b.md"))
    for _ in range(2):
        result = ingest([first.parent], settings, embedder=embedder)
        assert [(e.path.name, e.reason) for e in result.failures] == [("b.md", "duplicate")]
        assert str(first) in str(result.failures[0])
    assert ids(settings) == ["a"]


def test_an_id_that_is_taken_is_refused(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    write_report("a.md", "Salford")
    folder = write_report("a.txt", "Wigan").parent
    result = ingest([folder], settings, embedder=embedder)
    assert [(e.path.name, e.reason) for e in result.failures] == [("a.txt", "duplicate")]
    assert "a.md" in str(result.failures[0])


def test_one_name_in_two_folders_is_two_reports(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    first = write_report("a.md", "Salford")
    (first.parent / "later").mkdir()
    write_report("b.md", "Wigan").rename(first.parent / "later" / "a.md")
    for _ in range(2):
        result = ingest([first.parent], settings, embedder=embedder)
        assert result.failures == ()
        assert ids(settings) == ["a", "later-a"]
    assert sorted(result.unchanged) == ["a", "later-a"]


def test_lock_files_are_left_out_without_a_word(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    (folder / "~$a.docx").write_bytes(b"locked by somebody")
    result = ingest([folder], settings, embedder=embedder)
    assert (result.failures, result.skipped) == ((), ())


def test_warnings_are_told_whenever_a_report_is_given(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    path = write_report("a.txt", "Salford")
    path.write_bytes(path.read_bytes() + "\n\nA café, naïve façades and €5.".encode("cp1252"))
    first = ingest([path], settings, embedder=embedder)
    again = ingest([path], settings, embedder=embedder)
    warned = {entry.details.id: entry.warnings for entry in open_library(settings).manifest.entries}
    assert first.warnings == again.warnings == warned
    assert len(warned["a"]) == 1


def test_a_language_that_the_model_does_not_know_is_told(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    path = write_report("a.md", "Salford")
    path.write_text(
        "# Bilan\n\n" + "Les partenaires se sont réunis chaque semaine pour partager leurs idées. " * 9
    )
    (warning,) = ingest([path], settings, embedder=embedder).warnings["a"]
    assert "French" in warning
    assert "WALKALONG_EMBEDDING_MODEL" in warning
    assert open_library(settings).details[0].language == "fr"


def test_a_memory_of_files_that_is_damaged_is_made_anew(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    path = write_report("a.md", "Salford")
    ingest([path], settings, embedder=embedder)
    sources = settings.data_dir / "sources.json"
    before = sources.read_text()
    for damaged in ("[]", "null", "{", '{"a": 1}', '{"a": ["x", "y", "z"]}'):
        sources.write_text(damaged)
        assert ingest([path], settings, embedder=embedder).unchanged == ("a",)
        assert sources.read_text() == before


def test_files_that_are_no_reports_any_more_are_forgotten(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    paths = [write_report(f"{name}.md", name) for name in ("Salford", "Wigan")]
    ingest(paths, settings, embedder=embedder)
    ingest(paths[:1], settings, prune=True, embedder=embedder)
    assert [*json.loads((settings.data_dir / "sources.json").read_text())] == [str(paths[0])]


def test_a_file_that_was_moved_is_the_same_report(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    path = write_report("a.md", "Salford")
    ingest([path], settings, embedder=embedder)
    encoded = embedder.chunks_encoded
    moved = path.parent / "moved"
    moved.mkdir()
    path.rename(moved / "a.md")
    result = ingest([moved], settings, embedder=embedder)
    assert (result.added, result.failures, embedder.chunks_encoded) == ((), (), encoded)
    assert ids(settings) == ["a"]


def test_what_people_say_of_a_report_counts_as_a_change(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    ingest([folder], settings, embedder=embedder)
    (folder / "reports.toml").write_text('[[report]]\nfile = "a.md"\nid = "other"\nplaces = ["Salford"]\n')
    assert ingest([folder], settings, embedder=embedder).replaced == ("other",)
    library = open_library(settings)
    assert [(details.id, details.places) for details in library.details] == [("other", ("Salford",))]
    assert len(library.nearest(embedder.embed_query("Salford"), 1000)[0]) == len(library.chunks)


def test_a_wrong_reports_toml_stops_before_anything_is_done(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    folder = write_report("a.md", "Salford").parent
    (folder / "reports.toml").write_text('[[report]]\nfile = "b.md"\n')
    with pytest.raises(SettingsError):
        ingest([folder], settings, embedder=embedder)
    assert DataFolder(settings.data_dir).read_current() is None


def test_other_settings_read_every_report_again_even_those_not_given(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    first, second = write_report("a.md", "Salford"), write_report("b.md", "Wigan")
    ingest([first, second], settings, embedder=embedder)
    first.unlink()
    larger = settings.model_copy(update={"chunk_tokens": 120})
    result = ingest([second], larger, embedder=embedder)
    assert set(result.replaced) == {"a", "b"}
    library = open_library(larger)
    assert [details.id for details in library.details] == ["a", "b"]
    assert library.manifest.built.chunk_tokens == 120


def test_a_second_ingestion_is_turned_away(
    settings: IndexSettings, write_report: WriteReport, embedder: Any
) -> None:
    path = write_report("a.md", "Salford")
    ingest([path], settings, embedder=embedder)
    with (
        filelock.FileLock(settings.data_dir / "lock"),
        pytest.raises(LibraryBusy, match=str(settings.data_dir)),
    ):
        ingest([path], settings, embedder=embedder)


def test_a_data_folder_that_cannot_be_made_says_what_to_do(
    settings: IndexSettings, write_report: WriteReport, embedder: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    blocked = settings.model_copy(update={"data_dir": tmp_path / "file" / "data"})
    with pytest.raises(StorageError, match="can't be used"):
        ingest([write_report("a.md", "Salford")], blocked, embedder=embedder)


def test_a_full_disk_leaves_the_last_library_and_names_the_remedy(
    settings: IndexSettings, write_report: WriteReport, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_report("a.md", "Salford")
    ingest([path], settings, embedder=embedder)
    write_report("b.md", "Wigan")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.library.generation.write_index", full)
    with pytest.raises(StorageError, match="Free some room"):
        ingest([path.parent], settings, embedder=embedder)
    assert ids(settings) == ["a"]
    monkeypatch.undo()
    encoded = embedder.chunks_encoded
    assert ingest([path.parent], settings, embedder=embedder).added == ("b",)
    assert embedder.chunks_encoded == encoded, "the record of the first try is used"


def test_errors_of_the_file_system_have_remedies(tmp_path: Path) -> None:
    for number, words in (
        (28, "Free some room"),
        (13, "WALKALONG_DATA_DIR"),
        (30, "can be written"),
        (5, "sound"),
    ):
        with pytest.raises(StorageError, match=words), raise_storage_errors(tmp_path):
            raise OSError(number, "Something")
