import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest.embedding.provider import RemoteEmbedder

TEXTS = ["Trust grows slowly.", "Partners met every week. They shared what had gone wrong.", ""]
SPANS = [[(0, 19)], [(0, 24), (25, 57)], []]


@pytest.fixture
def remote() -> RemoteEmbedder:
    return RemoteEmbedder("langchain:fake:fake", DeterministicFakeEmbedding(size=12))


def test_a_langchain_model_embeds_sentences_as_texts(remote: RemoteEmbedder) -> None:
    found = remote.embed_chunks(TEXTS, SPANS)
    assert (remote.dimension, found.chunks.shape, found.sentences.shape) == (12, (3, 12), (3, 12))
    np.testing.assert_allclose(np.linalg.norm(found.chunks, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(found.sentences[1], remote.embed_documents([TEXTS[1][:24]])[0], atol=1e-3)
