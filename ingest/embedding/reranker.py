"""A cross-encoder that reads a question and a text together and says how well the one answers the other."""

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelUnavailable


class Reranker:
    """A sentence-transformers `CrossEncoder` with one output. Safe to call from several threads; they take turns."""

    def __init__(self, name: str) -> None:
        """Load a folder, or a name of a hub whose files are there already; nothing is fetched.

        Raises ModelUnavailable.
        """
        # Importing takes seconds, and most set-ups have no reranker.
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(name, device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            message = (
                f"WALKALONG_RERANKER: no cross-encoder can be loaded from {name!r}: {error} "
                "Give a folder with its files, or unset it."
            )
            raise ModelUnavailable(message) from error
        if self._model.num_labels != 1:
            message = (
                f"WALKALONG_RERANKER: {name!r} has {self._model.num_labels} outputs; a reranker has one, "
                "how well a text answers."
            )
            raise ModelUnavailable(message)
        self._lock = threading.Lock()

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """How well each text answers, from 0 to 1, in their order."""
        with self._lock:
            logits = self._model.predict(
                [(question, text) for text in texts], activation_fn=None, show_progress_bar=False
            )
        values = np.asarray(logits, dtype=np.float64)
        inside = bool(((values >= 0) & (values <= 1)).all())
        return values if inside else 1 / (1 + np.exp(-values))
