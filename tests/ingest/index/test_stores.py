from ingest.index.chroma import EmbeddedChroma
from ingest.index.chroma_server import ChromaServer
from ingest.index.stores import choose_store
from ingest.settings import IndexSettings


def test_the_address_of_a_server_decides() -> None:
    assert isinstance(choose_store(IndexSettings()), EmbeddedChroma)
    assert isinstance(choose_store(IndexSettings(chroma_url="http://127.0.0.1:8000")), ChromaServer)
