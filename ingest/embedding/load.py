"""The embedder that a setting names."""

from ingest.embedding.embedder import Embedder
from ingest.embedding.local import LocalEmbedder, use_threads
from ingest.embedding.models import find_model, is_remote
from ingest.embedding.provider import RemoteEmbedder


def load_embedder(name: str, dtype: str = "float32", threads: int | None = None) -> Embedder:
    """Load the model of the setting. Raises ModelUnavailable or SettingsError, saying what to do.

    `dtype` is `float32` or `bfloat16`; models behind LangChain ignore it. `threads` is what torch uses in this
    process from now on, None its own choice: all cores.
    """
    if is_remote(name):
        return RemoteEmbedder(name)
    embedder = LocalEmbedder(find_model(name), dtype)
    if threads:
        use_threads(threads)
    return embedder
