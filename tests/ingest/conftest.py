"""Fixtures for the ingestion's tests: a quick embedder, small reports, a data folder."""

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding.embedder import EmbeddedChunks, Embedder, Encoded
from ingest.embedding.load import load_embedder
from ingest.settings import IndexSettings


class WordEmbedder:
    """A text's vector counts its words, each at a place that the word decides. Counts what it encodes."""

    dimension = 64

    def __init__(self) -> None:
        self.chunks_encoded = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors = np.array([self._vector(text) for text in texts], np.float32).reshape(
            len(texts), self.dimension
        )
        found: list[list[float]] = (
            vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        ).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]

    def embed_chunks(
        self,
        texts: Sequence[str],
        sentence_spans: Sequence[Sequence[tuple[int, int]]],
        encoded: Encoded | None = None,
    ) -> EmbeddedChunks:
        self.chunks_encoded += len(texts)
        sentences = [
            text[start:end] for text, spans in zip(texts, sentence_spans, strict=True) for start, end in spans
        ]
        counts = self.count_tokens(sentences)
        if encoded:
            encoded(len(texts))
        return EmbeddedChunks(
            np.array(self.embed_documents(list(texts)), np.float32).reshape(len(texts), self.dimension),
            np.array([self._vector(each) / max(n, 1) for each, n in zip(sentences, counts, strict=True)])
            .reshape(len(sentences), self.dimension)
            .astype(np.float16),
            np.array(counts, np.int32),
        )

    def count_tokens(self, texts: list[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def _vector(self, text: str) -> np.ndarray:
        vector = np.zeros(self.dimension, np.float32)
        for word in text.casefold().split():
            vector[zlib.crc32(word.strip(".,?!:;").encode()) % self.dimension] += 1
        return vector


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture(scope="session")
def word_embedder() -> type[WordEmbedder]:
    return WordEmbedder


@pytest.fixture(scope="session")
def minilm() -> Embedder:
    """The packaged model; loading it takes seconds."""
    return load_embedder("packaged:all-MiniLM-L6-v2")


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(data_dir=tmp_path / "data", chunk_tokens=40)


WriteReport = Callable[..., Path]


def write_report_at(path: Path, subject: str, sections: int = 3) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    parts = [f"# The {subject} report"]
    for number in range(sections):
        parts.append(f"## Lesson {number} of {subject}")
        parts.append(
            f"In {subject}, partners met {number + 2} times and trust grew slowly. "
            f"A lead said that the {subject} team learned from what went wrong in week {number}. "
            f"Funding for {subject} ended after {number + 1} years."
        )
        parts.append(f"- {subject} needs time {number}\n- {subject} needs people {number}")
    path.write_text("\n\n".join(parts) + "\n", "utf-8")
    return path


@pytest.fixture(scope="session")
def write_report_to() -> WriteReport:
    """Write a small Markdown report on a subject to a path; the subject's name is in every sentence."""
    return write_report_at


@pytest.fixture
def write_report(tmp_path: Path) -> WriteReport:
    """The same, by name, into a folder beside the data folder."""

    def write(name: str, subject: str, sections: int = 3, folder: str = "reports") -> Path:
        return write_report_at(tmp_path / folder / name, subject, sections)

    return write
