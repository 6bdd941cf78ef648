"""What a generation of the library says of itself: what built it, and what is in it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ingest.embedding.models import ModelIdentity, identify
from ingest.settings import IndexSettings
from ingest.types import Details

_ROOT = Path(__file__).parents[1]
SCHEMA = 4
"""Of the layout of a generation's folder; raised when that changes."""

_DECIDING = (
    "types.py", "readers", "layout", "language", "meaning", "embedding/local.py", "embedding/pooling.py",
    "embedding/provider.py", "index/keywords.py", "index/lexicon.py", "index/packing.py", "index/record.py",
    "index/tables.py",
)  # fmt: skip
"""Rooms and modules of this package that decide what a record holds."""
_READ_AND_EMBED = (
    "pypdf", "pypdfium2", "python-docx", "beautifulsoup4", "lxml", "markdown-it-py", "charset-normalizer", "pycountry",
    "PyStemmer", "bm25s", "langchain-text-splitters", "sentence-transformers", "transformers", "torch",
)  # fmt: skip
"""Libraries whose version may change what a record holds."""


@dataclass(frozen=True, slots=True)
class Built:
    """What must be the same for a library to be used, and for a record to be used again."""

    schema: int
    code: str
    """Digest of the reader's, chunker's and embedder's source files."""
    model: ModelIdentity
    chunk_tokens: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One report of the catalogue."""

    details: Details
    source: str
    """The file that was given, with its folders; it may be gone by now."""
    overrides: dict[str, Any]
    """What `reports.toml` said of it."""
    record: str
    """Key of its record."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of `manifest.json`."""

    built: Built
    dimension: int
    made: str
    """When, ISO 8601 in UTC."""
    chunks: int
    sentences: int
    entries: tuple[Entry, ...]
    """In the order of the catalogue: by id."""


_JSON = TypeAdapter(Manifest)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; raises OSError, or ValueError when its layout is that of another version."""
    return _JSON.validate_json(path.read_bytes())


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return _JSON.dump_json(manifest, indent=1)


def built_by(settings: IndexSettings) -> Built:
    """What a library made now, with these settings, is built by. Raises as `models.identify` does."""
    return Built(SCHEMA, code_digest(), identify(settings.embedding_model), settings.chunk_tokens)


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Digest of the source files, and of the versions of the libraries, that decide what a record holds."""
    digest = hashlib.sha256()
    for path in deciding_files():
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    for name in _READ_AND_EMBED:
        digest.update(f"{name}=={version(name)}\0".encode())
    return digest.hexdigest()[:16]


def deciding_files() -> tuple[Path, ...]:
    """The source files that decide what a record holds, in the order in which they are digested."""
    rooms = [_ROOT / name for name in _DECIDING]
    return tuple(
        sorted({path for room in rooms for path in (room.rglob("*.py") if room.is_dir() else (room,))})
    )


def record_key(built: Built, sha256: str, name: str, overrides: Mapping[str, object]) -> str:
    """Name of the record of a file with this content and name, under these overrides."""
    parts = repr((asdict(built), sha256, name, sorted(overrides.items())))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def difference(found: Built, wanted: Built) -> str:
    """In words, what makes a library unfit for these settings; empty when nothing does."""
    changes = []
    if found.schema != wanted.schema or found.code != wanted.code:
        changes.append("another version of Walkalong read its reports")
    if found.model != wanted.model:
        changes.append(f"its embedding model is {_named(found.model)}, and {_named(wanted.model)} is set")
    if found.chunk_tokens != wanted.chunk_tokens:
        changes.append(f"its chunks have {found.chunk_tokens} tokens, and {wanted.chunk_tokens} are set")
    return "; ".join(changes)


def _named(model: ModelIdentity) -> str:
    return f"{model.name} ({model.revision[:8]}, {model.pooling})"
