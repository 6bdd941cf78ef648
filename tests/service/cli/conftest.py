from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli.main import main
from service.settings import Settings


@pytest.fixture
def run(sample_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Call the command over the small library."""
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(sample_settings.data_dir))
    monkeypatch.setenv("WALKALONG_EMBEDDING_DTYPE", sample_settings.embedding_dtype)
    monkeypatch.setenv("WALKALONG_DATABASE_URL", f"sqlite:///{tmp_path}/conversations.sqlite")

    def call(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=stdin)

    return call
