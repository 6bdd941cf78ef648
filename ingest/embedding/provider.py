"""Embedding through any LangChain provider's package. The only home of LangChain's embeddings."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.embedder import EmbeddedChunks, Encoded
from ingest.embedding.models import LANGCHAIN
from ingest.embedding.pooling import list_vectors
from ingest.errors import ModelUnavailable

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

REMOTE_BATCH = 96
"""Texts in one call: Cohere takes no more, other providers take more."""


class RemoteEmbedder:
    """A model behind LangChain's `Embeddings`. It gives no token vectors: sentences are texts."""

    def __init__(self, name: str, embeddings: "Embeddings | None" = None) -> None:
        self._name = name
        self._embeddings = embeddings or _make_embeddings(name)
        self.dimension = len(self.embed_query("dimension"))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts of their own; vectors of length 1."""
        return list_vectors(self._make_vectors(texts, None))

    def embed_query(self, text: str) -> list[float]:
        """Embed a question; a vector of length 1."""
        with _raise_unavailable(self._name):
            return list_vectors(_normalise(np.array([self._embeddings.embed_query(text)], np.float32)))[0]

    def embed_chunks(
        self,
        texts: Sequence[str],
        sentence_spans: Sequence[Sequence[tuple[int, int]]],
        encoded: Encoded | None = None,
    ) -> EmbeddedChunks:
        """See `Embedder.embed_chunks`; token counts are estimates."""
        sentences = [
            text[start:end] for text, spans in zip(texts, sentence_spans, strict=True) for start, end in spans
        ]
        return EmbeddedChunks(
            self._make_vectors(texts, encoded),
            self._make_vectors(sentences, None).astype(np.float16),
            np.array(self.count_tokens(sentences), np.int32),
        )

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Estimate tokens at four characters each: providers do not tell."""
        return [-(-len(text) // 4) for text in texts]

    def _make_vectors(self, texts: Sequence[str], encoded: Encoded | None) -> NDArray[np.float32]:
        found: list[list[float]] = []
        with _raise_unavailable(self._name):
            for at in range(0, len(texts), REMOTE_BATCH):
                found += self._embeddings.embed_documents(list(texts[at : at + REMOTE_BATCH]))
                if encoded:
                    encoded(len(found))
        return _normalise(np.array(found, np.float32).reshape(len(texts), self.dimension))


def _normalise(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    normalised: NDArray[np.float32] = (vectors / lengths).astype(np.float32)
    return normalised


def _make_embeddings(name: str) -> "Embeddings":
    from langchain.embeddings import init_embeddings

    with _raise_unavailable(name):
        return init_embeddings(name.removeprefix(LANGCHAIN))


@contextlib.contextmanager
def _raise_unavailable(name: str) -> Iterator[None]:
    try:
        yield
    # Providers raise classes of their own, which can't be listed here.
    except Exception as error:
        message = (
            f"The embedding model {name!r} did not answer: {error}. "
            "Check WALKALONG_EMBEDDING_MODEL, its package and its key."
        )
        raise ModelUnavailable(message) from error
