"""What a user of LangChain would have: its splitters, and Chroma over the chunks that they make.

The embedding model and the vector index are the product's own.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from langchain_text_splitters import (
    CharacterTextSplitter,
    MarkdownTextSplitter,
    RecursiveCharacterTextSplitter,
    TextSplitter,
    Tokenizer,
    split_text_on_tokens,
)

from eval.types import TextSpan
from ingest.embedding.embedder import Embedder
from ingest.index.chroma import EmbeddedChroma
from ingest.index.vectors import ReportVectors

NEAREST = 100
"""So many chunks fill 6,000 characters however short they are."""

Split = Callable[[str], list[str]]


def splitters(count_tokens: Callable[[str], int]) -> dict[str, Split]:
    """LangChain's splitters by name, with size and overlap in characters, or in tokens where that is said."""
    recursive = RecursiveCharacterTextSplitter
    by_characters: list[tuple[type[TextSplitter], int, int]] = [
        (recursive, 1000, 200),
        (recursive, 800, 400),
        (recursive, 400, 0),
        (recursive, 200, 0),
        (CharacterTextSplitter, 1000, 200),
        (MarkdownTextSplitter, 1000, 200),
    ]
    found: dict[str, Split] = {
        f"{kind.__name__} {size}/{overlap}": kind(chunk_size=size, chunk_overlap=overlap).split_text
        for kind, size, overlap in by_characters
    }
    for size, overlap in ((800, 400), (400, 0), (250, 125), (200, 0)):
        splitter = recursive(chunk_size=size, chunk_overlap=overlap, length_function=count_tokens)
        found[f"{recursive.__name__} {size}/{overlap} tokens"] = splitter.split_text
    found["split_text_on_tokens 256/50 tokens"] = partial(token_windows, count_tokens, 256, 50)
    return found


def token_windows(count_tokens: Callable[[str], int], size: int, overlap: int, text: str) -> list[str]:
    """LangChain's windows of tokens, whole words.

    SentenceTransformersTokenTextSplitter gives what the model's tokens spell, without capitals and accents: that
    is not the text any more, and can't be found in it.
    """
    words = list(re.finditer(r"\S+", text))
    tokens = [row for row, word in enumerate(words) for _ in range(count_tokens(word.group()))]
    tokenizer = Tokenizer(
        chunk_overlap=overlap,
        tokens_per_chunk=size,
        encode=lambda _: tokens,
        decode=lambda rows: text[words[rows[0]].start() : words[rows[-1]].end()],
    )
    return split_text_on_tokens(text=text, tokenizer=tokenizer)


def locate_chunks(text: str, chunks: Sequence[str]) -> list[tuple[int, int]]:
    """Where chunks stand in the text; each begins after the one before.

    LangChain's own start indexes are wrong where sizes are not counted in characters. Blanks may differ: splitters
    drop empty parts.
    """
    found: list[tuple[int, int]] = []
    after = 0
    for chunk in chunks:
        match = re.compile(r"\s+".join(map(re.escape, chunk.split()))).search(text, after)
        if match is None:
            message = f"a chunk is not in its text: {chunk[:80]!r}"
            raise ValueError(message)
        found.append(match.span())
        after = match.start() + 1
    return found


def search_chunks(
    texts: Mapping[str, str], split: Split, asked: Sequence[str], embedder: Embedder
) -> Iterator[list[TextSpan]]:
    """Cut and index the texts, in one collection; yield the nearest chunks of each question, best first."""
    chunks = [
        TextSpan(name, start, end)
        for name, text in texts.items()
        for start, end in locate_chunks(text, split(text))
    ]
    vectors = embedder.embed_documents([texts[chunk.report][chunk.start : chunk.end] for chunk in chunks])
    ids = [str(row) for row in range(len(chunks))]
    with tempfile.TemporaryDirectory() as folder:
        EmbeddedChroma().write(
            Path(folder) / "chroma", [ReportVectors("texts", ids, np.array(vectors, np.float32))]
        )
        index = EmbeddedChroma().open(Path(folder) / "chroma")
        for question in asked:
            nearest = np.asarray(embedder.embed_query(question), np.float32)
            rows, _ = index.nearest(nearest, min(NEAREST, len(chunks)), None)
            yield [chunks[int(row)] for row in rows]
        index.close()
