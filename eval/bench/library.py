"""A library of any size for measuring searches: recombined sentences of real reports, ingested in the usual way.

Its sentences begin as one sentence of the reports and end as another that is near in meaning, with made-up words
in between, frequent as in language. Only the model is left out: a sentence's vector is the mean of the two that it
is made of, with some noise. So neighbours lie as they do among reports, in meaning and in words.
`python -m eval.bench.library SAMPLE DATA_DIR CHUNKS` makes one.
"""

import resource
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from eval.bench.search import processor_seconds, time_call
from ingest.build import ingest
from ingest.embedding.embedder import EmbeddedChunks, Encoded
from ingest.library.open import Library, open_library
from ingest.settings import IndexSettings
from ingest.types import ROLES

CHARS_A_TOKEN = 5
"""With the space behind a word: about what English text has, and enough to cut chunks by."""
SECTIONS_A_REPORT, PARAGRAPHS_A_SECTION, SENTENCES_A_PARAGRAPH = 40, 4, 4
"""640 sentences in all, by judgement: a report of middle length."""
CHUNKS_A_REPORT = 84
"""About so many, at 200 tokens a chunk."""
NEIGHBOURS = 40
"""A section is made of a sentence and so many near ones."""
KEY = 2
"""So many words at the start and the end of a sentence tell where they come from."""
RARE_WORDS, RARE_SHARE = 200_000, 0.15
"""Made-up words, and the share of words that are one: without them the vocabulary would not grow with a library."""
NOISE = 0.5
"""Length of what is added to a sentence's vector, by eye: neighbours stay near, and no two are the same."""
NOISES = 1 << 12
"""So many different ones: each text always gets the same."""
_PROSE = [ROLES.index(role) for role in ("paragraph", "bullet", "quotation")]
_SYLLABLES = [
    first + vowel for first in "bdfgklmnprstvw" for vowel in ("a", "e", "i", "o", "u", "an", "or", "is")
]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pool:
    """Sentences of real reports."""

    words: tuple[tuple[str, ...], ...]
    vectors: Floats
    """Of length 1."""
    near: NDArray[np.int64]
    """Shape (sentences, NEIGHBOURS): rows of the nearest."""
    known: dict[str, Floats]
    """Word stem -> vector."""


