"""Which store of vectors the settings name."""

from ingest.index.chroma import EmbeddedChroma
from ingest.index.chroma_server import ChromaServer
from ingest.index.vectors import VectorStore
from ingest.settings import IndexSettings


def choose_store(settings: IndexSettings) -> VectorStore:
    """The store to write to and to search; nothing is asked of it yet."""
    return ChromaServer(settings.chroma_url) if settings.chroma_url else EmbeddedChroma()
