from pathlib import Path

import pytest

from ingest.embedding.load import load_embedder
from ingest.errors import ModelUnavailable, SettingsError


def test_an_unknown_packaged_model_is_a_wrong_setting() -> None:
    with pytest.raises(SettingsError, match="packaged models: packaged:all-MiniLM-L6-v2"):
        load_embedder("packaged:no-such-model")


def test_a_folder_that_is_no_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelUnavailable, match="can't be loaded"):
        load_embedder(str(tmp_path))


def test_a_langchain_provider_that_is_not_there_says_what_to_check() -> None:
    with pytest.raises(ModelUnavailable, match="Check WALKALONG_EMBEDDING_MODEL"):
        load_embedder("langchain:nobody:nothing")
