import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.build import ingest
from ingest.errors import LibraryMismatch, LibraryMissing, NotFound, StorageError
from ingest.language.stems import content_stems
from ingest.library.open import CurrentLibrary, Library, open_library
from ingest.settings import IndexSettings
from ingest.types import PARTS, ROLES

SUBJECTS = ("Bolton", "Salford", "Wigan", "Bury")


@pytest.fixture(scope="module")
def ingested(
    tmp_path_factory: pytest.TempPathFactory, write_report_to: Callable[..., Path], word_embedder: Any
) -> Path:
    """A folder with the reports and the data folder; only to be copied from."""
    folder = tmp_path_factory.mktemp("ingested")
    for subject in SUBJECTS:
        write_report_to(folder / "reports" / f"{subject}.md", subject)
    settings = IndexSettings(data_dir=folder / "data", chunk_tokens=40)
    ingest([folder / "reports"], settings, embedder=word_embedder())
    return folder


@pytest.fixture
def library(settings: IndexSettings, ingested: Path) -> Library:
    shutil.copytree(ingested / "data", settings.data_dir)
    return open_library(settings)


def test_the_catalogue_is_in_order_of_ids(library: Library) -> None:
    assert [details.id for details in library.details] == ["bolton", "bury", "salford", "wigan"]


def test_chunks_are_in_the_order_of_the_catalogue_and_then_of_the_text(library: Library) -> None:
    chunks = library.chunks
    keys = list(zip(chunks.report.tolist(), chunks.start.tolist(), strict=True))
    assert keys == sorted(keys)
    assert set(chunks.report.tolist()) == {0, 1, 2, 3}
    np.testing.assert_allclose(np.linalg.norm(library.chunk_vectors.astype(np.float32), axis=1), 1, atol=1e-2)


def test_rows_lead_from_chunks_to_sentences_to_blocks(library: Library) -> None:
    chunks, sentences = library.chunks, library.sentences
    for row in range(len(chunks)):
        details = library.details[chunks.report[row]]
        report = library.report(details.id)
        for each in range(chunks.first_sentence[row], chunks.last_sentence[row]):
            assert sentences.report[each] == chunks.report[row]
            assert sentences.chunk[each] == row
            assert chunks.start[row] <= sentences.start[each] < sentences.end[each] <= chunks.end[row]
            block = report.blocks[sentences.block[each]]
            assert block.start <= sentences.start[each]
            assert ROLES[sentences.role[each]] == block.role
            assert PARTS[sentences.part[each]] == block.part


def test_the_terms_of_a_sentence_are_its_stems(library: Library) -> None:
    words = {number: stem for stem, number in library.vocabulary.items()}
    for row in range(len(library.sentences)):
        report = library.report(library.details[library.sentences.report[row]].id)
        text = report.text[library.sentences.start[row] : library.sentences.end[row]]
        assert [words[term] for term in library.sentences.terms[row]] == content_stems(text)


def test_sentence_frequency_counts_sentences(library: Library) -> None:
    for stem in ("trust", "wigan", "need"):
        term = library.vocabulary[stem]
        expected = sum(term in library.sentences.terms[row] for row in range(len(library.sentences)))
        assert library.sentence_frequency[term] == expected > 0


def test_nearest_finds_the_chunks_that_exact_scoring_finds(library: Library, embedder: Any) -> None:
    question = np.array(embedder.embed_query("people in Wigan need time"), np.float32)
    rows, cosines = library.nearest(question, 8)
    exact = library.chunk_vectors.astype(np.float32) @ question
    np.testing.assert_allclose(np.sort(exact)[::-1][:8], cosines, atol=2e-3)
    np.testing.assert_allclose(exact[rows], cosines, atol=2e-3)
    assert library.details[library.chunks.report[rows[0]]].id == "wigan"


def test_nearest_keeps_to_the_reports_asked_for(library: Library, embedder: Any) -> None:
    question = embedder.embed_query("Wigan")
    rows, _ = library.nearest(question, 1000, [0, 2])
    assert set(library.chunks.report[rows].tolist()) == {0, 2}
    assert len(library.nearest(question, 5, [])[0]) == 0
    assert len(library.nearest(question, 0)[0]) == 0


def test_keywords_find_chunks_by_their_words(library: Library) -> None:
    rows, scores = library.keywords(content_stems("What did the Wigan team learn?"), 4)
    assert {library.details[row].id for row in library.chunks.report[rows]} == {"wigan"}
    assert (np.diff(scores) <= 0).all()
    elsewhere, _ = library.keywords(["wigan"], 10, [0, 1])
    assert len(elsewhere) == 0


def test_unknown_words_find_nothing(library: Library) -> None:
    rows, scores = library.keywords(["zebra"], 5)
    assert (len(rows), len(scores)) == (0, 0)
    assert not library.keyword_scores([]).any()


def test_a_report_brings_a_copy_of_its_file(library: Library, ingested: Path) -> None:
    assert library.file("wigan").read_bytes() == (ingested / "reports" / "Wigan.md").read_bytes()
    assert library.file("wigan").suffix == ".md"


def test_an_unknown_report_is_not_found(library: Library) -> None:
    with pytest.raises(NotFound, match="'nowhere'"):
        library.report("nowhere")
    with pytest.raises(NotFound):
        library.file("nowhere")


def test_a_vector_of_another_size_is_refused(library: Library) -> None:
    with pytest.raises(LibraryMismatch, match="has 3 numbers"):
        library.nearest([1.0, 0.0, 0.0], 5)


