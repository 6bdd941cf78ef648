import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from eval.runs import provenance as module
from eval.runs.provenance import (
    Provenance,
    gather_provenance,
    library_digest,
    list_differences,
    public_settings,
    read_commit,
    uses_chat,
)
from eval.sets.files import read_set
from ingest.build import ingest
from ingest.errors import InvalidRequest
from ingest.library.open import open_library
from service.assistant import Assistant
from service.settings import Settings

SMALL = Path(__file__).parents[1] / "small.yaml"


@pytest.fixture(scope="module")
def produced(sample_assistant: Assistant) -> Provenance:
    settings, library = sample_assistant.settings, sample_assistant.library
    return gather_provenance(
        read_set([SMALL]), ["a", "b"], settings, library, chat=False, repeats=2, workers=1
    )


def test_it_says_what_produced_a_run(produced: Provenance, sample_assistant: Assistant) -> None:
    assert produced.questions == "small"
    assert list(produced.files) == ["eval/small.yaml"]
    assert produced.engine == "extractive"
    assert produced.model is None
    assert set(produced.reports) == {details.id for details in sample_assistant.library.details}
    assert set(produced.prompts) >= {"answer.system", "answer.user"}
    assert produced.packages["chromadb"]
    assert "all-MiniLM-L6-v2" in produced.embedding_model


def test_secrets_stay_out() -> None:
    settings = Settings(
        chat_api_key=SecretStr("the-secret-of-the-chat-model"),
        api_keys=(SecretStr("a-secret-of-16-or-more"),),
        database_url="postgresql://user:password@host/base",
        chat_base_url="https://user:password@host:8089/v1?key=secret#secret",
    )
    kept = public_settings(settings)
    assert kept["chat_base_url"] == "https://host:8089/v1"
    assert not any(word in repr(list(kept.values())) for word in ("secret", "password", "user"))
    assert kept["chunk_tokens"] == 200


def test_nothing_differs_where_nothing_changed(produced: Provenance) -> None:
    other = replace(produced, commit="another", workers=7, machine="another")
    assert list_differences(produced, other) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"library": "x"}, "library (was "),
        ({"files": {"eval/small.yaml": "x"}}, "files (eval/small.yaml)"),
        ({"settings": {"chunk_tokens": 100}}, "chunk_tokens"),
        ({"prompts": {}}, "prompts (answer.system, answer.user"),
        ({"cases": ("a",)}, "cases (2 before, 1 now)"),
        ({"repeats": 3}, "repeats (was 2, is 3)"),
        ({"engine": "chat"}, "engine (was extractive, is chat)"),
        ({"code": "x"}, "code (was "),
    ],
)
def test_what_differs_is_named(produced: Provenance, change: dict[str, Any], said: str) -> None:
    (told,) = list_differences(produced, replace(produced, **change))
    assert said in told


def test_a_library_is_known_by_its_reports_and_not_by_when_it_was_made(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("# Trust\n\nTrust grew slowly between the partners in Salford.\n")
    digests = []
    for folder in ("one", "two"):
        settings = Settings(data_dir=tmp_path / folder, embedding_dtype="float32")
        ingest([report], settings)
        digests.append(library_digest(open_library(settings)))
    assert digests[0] == digests[1]
    report.write_text("# Trust\n\nTrust grew slowly between the partners in Stockport.\n")
    ingest([report], settings)
    assert library_digest(open_library(settings)) != digests[0]


def test_a_chat_model_is_asked_for_only_where_there_is_one() -> None:
    chat = Settings(chat_base_url="http://127.0.0.1:9/v1")
    assert uses_chat(chat, None)
    assert not uses_chat(chat, "extractive")
    assert not uses_chat(Settings(), None)
    with pytest.raises(InvalidRequest, match="WALKALONG_CHAT_MODEL"):
        uses_chat(Settings(), "chat")


def test_the_commit_is_told_with_a_mark_where_files_were_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ROOT", tmp_path)
    assert read_commit() is None
    source = tmp_path / "eval" / "a.py"
    source.parent.mkdir()
    source.write_text("")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for command in (("init", "-q"), ("add", "."), (*author, "commit", "-q", "-m", "x")):
        subprocess.run(("git", "-C", str(tmp_path), *command), check=True)
    clean = read_commit()
    assert clean is not None
    assert len(clean) == 40
    source.write_text("changed = True\n")
    assert read_commit() == clean + "+"
