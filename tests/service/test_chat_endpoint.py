"""The chat model of the tests, as `make demo-llm` starts it for people."""

import subprocess
import sys
from pathlib import Path

from service.settings import Settings
from tests.service.chat_endpoint import model_file

PROGRAM = Path(__file__).parent / "chat_endpoint.py"
ASK = (
    "import urllib.request; from service.settings import Settings; s = Settings();"
    "print(s.chat_model, urllib.request.urlopen(f'{s.chat_base_url}/models').status)"
)


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(PROGRAM), *arguments], capture_output=True, text=True, check=False, timeout=300
    )


def test_a_command_finds_the_model_through_the_settings() -> None:
    ran = _run(sys.executable, "-c", ASK)
    assert ran.stdout.split() == [model_file().stem, "200"], ran.stderr[-2000:]
    assert Settings().chat_model is None


def test_a_model_that_is_not_there_is_named() -> None:
    ran = _run("--gguf", "no-such-model.gguf", sys.executable)
    assert ran.returncode == 2
    assert "no-such-model.gguf: there is no such file" in ran.stderr
