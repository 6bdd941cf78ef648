"""What produced a run: questions, library, settings, prompts, model and code; and how two runs differ in these."""

import hashlib
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from eval.sets.files import QuestionSet
from ingest.errors import InvalidRequest
from ingest.library.open import Library
from service.answer.prompts import prompt_versions
from service.settings import Settings

PACKAGES = (
    "sentence-transformers",
    "torch",
    "transformers",
    "chromadb",
    "bm25s",
    "numpy",
    "langchain",
    "scipy",
)
"""Packages whose version may change an answer or a figure."""
_NOT_ABOUT_ANSWERS = {"data_dir", "database_url", "chroma_url", "config", "host", "port"}
_NOT_COMPARED = {"commit", "workers", "machine"}
_ROOT = Path(__file__).parents[2]
_SOURCES = ("ingest", "service", "eval", "prompts")


@dataclass(frozen=True, slots=True)
class Provenance:
    """All that produced a run; nothing secret."""

    questions: str
    """Name of the set."""
    files: dict[str, str]
    """The set's files with their SHA-256."""
    cases: tuple[str, ...]
    """Ids of the cases to ask, in order."""
    repeats: int
    engine: str
    """Who was to write the answers: `extractive` or `chat`."""
    model: str | None
    """The chat model; None for extractive answers."""
    settings: dict[str, Any]
    """Those that may change an answer, without keys and without passwords in addresses."""
    library: str
    """Digest of what is in the library and what built it."""
    reports: dict[str, str]
    """Report id -> SHA-256 of its file."""
    embedding_model: str
    prompts: dict[str, str]
    """Name -> version."""
    code: str
    """Digest of the source files."""
    packages: dict[str, str]
    commit: str | None
    """Git's, with `+` when files were changed since; None outside a repository."""
    workers: int
    """Questions asked at once: more of them make each slower."""
    machine: str
    judge: str | None = None
    """The chat model that judged the answers, and how often each; None without a judge."""


def gather_provenance(
    questions: QuestionSet,
    cases: Sequence[str],
    settings: Settings,
    library: Library,
    chat: bool,
    repeats: int,
    workers: int,
) -> Provenance:
    """Gather all that will produce a run; `chat` says whether a chat model writes the answers."""
    built = library.manifest.built
    return Provenance(
        questions=questions.name,
        files=questions.files,
        cases=tuple(cases),
        repeats=repeats,
        engine="chat" if chat else "extractive",
        model=settings.chat_model if chat else None,
        settings=public_settings(settings),
        library=library_digest(library),
        reports={entry.details.id: entry.details.sha256 for entry in library.manifest.entries},
        embedding_model=f"{built.model.name} ({built.model.revision[:8]})",
        prompts=prompt_versions(),
        code=code_digest(),
        packages={name: version(name) for name in PACKAGES},
        commit=read_commit(),
        workers=workers,
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    )


def uses_chat(settings: Settings, engine: str | None) -> bool:
    """Whether a chat model will write the answers; `engine` None is the configured one. Raises InvalidRequest."""
    configured = bool(settings.chat_model or settings.chat_base_url)
    if engine == "chat" and not configured:
        message = (
            "engine: no chat model is configured. Set WALKALONG_CHAT_MODEL, or use the engine extractive."
        )
        raise InvalidRequest(message)
    return configured and engine != "extractive"


def list_differences(before: Provenance, now: Provenance) -> list[str]:
    """The differences between two provenances that may change answers or scores, in words."""
    found = []
    for field in fields(Provenance):
        old, new = getattr(before, field.name), getattr(now, field.name)
        if old == new or field.name in _NOT_COMPARED:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
            found.append(f"{field.name} ({', '.join(sorted(keys))})")
        elif isinstance(old, tuple):
            found.append(f"{field.name} ({len(old)} before, {len(new)} now)")
        else:
            found.append(f"{field.name} (was {old}, is {new})")
    return found


def public_settings(settings: Settings) -> dict[str, Any]:
    """The settings that may change an answer, without secrets: also none in a URL."""
    secret = {name for name, field in Settings.model_fields.items() if "Secret" in str(field.annotation)}
    kept = settings.model_dump(mode="json", exclude=secret | _NOT_ABOUT_ANSWERS)
    return {name: _bare(value) if isinstance(value, str) else value for name, value in kept.items()}


def library_digest(library: Library) -> str:
    """Digest of what built the library and of its records: the same for one that was made again from the same files."""
    entries = sorted((entry.details.id, entry.record) for entry in library.manifest.entries)
    return _digest(repr((asdict(library.manifest.built), entries)).encode())


@cache
def code_digest() -> str:
    """Digest of all source files that can affect an answer or a score, as they were at the first call."""
    digest = hashlib.sha256()
    for path in sorted(path for name in _SOURCES for path in (_ROOT / name).rglob("*.py")):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def read_commit() -> str | None:
    """Git's commit of the source files, with `+` if some are changed; None without a repository or git."""
    if not (_ROOT / ".git").exists():
        return None
    try:
        head = _git("rev-parse", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--", *_SOURCES) else "")
    except (OSError, subprocess.SubprocessError):
        return None


def _git(*arguments: str) -> str:
    command = ("git", "-C", str(_ROOT), *arguments)
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout.strip()


def _bare(value: str) -> str:
    """A URL without user, password, query and fragment; anything else as it is."""
    if "://" not in value:
        return value
    parts = urlsplit(value)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
