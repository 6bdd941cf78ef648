from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.index.record import make_record, read_kept, read_record, read_report, write_record
from ingest.index.tables import list_columns
from ingest.meaning.chunks import split_report
from ingest.types import (
    ROLES,
    VOICES,
    Block,
    Chunk,
    DetailMention,
    Details,
    Footnote,
    Page,
    Report,
    Sentence,
    Term,
    Words,
)

TEXT = "Trust\nTrust grows slowly. “We had no time,” said a lead.\nMoney matters.\nContents nowhere."


@pytest.fixture
def report() -> Report:
    quoted = TEXT.index("“")
    money, contents = TEXT.index("Money"), TEXT.index("Contents")
    return Report(
        details=Details(
            "trust",
            "On trust",
            "trust.pdf",
            "ab" * 32,
            "pdf",
            2,
            places=("Salford", "Wigan"),
            mentions=(DetailMention("title", 0, 5),),
        ),
        text=TEXT,
        pages=(Page(1, "i", 595.0, 842.0), Page(2, None, 595.0, 842.0, is_scan=True)),
        blocks=(
            Block(0, 5, "heading", 1),
            Block(6, money - 1, "paragraph", 0, ("Trust",)),
            Block(money, contents - 1, "bullet", 1, ("Trust",)),
            Block(contents, len(TEXT), "contents", 0, ("Trust",)),
        ),
        sentences=(
            Sentence(0, 5, 0, "description"),
            Sentence(6, quoted - 1, 1, "finding"),
            Sentence(quoted, money - 1, 1, "quotation", "a lead", ("Salford",)),
            Sentence(money, contents - 1, 2, "assumption"),
            Sentence(contents, len(TEXT), 3, "description"),
        ),
        words=Words(
            np.array([0, 6], np.int32),
            np.array([5, 11], np.int32),
            np.array([1, 2], np.int32),
            np.array([[1, 2, 3, 4], [5, 6, 7, 8]], np.float32),
        ),
        terms=(Term("NWD", "No Wrong Door", 0, 5, 3), Term("XYZ", None, 6, 9, 1)),
        questions=(3,),
        warnings=("Page 2 has no label.",),
        footnotes=(Footnote(quoted - 1, money, contents - 1),),
    )


@pytest.fixture
def chunks(report: Report) -> list[Chunk]:
    quoted = report.sentences[2].start
    # The second sentence is cut in two, as one that is too long for a chunk would be.
    return [
        Chunk("trust", 0, 15, (), 0, 2),
        Chunk("trust", 15, quoted - 1, ("Trust",), 1, 2),
        Chunk("trust", quoted, report.sentences[3].end, ("Trust", "Time & money"), 2, 4),
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.npz"


def test_a_record_gives_back_the_report(
    report: Report, chunks: list[Chunk], path: Path, embedder: Any
) -> None:
    with path.open("wb") as file:
        write_record(file, report, make_record(report, chunks, embedder))
    found = read_report(path)
    assert replace(found, words=None) == replace(report, words=None)
    assert found.words is not None
    assert report.words is not None
    for name in ("start", "end", "page", "box"):
        np.testing.assert_array_equal(getattr(found.words, name), getattr(report.words, name))
    assert read_kept(path) == (report.details, report.warnings)


def test_a_report_without_pages_has_no_words(report: Report, path: Path, embedder: Any) -> None:
    flowing = replace(report, words=None)
    with path.open("wb") as file:
        write_record(file, flowing, make_record(flowing, [], embedder))
    assert read_report(path) == flowing
    assert len(read_record(path).chunks) == 0


def test_a_record_gives_back_its_tables(
    report: Report, chunks: list[Chunk], path: Path, embedder: Any
) -> None:
    record = make_record(report, chunks, embedder)
    with path.open("wb") as file:
        write_record(file, report, record)
    whole, without = read_record(path), read_record(path, vectors=False)
    for kind in ("chunks", "sentences"):
        for name, column in list_columns(getattr(record, kind), kind).items():
            np.testing.assert_array_equal(list_columns(getattr(whole, kind), kind)[name], column)
    assert whole.stems == without.stems == record.stems
    assert without.chunks.vector.size == 0
    np.testing.assert_array_equal(without.sentences.terms.ids, record.sentences.terms.ids)


def test_nothing_in_a_record_is_pickled(
    report: Report, chunks: list[Chunk], path: Path, embedder: Any
) -> None:
    with path.open("wb") as file:
        write_record(file, report, make_record(report, chunks, embedder))
    with np.load(path, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_each_sentence_knows_its_chunk_block_role_and_voice(
    report: Report, chunks: list[Chunk], embedder: Any
) -> None:
    table = make_record(report, chunks, embedder).sentences
    assert table.chunk.tolist() == [0, 0, 2, 2, -1]
    assert table.block.tolist() == [0, 1, 1, 2, 3]
    assert [ROLES[role] for role in table.role] == ["heading", "paragraph", "paragraph", "bullet", "contents"]
    assert [VOICES[voice] for voice in table.voice] == [each.voice for each in report.sentences]
    assert [(start, end) for start, end in zip(table.start, table.end, strict=True)] == [
        (each.start, each.end) for each in report.sentences
    ]


def test_a_sentence_in_two_chunks_has_the_mean_of_both_parts(
    report: Report, chunks: list[Chunk], embedder: Any
) -> None:
    table = make_record(report, chunks, embedder).sentences
    # "Trust gro" and "ws slowly.": one token and two for an embedder that counts words.
    first, second = (
        np.array(embedder.embed_chunks([t], [[(0, len(t))]]).sentences[0], np.float32)
        for t in (TEXT[6:15], TEXT[15:25])
    )
    counts = embedder.count_tokens([TEXT[6:15], TEXT[15:25]])
    expected = (first * counts[0] + second * counts[1]) / sum(counts)
    np.testing.assert_allclose(table.vector[1], expected, atol=1e-3)
    assert table.weight[1] == sum(counts)


def test_a_sentence_in_no_chunk_has_no_vector(report: Report, chunks: list[Chunk], embedder: Any) -> None:
    table = make_record(report, chunks, embedder).sentences
    assert table.weight[4] == 0
    assert not table.vector[4].any()


def test_a_chunk_is_indexed_with_its_headings_and_the_end_of_the_chunk_before(
    report: Report, chunks: list[Chunk], embedder: Any
) -> None:
    record = make_record(report, chunks, embedder)

    def words(ids: np.ndarray) -> list[str]:
        return [record.stems[i] for i in ids]

    assert words(record.chunks.heading_terms[2]) == ["trust", "time", "money"]
    assert words(record.chunks.terms[0]) == ["trust", "trust", "gro"]
    assert words(record.chunks.terms[2])[:4] == ["trust", "time", "money", "slowli"]
    assert words(record.sentences.terms[3]) == ["money", "matter"]


def test_a_record_of_real_chunks_covers_every_sentence_but_contents(report: Report, embedder: Any) -> None:
    table = make_record(report, split_report(report, embedder.count_tokens, 40), embedder).sentences
    outside = [ROLES[role] for role, chunk in zip(table.role, table.chunk, strict=True) if chunk < 0]
    assert set(outside) <= {"contents"}
