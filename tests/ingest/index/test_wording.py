"""What chunks are embedded and indexed by."""

from pathlib import Path

from ingest.index.packing import pack_sentences, pack_tables, unpack_sentence, unpack_tables
from ingest.index.wording import word_chunks, word_for_keywords
from ingest.meaning.chunks import split_report
from ingest.meaning.details import make_details
from ingest.meaning.structure import understand
from ingest.meaning.tables import find_rows
from ingest.readers.markdown import read_markdown
from ingest.types import Chunk, Report

TEXT = "# Money\n\nIt was spent.\n\n| Place | Spent |\n|---|---|\n| Bury | £3 |\n| Wigan | £5 |\n"


def understood() -> Report:
    path = Path("r.md")
    reading = read_markdown(TEXT.encode(), path)
    return understand(reading, make_details(reading, path, "0" * 64, {}))


def count(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def test_rows_stand_in_chunks_with_their_heads() -> None:
    report = understood()
    (chunk,) = split_report(report, count, 200)
    (worded,), texts = word_chunks(report, [chunk])
    assert texts[-2:] == ["Place: Bury; Spent: £3", "Place: Wigan; Spent: £5"]
    assert [worded.text[start:end] for start, end in worded.spans] == texts
    assert "It was spent.\n\n" in worded.text
    assert word_for_keywords(report, [chunk], [worded]) == [" ".join((*chunk.headings, "", worded.text))]


def test_a_sentence_cut_between_chunks_stands_in_each_as_printed() -> None:
    report = understood()
    last = len(report.sentences) - 1
    sentence = report.sentences[last]
    middle = sentence.start + 5
    chunks = [
        Chunk("r", sentence.start, middle, (), last, last + 1),
        Chunk("r", middle, sentence.end, (), last, last + 1),
    ]
    worded, _ = word_chunks(report, chunks)
    assert [each.text for each in worded] == [report.text[chunk.start : chunk.end] for chunk in chunks]


def test_tokens_of_heads_count_where_chunks_are_cut() -> None:
    report = understood()
    own = sum(count([report.text[sentence.start : sentence.end] for sentence in report.sentences]))
    chunks = split_report(report, count, own)
    worded, _ = word_chunks(report, chunks)
    assert max(count([each.text for each in worded])) <= own + 2


def test_tables_and_rows_come_out_of_their_packing_as_they_went_in() -> None:
    report = understood()
    assert unpack_tables(pack_tables(report.tables)) == report.tables
    assert [unpack_sentence(packed).table for packed in pack_sentences(report)] == find_rows(report)