@click.command()
@click.argument("sample", type=click.Path(exists=True, path_type=Path))
@click.argument("data_dir", type=click.Path(path_type=Path))
@click.argument("chunks", type=int)
def main(sample: Path, data_dir: Path, chunks: int) -> None:
    """Let a library grow to about CHUNKS chunks, made of the sentences of the library in SAMPLE."""
    pool = sentences_of(open_library(IndexSettings(data_dir=sample)))
    texts = data_dir.with_name(data_dir.name + "-texts")
    texts.mkdir(parents=True, exist_ok=True)
    before = len(list(texts.iterdir()))
    reports = max(before, -(-chunks // CHUNKS_A_REPORT))
    write_texts(texts, pool, range(before, reports))
    settings, embedder = IndexSettings(data_dir=data_dir), RecombiningEmbedder(pool)
    seconds, result = time_call(lambda: ingest([texts], settings, embedder=embedder))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(
        f"{reports - before} reports ingested without the model, {result.chunks:,} chunks in all: "
        f"{seconds:.0f} s, peak memory {memory:,.0f} MB"
    )
    write_texts(texts, pool, range(reports, reports + 1))
    begun = processor_seconds()
    seconds, _ = time_call(lambda: ingest([texts], settings, embedder=embedder))
    processor = processor_seconds() - begun
    size = sum(path.stat().st_size for path in data_dir.rglob("*") if path.is_file()) / 1e6
    click.echo(
        f"adding one report to them: {seconds:.1f} s, of processor {processor:.1f} s; the folder has {size:,.0f} MB"
    )


def sentences_of(library: Library) -> Pool:
    """The library's sentences of prose that are long enough to take apart."""
    sentences = library.sentences
    rows = np.flatnonzero(np.isin(sentences.role, _PROSE) & (sentences.weight >= 3 * KEY))
    texts = [library.report(details.id).text for details in library.details]
    places = zip(sentences.report[rows], sentences.start[rows], sentences.end[rows], strict=True)
    split = [tuple(texts[report][start:end].split()) for report, start, end in places]
    kept = [i for i, words in enumerate(split) if len(words) >= 3 * KEY]
    vectors = unit(sentences.vector[rows[kept]].astype(np.float32))
    near = np.argsort(-(vectors @ vectors.T), axis=1)[:, :NEIGHBOURS]
    lexicon = library.lexicon
    known = dict(zip(lexicon.stems, lexicon.vectors.astype(np.float32), strict=True))
    return Pool(tuple(split[i] for i in kept), vectors, near, known)


def write_texts(folder: Path, pool: Pool, reports: range) -> None:
    """Write a Markdown file for each number into the folder; the same number gives the same text."""
    frequency = np.cumsum(1 / (np.arange(RARE_WORDS) + 50))
    for number in reports:
        rng = np.random.default_rng(number)
        lines = [f"# Report {number} on {_word(number)}", *_sections(pool, rng, frequency / frequency[-1])]
        (folder / f"report-{number:05}.md").write_text("\n\n".join(lines) + "\n", "utf-8")


def _sections(pool: Pool, rng: np.random.Generator, frequency: NDArray[np.float64]) -> Iterator[str]:
    for _ in range(SECTIONS_A_REPORT):
        topic = pool.near[rng.integers(len(pool.words))]
        yield "## " + " ".join(pool.words[topic[0]][:4]).rstrip(".,:;")
        for _ in range(PARAGRAPHS_A_SECTION):
            yield " ".join(_sentence(pool, topic, rng, frequency) for _ in range(SENTENCES_A_PARAGRAPH))


def _sentence(
    pool: Pool, topic: NDArray[np.int64], rng: np.random.Generator, frequency: NDArray[np.float64]
) -> str:
    """Join the first half of one sentence of the topic to the second half of another, with made-up words between."""
    head, tail = (pool.words[row] for row in rng.choice(topic, 2))
    words = [*head[: max(KEY, len(head) // 2)], *tail[-max(KEY, len(tail) // 2) :]]
    middle = range(KEY, len(words) - KEY)
    for at in middle:
        if rng.random() < RARE_SHARE:
            words[at] = _word(int(np.searchsorted(frequency, rng.random())))
    return " ".join(words)


def _word(number: int) -> str:
    """Make a pronounceable word; each number has its own."""
    spoken = ""
    number += len(_SYLLABLES)
    while number:
        number, syllable = divmod(number, len(_SYLLABLES))
        spoken += _SYLLABLES[syllable]
    return spoken


class RecombiningEmbedder:
    """Knows the vectors of the sentences that `write_texts` makes. An `Embedder`."""

    def __init__(self, pool: Pool) -> None:
        self.dimension = pool.vectors.shape[1]
        self._vectors = np.concatenate([pool.vectors, np.zeros((1, self.dimension), np.float32)])
        self._heads = {words[:KEY]: row for row, words in enumerate(pool.words)}
        self._tails = {words[-KEY:]: row for row, words in enumerate(pool.words)}
        self._known = pool.known
        self._noise = unit(np.random.default_rng(0).standard_normal((NOISES, self.dimension)))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Give the vectors of words; words of the reports keep theirs."""
        found: list[list[float]] = self._vectors_of(texts).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        """Embed a query like one document."""
        return self.embed_documents([text])[0]

    def embed_chunks(
        self,
        texts: Sequence[str],
        sentence_spans: Sequence[Sequence[tuple[int, int]]],
        encoded: Encoded | None = None,
    ) -> EmbeddedChunks:
        """A chunk's vector is the mean of its sentences'."""
        spans = [(row, start, end) for row, each in enumerate(sentence_spans) for start, end in each]
        vectors = self._vectors_of([texts[row][start:end] for row, start, end in spans])
        sums = np.repeat(self._noise[:1] * 1e-3, len(texts), axis=0)
        np.add.at(sums, [row for row, _, _ in spans], vectors)
        if encoded:
            encoded(len(texts))
        tokens = np.array([(end - start) // CHARS_A_TOKEN + 1 for _, start, end in spans], np.int32)
        return EmbeddedChunks(unit(sums), vectors.astype(np.float16), tokens)

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Count about as the model does."""
        return [len(text) // CHARS_A_TOKEN + 1 for text in texts]

    def _vectors_of(self, texts: Sequence[str]) -> Floats:
        words = [tuple(text.split()) for text in texts]
        none = len(self._vectors) - 1
        heads = [self._heads.get(each[:KEY], none) for each in words]
        tails = [self._tails.get(each[-KEY:], none) for each in words]
        noise = self._noise[[zlib.crc32(text.encode()) % NOISES for text in texts]]
        return unit(self._vectors[heads] + self._vectors[tails] + NOISE * noise)


def unit(vectors: NDArray[np.floating]) -> Floats:
    """The vectors with length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / lengths, np.float32)


if __name__ == "__main__":
    main()