def test_nothing_ingested_says_what_to_run(settings: IndexSettings) -> None:
    with pytest.raises(LibraryMissing, match="walkalong ingest PATH"):
        open_library(settings)


def test_other_settings_are_refused_with_the_reason(library: Library, settings: IndexSettings) -> None:
    other = settings.model_copy(update={"chunk_tokens": 100})
    with pytest.raises(LibraryMismatch, match=r"chunks have 40 tokens, and 100 are set.*walkalong ingest"):
        open_library(other)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "other"}, "another version of Walkalong read"),
        ({"schema": 99}, "another version"),
        ({"model": {"name": "m", "revision": "0123456789", "pooling": "cls"}}, "embedding model is m"),
    ],
)
def test_a_library_built_otherwise_is_refused(
    library: Library, settings: IndexSettings, change: dict[str, object], words: str
) -> None:
    path = settings.data_dir / "generations" / library.name / "manifest.json"
    plain = json.loads(path.read_bytes())
    path.write_text(json.dumps(plain | {"built": plain["built"] | change}))
    with pytest.raises(LibraryMismatch, match=words):
        open_library(settings)


def test_a_manifest_of_another_layout_is_a_mismatch(library: Library, settings: IndexSettings) -> None:
    (settings.data_dir / "generations" / library.name / "manifest.json").write_text('{"version": 7}')
    with pytest.raises(LibraryMismatch, match="another version"):
        open_library(settings)


def test_a_lost_generation_is_a_storage_error(library: Library, settings: IndexSettings) -> None:
    (settings.data_dir / "current").write_text("000099")
    with pytest.raises(StorageError):
        open_library(settings)


def test_a_holder_follows_the_next_ingestion_and_old_answers_stay_whole(
    library: Library,
    settings: IndexSettings,
    ingested: Path,
    write_report: Callable[..., Path],
    embedder: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.library.open.LOOK_SECONDS", 0.0)
    current = CurrentLibrary(settings)
    before = current.get()
    assert current.get() is before
    stay = [ingested / "reports" / f"{subject}.md" for subject in SUBJECTS if subject != "Bury"]
    ingest([write_report("Oldham.md", "Oldham"), *stay], settings, prune=True, embedder=embedder)
    after = current.get()
    assert [details.id for details in before.details] == ["bolton", "bury", "salford", "wigan"]
    assert [details.id for details in after.details] == ["bolton", "oldham", "salford", "wigan"]
    # The old one was not searched before it was replaced, and is still answered from.
    rows, _ = before.nearest(embedder.embed_query("Bury"), 3)
    assert before.details[before.chunks.report[rows[0]]].id == "bury"
    assert "Bury" in before.report("bury").text
    assert before.file("bury").exists()


def test_a_newer_generation_that_does_not_fit_leaves_the_old_one_served(
    library: Library,
    settings: IndexSettings,
    write_report: Callable[..., Path],
    embedder: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("ingest.library.open.LOOK_SECONDS", 0.0)
    current = CurrentLibrary(settings)
    before = current.get()
    other = settings.model_copy(update={"chunk_tokens": 60})
    ingest([write_report("Oldham.md", "Oldham")], other, embedder=embedder)
    assert [current.get() for _ in range(4)] == [before] * 4
    assert "Bury" in before.report("bury").text
    assert [record.message for record in caplog.records if "still served" in record.message]
    assert len(caplog.records) == 1
    with pytest.raises(LibraryMismatch):
        CurrentLibrary(settings).get()
    ingest([write_report("Oldham.md", "Oldham")], settings, embedder=embedder)
    assert "oldham" in [details.id for details in current.get().details]


def test_a_library_that_does_not_fit_is_let_go_of_at_once(library: Library, settings: IndexSettings) -> None:
    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    other = settings.model_copy(update={"chunk_tokens": 100})
    before, errors = open_files(), []
    for _ in range(8):
        with pytest.raises(LibraryMismatch) as raised:
            open_library(other)
        errors.append(raised.value)  # a traceback keeps alive what had been opened
    assert open_files() < before + 8


def test_a_generation_is_deleted_when_nobody_uses_it_any_more(
    library: Library, settings: IndexSettings, write_report: Callable[..., Path], embedder: Any
) -> None:
    generations = settings.data_dir / "generations"

    def ingest_another(name: str) -> list[str]:
        ingest([write_report(f"{name}.md", name)], settings, embedder=embedder)
        return sorted(path.name for path in generations.iterdir())

    assert ingest_another("Oldham") == ["000001", "000002"]
    assert ingest_another("Rochdale") == ["000001", "000002", "000003"]
    library.close()
    assert ingest_another("Tameside") == ["000003", "000004"]


def test_threads_may_open_one_library_at_the_same_time(
    settings: IndexSettings, library: Library, embedder: Any
) -> None:
    fresh = open_library(settings)
    question = embedder.embed_query("Wigan")
    found: list[list[int]] = []
    start = threading.Barrier(6)

    def search() -> None:
        start.wait()
        rows, _ = fresh.nearest(question, 5)
        found.append(rows.tolist() + fresh.keywords(["wigan"], 5)[0].tolist())

    threads = [threading.Thread(target=search) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(each == found[0] for each in found)


def test_warming_opens_what_the_first_search_needs(library: Library, embedder: Any) -> None:
    library.warm()
    assert len(library.nearest(embedder.embed_query("Wigan"), 2)[0]) == 2


def test_a_look_can_be_had_at_once(tmp_path: Path) -> None:
    current = CurrentLibrary(IndexSettings(data_dir=tmp_path))
    current.look_again()
    with pytest.raises(LibraryMissing):
        current.get()
