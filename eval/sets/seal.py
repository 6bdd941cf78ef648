"""Sealed sets: their questions are not shown, and a file next to them counts how often they were asked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.files import rewrite_file
from ingest.disk.folder import raise_storage_errors
from ingest.errors import InvalidRequest

SEAL = "seal.jsonl"
"""The file beside a set, or in its folder: first what was sealed, then a line for each opening and its figures."""


@dataclass(frozen=True, slots=True)
class SetOpening:
    """One time that a sealed set was asked."""

    number: int
    """Counted from 1, over the life of the set."""
    at: str
    """ISO 8601, UTC."""
    run: str
    """The run's folder."""
    figures: dict[str, float] = field(default_factory=dict)
    """Empty while the run is going on, and if it was interrupted."""


@dataclass(frozen=True, slots=True)
class SealFile:
    """What stands in the file of a seal."""

    digest: str
    """Digest of the set's files when it was last sealed."""
    openings: tuple[SetOpening, ...]


def find_seal(path: Path) -> Path:
    """Where the seal of a set is, or would be."""
    return path / SEAL if path.is_dir() else path.with_name(f"{path.name}.{SEAL}")


def seal_set(path: Path, files: Mapping[str, str]) -> SealFile:
    """Seal a set, given its files with their digests; one that was sealed before keeps its openings.

    Raises StorageError.
    """
    line = {"sealed": digest_files(files), "at": _now()}
    _append(find_seal(path), line)
    return read_seal(find_seal(path))


def read_seal(seal: Path) -> SealFile:
    """Read the file of a seal. Raises InvalidRequest for one that is broken, and StorageError."""
    digest, openings = "", dict[int, SetOpening]()
    with raise_storage_errors(seal.parent):
        lines = seal.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            if "sealed" in entry:
                digest = str(entry["sealed"])
            else:
                opening = SetOpening(**entry)
                openings[opening.number] = opening
        except (ValueError, TypeError) as error:
            message = f"{seal}, line {number}: this is no opening of a sealed set. Take the file from a copy."
            raise InvalidRequest(message) from error
    return SealFile(digest, tuple(openings[number] for number in sorted(openings)))


def is_unchanged(seal: Path, files: Mapping[str, str]) -> bool:
    """Whether the set is still as it was sealed."""
    return read_seal(seal).digest == digest_files(files)


def require_unchanged(seal: Path, files: Mapping[str, str]) -> None:
    """Raises InvalidRequest if the set has changed since it was sealed."""
    if not is_unchanged(seal, files):
        message = (
            "The set was changed since it was sealed. Take it from a copy, or seal it anew by `walkalong eval seal`: "
            "its openings are kept."
        )
        raise InvalidRequest(message)


def record_opening(seal: Path, run: Path) -> SetOpening:
    """Count an opening before anything is asked, so that abandoned runs count too. Raises StorageError."""
    opening = SetOpening(len(read_seal(seal).openings) + 1, _now(), str(run))
    _append(seal, asdict(opening))
    return opening


def record_figures(seal: Path, run: Path, figures: Mapping[str, float]) -> None:
    """Keep a run's figures with its opening. Raises StorageError."""
    for opening in read_seal(seal).openings:
        if opening.run == str(run) and opening.figures != figures:
            _append(seal, asdict(opening) | {"figures": dict(figures)})


def digest_files(files: Mapping[str, str]) -> str:
    """Sixteen hex digits of the files of a set, wherever its folder lies."""
    own = sorted((name.rpartition("/")[2], digest) for name, digest in files.items())
    return hashlib.sha256(repr(own).encode()).hexdigest()[:16]


def _append(seal: Path, entry: Mapping[str, Any]) -> None:
    line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
    rewrite_file(seal, lambda before: before + line)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
