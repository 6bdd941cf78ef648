from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.assistant import Assistant
from service.choice.choose import choose
from service.choice.fit import fitness
from service.choice.rerank import RERANKED, rerank
from service.choice.units import units
from service.question.wants import understand
from service.search.retrieve import search
from service.settings import Settings
from service.types import Ask, Filters
from tests.ingest.embedding.test_reranker import make_cross_encoder

QUESTION = "What helps partners to trust each other?"


class _LikesAWord:
    """Stands for a cross-encoder that was trained to like one word, which no untrained one does."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read = 0

    def score(self, question: str, texts: list[str]) -> NDArray[np.float64]:
        assert question == QUESTION
        self.read += len(texts)
        return np.array([float(self.word in text) for text in texts])


def test_what_the_reranker_likes_comes_first(sample_assistant: Assistant) -> None:
    found = search(sample_assistant.library, sample_assistant.embedder, QUESTION, Filters())
    question = understand(QUESTION)
    before = choose(question, found)
    scored = units(found)
    score = fitness(question, found, scored)
    likely = [found.texts[int(scored.first[unit])] for unit in np.argsort(-score)[:RERANKED]]
    word = max(likely[20].split(), key=len)
    reranker = _LikesAWord(word)
    after = choose(question, found, reranker)
    assert reranker.read == RERANKED
    assert [passage.text for passage in after] != [passage.text for passage in before]
    assert sum(word in passage.text for passage in after) > sum(word in passage.text for passage in before)


def test_only_the_best_are_read_again(sample_assistant: Assistant) -> None:
    found = search(sample_assistant.library, sample_assistant.embedder, QUESTION, Filters())
    scored = units(found)
    score = fitness(understand(QUESTION), found, scored)
    blended = rerank(QUESTION, found, scored, score, _LikesAWord("trust"))
    assert (blended != score).sum() <= RERANKED


def test_a_cross_encoder_of_the_settings_is_heard(
    sample_assistant: Assistant, sample_settings: Settings, tmp_path: Path
) -> None:
    folder = make_cross_encoder(tmp_path / "model")
    settings = sample_settings.model_copy(update={"reranker": str(folder)})
    assistant = Assistant(settings, embedder=sample_assistant.embedder)
    answer = assistant.answer(Ask(QUESTION))
    assert answer.status == "answered"
    assert answer.passages
