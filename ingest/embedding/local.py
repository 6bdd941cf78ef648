"""Embedding with a sentence-transformers model in this process; one pass gives chunks and their sentences.

The only home of sentence-transformers and torch. They are imported when a model is loaded, because importing
them takes seconds and most commands need none.
"""

import copy
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.embedder import EmbeddedChunks, Encoded
from ingest.embedding.models import ModelFiles, check_weights
from ingest.embedding.pooling import average_spans, form_batches, list_vectors
from ingest.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class LocalEmbedder:
    """A sentence-transformers model in this process. Safe to call from several threads; they take turns."""

    def __init__(self, files: ModelFiles, dtype: str = "float32") -> None:
        self._model = _load(files)
        self._lock = threading.Lock()
        # Counting goes on while a batch is encoded, and a tokenizer serves one caller at a time.
        self._counter = copy.deepcopy(self._model.tokenizer)
        self._counter_lock = threading.Lock()
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self._token_dimension = int(self._transformer.get_embedding_dimension())
        self.dtype = "float32"
        if dtype == "bfloat16":
            self.use_bfloat16()

    def use_bfloat16(self) -> None:
        """Round the transformer's weights, for good; pooling and what follows stay in float32."""
        import torch

        self._transformer.to(torch.bfloat16)
        self.dtype = "bfloat16"

    def round_weights(self) -> "LocalEmbedder":
        """A second embedder that computes in bfloat16, to compare with."""
        twin = copy.copy(self)
        twin._model = copy.deepcopy(self._model)  # noqa: SLF001 - of the same class
        twin.use_bfloat16()
        return twin

    @property
    def _transformer(self) -> Any:  # noqa: ANN401 - sentence-transformers does not tell which module it is
        return self._model[0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts of their own; vectors of length 1."""
        return list_vectors(self.embed_chunks(texts, [()] * len(texts)).chunks)

    def embed_query(self, text: str) -> list[float]:
        """Embed a question, with the model's own prompt for queries where it has one."""
        prompt = _choose_prompt(self._model, ("query",))
        with self._lock:
            return list_vectors(self._embed([prompt + text], [()], None).chunks)[0]

    def embed_chunks(
        self,
        texts: Sequence[str],
        sentence_spans: Sequence[Sequence[tuple[int, int]]],
        encoded: Encoded | None = None,
    ) -> EmbeddedChunks:
        """See `Embedder.embed_chunks`."""
        prompt = _choose_prompt(self._model, ("document", "passage", "corpus"))
        shift = len(prompt)
        spans = [[(start + shift, end + shift) for start, end in each] for each in sentence_spans]
        with self._lock:
            return self._embed([prompt + text for text in texts], spans, encoded)

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Count tokens as the model does, without its special tokens."""
        if not texts:
            return []
        with self._counter_lock:
            found = self._counter(texts, add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in found["input_ids"]]

    def _embed(
        self, texts: list[str], spans: Sequence[Sequence[tuple[int, int]]], encoded: Encoded | None
    ) -> EmbeddedChunks:
        total = sum(map(len, spans))
        result = EmbeddedChunks(
            np.zeros((len(texts), self.dimension), np.float32),
            np.zeros((total, self._token_dimension), np.float16),
            np.zeros(total, np.int32),
        )
        if not texts:
            return result
        inputs = self._model.tokenizer(
            texts,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )
        offsets = inputs.pop("offset_mapping")
        first_span = np.cumsum([0, *map(len, spans)])
        done = 0
        for rows in form_batches([len(ids) for ids in inputs["input_ids"]]):
            batch = {key: [values[i] for i in rows] for key, values in inputs.items()}
            vectors, tokens = self._run_model(batch)
            result.chunks[rows] = vectors
            for row, token_vectors in zip(rows, tokens, strict=True):
                into = slice(first_span[row], first_span[row + 1])
                result.sentences[into], result.tokens[into] = average_spans(
                    token_vectors, offsets[row], spans[row]
                )
            done += len(rows)
            if encoded:
                encoded(done)
        return result

    def _run_model(
        self, inputs: dict[str, list[list[int]]]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """One pass: the vectors of a batch, and of every token of it (padded)."""
        import torch

        with torch.inference_mode():
            features: dict[str, Any] = dict(self._model.tokenizer.pad(inputs, return_tensors="pt"))
            modules = list(self._model)
            features = modules[0](features)
            features["token_embeddings"] = features["token_embeddings"].float()
            tokens = features["token_embeddings"]
            for module in modules[1:]:
                features = module(features)
            vectors = torch.nn.functional.normalize(features["sentence_embedding"].float(), dim=1)
        return vectors.numpy(), tokens.numpy()


def use_threads(count: int) -> None:
    """Set what torch uses in this process from now on."""
    import torch

    torch.set_num_threads(count)


def _load(files: ModelFiles) -> "SentenceTransformer":
    # The packaged model must load where there is no network, and a folder has no business with one.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    # torch's threads spin while they wait for each other, which stalls them all where a core is also wanted by
    # the reading process or by a neighbour: up to three times slower with torch 2.13 on two busy cores.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    with ThreadPoolExecutor(1) as pool:
        checked = pool.submit(check_weights, files)
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        checked.result()
    bars = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(files.folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        message = f"The embedding model in {files.folder} can't be loaded: {error}"
        raise ModelUnavailable(message) from error
    finally:
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _choose_prompt(model: "SentenceTransformer", names: Sequence[str]) -> str:
    return next((prompt for name in names if (prompt := model.prompts.get(name))), "")
