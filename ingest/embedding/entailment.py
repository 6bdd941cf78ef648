"""A cross-encoder that reads a text and a sentence together and says whether the text entails or contradicts it."""

import threading

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelUnavailable


class EntailmentModel:
    """A sentence-transformers `CrossEncoder` for entailment. Safe to call from several threads; they take turns."""

    def __init__(self, name: str) -> None:
        """Load a folder, or a name of a hub whose files are there already; nothing is fetched.

        The model's own labels tell which output is which. Raises ModelUnavailable.
        """
        # Importing takes seconds, and most set-ups have no such model.
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(name, device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            message = (
                f"WALKALONG_CHECKER: no cross-encoder can be loaded from {name!r}: {error} "
                "Give a folder with its files, `chat`, or unset it."
            )
            raise ModelUnavailable(message) from error
        labels = {int(at): str(label).lower() for at, label in self._model.config.id2label.items()}
        self._entails = _find_label(labels, "entail")
        self._contradicts = _find_label(labels, "contradict")
        if self._entails is None:
            message = (
                f"WALKALONG_CHECKER: the outputs of {name!r} are {sorted(labels.values())}; a model for entailment "
                "has one of that name. Set `id2label` in its config.json if it is one."
            )
            raise ModelUnavailable(message)
        self._lock = threading.Lock()

    def judge(self, text: str, sentence: str) -> tuple[float, float]:
        """How probable it is that the text entails the sentence, and that it contradicts it."""
        with self._lock:
            logits = self._model.predict([(text, sentence)], activation_fn=None, show_progress_bar=False)
        shares = _softmax(np.asarray(logits, dtype=np.float64).reshape(-1))
        against = 0.0 if self._contradicts is None else float(shares[self._contradicts])
        return float(shares[self._entails or 0]), against


def _find_label(labels: dict[int, str], wanted: str) -> int | None:
    """The output whose label begins with a word; `not_entailment` is none of entailment."""
    return next((at for at, label in labels.items() if label.startswith(wanted)), None)


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    raised: NDArray[np.float64] = np.exp(logits - logits.max())
    shares: NDArray[np.float64] = raised / raised.sum()
    return shares
