"""From token vectors to the vectors of sentences, and how texts are put into batches. Plain arithmetic."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

BATCH_TOKENS = 2048
"""Larger batches are no quicker on a CPU, and take more memory."""


def form_batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows in batches of like length that hold at most BATCH_TOKENS with padding, longest first."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batch and lengths[batch[0]] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def average_spans(
    tokens: NDArray[np.float32], offsets: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Mean token vector and token count of each span; a token belongs to the span of its first character."""
    sums = np.zeros((len(spans), tokens.shape[1]), np.float32)
    if not spans:
        return sums, np.zeros(0, np.int32)
    places = np.array(offsets)
    bounds = np.array(spans)
    owner = np.searchsorted(bounds[:, 0], places[:, 0], side="right") - 1
    inside = (places[:, 1] > places[:, 0]) & (owner >= 0) & (places[:, 0] < bounds[owner, 1])
    at = np.flatnonzero(inside)
    counts = np.bincount(owner[at], minlength=len(spans)).astype(np.int32)
    if len(at):
        firsts = np.flatnonzero(np.diff(owner[at], prepend=-1))
        sums[owner[at][firsts]] = np.add.reduceat(tokens[at], firsts, axis=0)
    return (sums / np.maximum(counts, 1)[:, None]).astype(np.float32), counts


def list_vectors(vectors: NDArray[np.float32]) -> list[list[float]]:
    """The rows as lists of numbers, as LangChain's `Embeddings` gives them."""
    found: list[list[float]] = vectors.tolist()
    return found
