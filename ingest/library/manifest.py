"""What a generation of the library says of itself: what built it, and what is in it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ingest.embedding.models import ModelIdentity, identify
from ingest.library.digest import digest_code
from ingest.settings import IndexSettings
from ingest.types import Details

SCHEMA = 6
"""Of the layout of a generation's folder; raised when that changes."""


@dataclass(frozen=True, slots=True)
class Built:
    """What must be the same for a library to be used, and for a record to be used again."""

    schema: int
    code: str
    """Digest of the reader's, chunker's and embedder's source files."""
    model: ModelIdentity
    chunk_tokens: int


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One report of the catalogue."""

    details: Details
    source: str
    """The file that was given, with its folders; it may be gone by now."""
    overrides: dict[str, Any]
    """What `reports.toml` says about it."""
    record: str
    """Key of its record."""
    warnings: tuple[str, ...] = ()
    """What could not be read as it should, in words for people."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of `manifest.json`."""

    built: Built
    dimension: int
    made: str
    """When, ISO 8601 in UTC."""
    chunks: int
    sentences: int
    entries: tuple[CatalogueEntry, ...]
    """In the order of the catalogue: by id."""


_JSON = TypeAdapter(Manifest)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; raises OSError, or ValueError when its layout is that of another version."""
    return _JSON.validate_json(path.read_bytes())


def write_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return _JSON.dump_json(manifest, indent=1)


def describe_build(settings: IndexSettings) -> Built:
    """What a library made now, with these settings, is built by. Raises as `models.identify` does."""
    return Built(SCHEMA, digest_code(), identify(settings.embedding_model), settings.chunk_tokens)


def record_key(built: Built, sha256: str, name: str, overrides: Mapping[str, object]) -> str:
    """Name of the record of a file with this content and name, under these overrides."""
    parts = repr((asdict(built), sha256, name, sorted(overrides.items())))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def describe_difference(found: Built, wanted: Built) -> str:
    """In words, what makes a library unfit for these settings; empty when nothing does."""
    changes = []
    if found.schema != wanted.schema or found.code != wanted.code:
        changes.append("another version of Walkalong read its reports")
    if found.model != wanted.model:
        changes.append(
            f"its embedding model is {_name_model(found.model)}, and {_name_model(wanted.model)} is set"
        )
    if found.chunk_tokens != wanted.chunk_tokens:
        changes.append(f"its chunks have {found.chunk_tokens} tokens, and {wanted.chunk_tokens} are set")
    return "; ".join(changes)


def _name_model(model: ModelIdentity) -> str:
    return f"{model.name} ({model.revision[:8]}, {model.pooling})"
