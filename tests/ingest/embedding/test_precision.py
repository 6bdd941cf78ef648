import json
from pathlib import Path

import pytest

from ingest.embedding import precision
from ingest.embedding.local import LocalEmbedder
from ingest.embedding.precision import load_quickest, prefers_bfloat16
from ingest.settings import IndexSettings


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, float]]:
    """What the next measurements find; taken from the end."""
    answers: list[dict[str, float]] = []
    monkeypatch.setattr(precision, "_measure", lambda _: answers.pop())
    return answers


@pytest.mark.parametrize(
    ("speedup", "cosine", "expected"), [(2.0, 0.9999, True), (1.1, 0.9999, False), (3.0, 0.99, False)]
)
def test_rounding_must_be_quicker_and_hardly_change_anything(
    speedup: float,
    cosine: float,
    expected: bool,
    measured: list[dict[str, float]],
    minilm: LocalEmbedder,
    tmp_path: Path,
) -> None:
    measured.append({"speedup": speedup, "cosine": cosine})
    assert prefers_bfloat16(minilm, tmp_path / "cache") is expected


def test_a_machine_is_measured_once(
    measured: list[dict[str, float]], minilm: LocalEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured += [{"speedup": 1.0, "cosine": 1.0}, {"speedup": 2.0, "cosine": 1.0}]
    cache = tmp_path / "cache"
    assert [prefers_bfloat16(minilm, cache) for _ in range(3)] == [True] * 3
    monkeypatch.setattr(precision, "_describe_machine", lambda: "another machine")
    assert not prefers_bfloat16(minilm, cache)
    assert len(json.loads(cache.read_bytes())) == 2


def test_a_broken_cache_is_measured_anew(
    measured: list[dict[str, float]], minilm: LocalEmbedder, tmp_path: Path
) -> None:
    measured.append({"speedup": 2.0, "cosine": 1.0})
    (tmp_path / "cache").write_text("{")
    assert prefers_bfloat16(minilm, tmp_path / "cache")


def test_the_measurement_compares_both_number_types(
    minilm: LocalEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precision, "_TEXTS", ["Trust grows slowly."])
    found = precision._measure(minilm)
    assert found["speedup"] > 0
    assert 0.999 < found["cosine"] < 1.001


def test_a_setting_decides_without_a_measurement(settings: IndexSettings, tmp_path: Path) -> None:
    rounded = load_quickest(settings.model_copy(update={"embedding_dtype": "bfloat16"}), tmp_path / "cache")
    assert isinstance(rounded, LocalEmbedder)
    assert rounded.dtype == "bfloat16"
    assert not (tmp_path / "cache").exists()
