import threading

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from ingest.embedding.local import LocalEmbedder
from ingest.embedding.models import find_model

TEXTS = [
    "Trust grows slowly.",
    "Partners met every week. They shared what had gone wrong, and why. Nobody was blamed for it.",
    "Naïve plans fail; £1.5m was spent — 30% of it on people.",
    "Long. " * 400,
    "",
    "Moved.",
]
SPANS = [
    [(0, 19)],
    [(0, 24), (25, 66), (67, 92)],
    [(0, 16), (17, 56)],
    [(0, 5), (6, 11), (2390, 2395)],
    [],
    [(0, 6)],
]


@pytest.fixture(scope="module")
def reference() -> SentenceTransformer:
    return SentenceTransformer(str(find_model("packaged:all-MiniLM-L6-v2").folder), device="cpu")


def test_chunk_vectors_are_those_of_sentence_transformers(
    minilm: LocalEmbedder, reference: SentenceTransformer
) -> None:
    expected = reference.encode(TEXTS, normalize_embeddings=True)
    np.testing.assert_allclose(minilm.embed_chunks(TEXTS, SPANS).chunks, expected, atol=1e-5)
    np.testing.assert_allclose(minilm.embed_documents(TEXTS), expected, atol=1e-5)
    np.testing.assert_allclose(minilm.embed_query(TEXTS[1]), expected[1], atol=1e-5)


def test_a_sentence_vector_is_the_mean_of_its_token_vectors(
    minilm: LocalEmbedder, reference: SentenceTransformer
) -> None:
    tokens = reference.encode([TEXTS[1]], output_value="token_embeddings")[0].numpy()
    pieces = reference.tokenizer(TEXTS[1], return_offsets_mapping=True)["offset_mapping"]
    found = minilm.embed_chunks(TEXTS, SPANS)
    for row, (start, end) in enumerate(SPANS[1], 1):
        mine = [i for i, (s, e) in enumerate(pieces) if s < e and start <= s < end]
        np.testing.assert_allclose(found.sentences[row], tokens[mine].mean(axis=0), atol=2e-3)
        assert found.tokens[row] == len(mine)


def test_what_the_model_cuts_off_has_no_tokens(minilm: LocalEmbedder) -> None:
    found = minilm.embed_chunks(TEXTS, SPANS)
    assert found.tokens.tolist()[6:9] == [2, 2, 0]
    assert not found.sentences[8].any()


def test_no_texts_give_no_vectors(minilm: LocalEmbedder) -> None:
    found = minilm.embed_chunks([], [])
    assert found.chunks.shape == (0, 384)
    assert found.sentences.shape == (0, 384)
    assert minilm.count_tokens([]) == []


def test_tokens_are_counted_without_special_ones_and_without_a_limit(minilm: LocalEmbedder) -> None:
    assert minilm.count_tokens(["Trust grows slowly.", "", "Long. " * 400]) == [4, 0, 800]


def test_progress_ends_with_all_chunks(minilm: LocalEmbedder) -> None:
    told: list[int] = []
    minilm.embed_chunks(TEXTS, SPANS, told.append)
    assert told == sorted(told)
    assert told[-1] == len(TEXTS)


def test_several_threads_get_the_right_vectors(minilm: LocalEmbedder) -> None:
    expected = {text: minilm.embed_query(text) for text in TEXTS[:3]}
    wrong: list[str] = []

    def ask(text: str) -> None:
        for _ in range(5):
            minilm.count_tokens([text])
            if not np.allclose(minilm.embed_query(text), expected[text], atol=1e-5):
                wrong.append(text)

    threads = [threading.Thread(target=ask, args=(text,)) for text in TEXTS[:3]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_rounding_hardly_moves_a_vector(minilm: LocalEmbedder) -> None:
    exact, rounded = (np.array(each.embed_documents(TEXTS)) for each in (minilm, minilm.round_weights()))
    assert ((exact * rounded).sum(axis=1) > 0.999).all()
    assert not np.array_equal(exact, rounded)
