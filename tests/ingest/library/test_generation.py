from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.build import ingest
from ingest.errors import StorageError
from ingest.library.open import Library, open_library
from ingest.settings import IndexSettings


@pytest.fixture
def library(settings: IndexSettings, write_report: Callable[..., Path], embedder: Any) -> Library:
    """Three reports, whose characters have one to four bytes."""
    paths = [write_report(f"{subject}.md", subject) for subject in ("Bolton", "“Café” 🙂", "東京")]
    ingest(paths, settings, embedder=embedder)
    return open_library(settings)


def test_the_words_of_chunks_and_sentences_are_those_of_their_reports(library: Library) -> None:
    for table in (library.chunks, library.sentences):
        assert len(table)
        for row in range(len(table)):
            start, end = int(table.start[row]), int(table.end[row])
            report = library.report(library.details[table.report[row]].id)
            assert library.text(int(table.text_at[row]), end - start) == report.text[start:end]


def test_what_is_shown_of_a_sentence_is_what_its_report_says(library: Library) -> None:
    expected = [
        (1, report.pages[0].label, report.blocks[sentence.block].headings, sentence.speaker, sentence.places)
        for report in (library.report(details.id) for details in library.details)
        for sentence in report.sentences
    ]
    rows = [library.unpack_sentence(row) for row in range(len(library.sentences))]
    found = [(row.page, row.page_label, row.headings, row.speaker, row.places) for row in rows]
    assert found == expected
    assert any(row.headings for row in rows)


def test_only_the_commonest_words_get_vectors(
    settings: IndexSettings,
    write_report: Callable[..., Path],
    embedder: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.library.generation.MOST_VECTORS", 3)
    ingest([write_report("Wigan.md", "Wigan")], settings, embedder=embedder)
    library = open_library(settings)
    stems = [stem for stem in library.vocabulary if stem.isalpha()]
    frequency = {stem: int(library.sentence_frequency[library.vocabulary[stem]]) for stem in stems}
    assert len(library.lexicon.stems) == 3
    assert sorted(frequency[stem] for stem in library.lexicon.stems) == sorted(frequency.values())[-3:]


def test_a_library_may_be_empty(
    settings: IndexSettings, write_report: Callable[..., Path], embedder: Any
) -> None:
    path = write_report("Wigan.md", "Wigan")
    ingest([path], settings, embedder=embedder)
    path.unlink()
    ingest([path.parent], settings, prune=True, embedder=embedder)
    assert len(open_library(settings).sentences) == 0


def _flip(path: Path, at: int) -> None:
    found = bytearray(path.read_bytes())
    found[at] ^= 0x40
    path.write_bytes(found)


def test_what_was_overwritten_is_not_taken_over(
    library: Library, settings: IndexSettings, write_report: Callable[..., Path], embedder: Any
) -> None:
    first = settings.data_dir / "generations" / library.name
    good = (first / "lexicon" / "vectors.npy").read_bytes()
    _flip(first / "lexicon" / "vectors.npy", -1)
    ingest([write_report("Wigan.md", "Wigan")], settings, embedder=embedder)
    opened = open_library(settings)
    vectors = settings.data_dir / "generations" / opened.name / "lexicon" / "vectors.npy"
    assert good[-16:] in vectors.read_bytes()


def test_an_ingestion_does_not_build_on_a_catalogue_that_was_overwritten(
    library: Library, settings: IndexSettings, write_report: Callable[..., Path], embedder: Any
) -> None:
    manifest = settings.data_dir / "generations" / library.name / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("Bolton", "Bolten", 1), "utf-8")
    with pytest.raises(StorageError, match=r"manifest\.json is not as it was written.*doctor --repair"):
        ingest([write_report("Wigan.md", "Wigan")], settings, embedder=embedder)
