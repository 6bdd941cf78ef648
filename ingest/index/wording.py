"""The texts that chunks and sentences are embedded and indexed by: their own, with what goes along with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.meaning.tables import Span, word_sentences
from ingest.types import Chunk, Report

CONTEXT_CHARS = 200
"""So much of the chunk before is indexed with a chunk: a sentence's subject is often named just above it."""


@dataclass(slots=True)
class WordedChunk:
    """A chunk as it is embedded: parts of tables stand in it with their heads."""

    text: str = ""
    rows: list[int] = field(default_factory=list)
    """Rows in `Report.sentences` of its sentences, or parts of sentences."""
    spans: list[Span] = field(default_factory=list)
    """Where each of them stands in `text`."""


def word_chunks(report: Report, chunks: Sequence[Chunk]) -> tuple[list[WordedChunk], list[str]]:
    """Each chunk as it is embedded, and each sentence of the report as it is indexed."""
    wordings = word_sentences(report)
    texts = [
        wording or report.text[sentence.start : sentence.end]
        for wording, sentence in zip(wordings, report.sentences, strict=True)
    ]
    return [_word_chunk(report, chunk, wordings) for chunk in chunks], texts


def _word_chunk(report: Report, chunk: Chunk, wordings: Sequence[str | None]) -> WordedChunk:
    worded = WordedChunk()
    at = chunk.start
    for row in range(chunk.first_sentence, chunk.last_sentence):
        sentence = report.sentences[row]
        start, end = max(sentence.start, chunk.start), min(sentence.end, chunk.end)
        if start >= end:
            continue
        whole = (start, end) == (sentence.start, sentence.end)
        words = (whole and wordings[row]) or report.text[start:end]
        worded.text += report.text[at:start]
        worded.rows.append(row)
        worded.spans.append((len(worded.text), len(worded.text) + len(words)))
        worded.text += words
        at = end
    worded.text += report.text[at : chunk.end]
    return worded


def word_for_keywords(report: Report, chunks: Sequence[Chunk], worded: Sequence[WordedChunk]) -> list[str]:
    """What the keyword index knows each chunk by: headings, the end of the chunk before, and its text."""
    before = [""]
    for previous, _ in pairwise(chunks):
        tail = report.text[max(previous.start, previous.end - CONTEXT_CHARS) : previous.end]
        before.append(tail.partition(" ")[2])
    return [
        " ".join((*chunk.headings, context, own.text))
        for chunk, context, own in zip(chunks, before, worded, strict=False)
    ]
