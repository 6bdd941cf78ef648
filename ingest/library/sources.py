"""The files that an ingestion is given: found, compared with what is known of them, and copied."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pydantic import TypeAdapter

from ingest.disk.folder import DataFolder, write_atomically
from ingest.errors import UnreadableFile
from ingest.library.manifest import read_manifest
from ingest.library.overrides import OVERRIDES, load_ignored
from ingest.types import Format

FORMATS: dict[Format, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx",),
    "html": (".html", ".htm", ".xhtml"),
    "markdown": (".md", ".markdown"),
    "text": (".txt",),
}
"""What the name of a file of each format may end in."""
SUFFIXES = frozenset(suffix for suffixes in FORMATS.values() for suffix in suffixes)
"""What is taken from folders; a file that is named itself is taken whatever it is called."""
ABOUT_FOLDERS = frozenset({"readme", "license", "licence", "contributing", "changelog"})
"""Files of these names, whatever their format, tell about the folder that they lie in: nobody files a report so."""
_NEVER = (".*", "~$*")
"""Hidden files, and the lock files that Word writes next to an open document."""
_PIECE = 1 << 20
"""Bytes that are read and hashed at a time, so that a large file is never in memory as a whole."""


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """What the given paths lead to."""

    files: tuple[Path, ...]
    """Absolute, each once; as given, and inside folders by name."""
    skipped: tuple[Path, ...]
    """Files in folders that are of no format for reports, or that tell about the folder."""
    failures: tuple[UnreadableFile, ...]
    """Paths that lead nowhere."""


class KnownFile(NamedTuple):
    """A file as it was when it was last looked into."""

    size: int
    mtime_ns: int
    sha256: str


def find_files(paths: Sequence[Path]) -> SourceFiles:
    """Walk the folders among the paths; a link in one that leads out of it is a failure.

    Left out without a word: hidden and lock files, `reports.toml`, and what that one ignores. Raises SettingsError
    for a `reports.toml` that can't be understood.
    """
    files: dict[Path, None] = {}
    skipped: dict[Path, None] = {}
    failures: list[UnreadableFile] = []
    for path in paths:
        # Not `resolve`: a report is called what its link is called, not what that leads to.
        resolved = Path(os.path.abspath(path))  # noqa: PTH100
        if resolved.is_dir():
            for found in _walk(resolved, failures):
                (files if _may_be_report(found) else skipped)[found] = None
        elif (failure := _refuse_unfit(path)) is not None:
            failures.append(failure)
        else:
            files[resolved] = None
    return SourceFiles(tuple(files), tuple(path for path in skipped if path not in files), tuple(failures))


def _may_be_report(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.stem.casefold() not in ABOUT_FOLDERS


def _refuse_unfit(path: Path) -> UnreadableFile | None:
    """Why a path can't be a report at all; opening a pipe, for instance, would wait for ever."""
    if not path.exists():
        return UnreadableFile(path, "missing", "It is not there.", "Check its name and your folder.")
    if not path.is_file():
        return UnreadableFile(path, "unknown_format", "It is not a file.", "Give a file or a folder.")
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return UnreadableFile(
            repr(path.name), "unsafe", "Its name is not valid text.", "Rename it, then ingest it again."
        )
    return None


def _walk(folder: Path, failures: list[UnreadableFile]) -> Iterator[Path]:
    def close_on_error(error: OSError) -> None:
        failures.append(_describe_unreadable(Path(error.filename), error))

    for parent, folders, names in os.walk(folder, onerror=close_on_error):
        ignored = (*_NEVER, OVERRIDES, *load_ignored(Path(parent)))
        folders[:] = sorted(name for name in folders if not _fits(name, ignored))
        for name in sorted(names):
            path = Path(parent) / name
            if _fits(name, ignored):
                continue
            failure = _refuse_unfit(path) or _refuse_link(path, folder)
            if failure is None:
                yield path
            elif failure.reason == "unsafe":
                failures.append(failure)


def _refuse_link(path: Path, folder: Path) -> UnreadableFile | None:
    """Whoever may put a link into the folder could otherwise have any file of the machine shown as a report."""
    if not path.is_symlink() or path.resolve().is_relative_to(folder.resolve()):
        return None
    return UnreadableFile(
        path,
        "unsafe",
        "It is a link that leads out of the folder.",
        "Copy the file into the folder, or name the link itself.",
    )


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


class Copies:
    """Copies of the given files, by content, and the memory of what each file held."""

    def __init__(self, data: DataFolder, max_mb: int) -> None:
        self._data = data
        self._max_mb = max_mb
        found = read_known(data.sources)
        self._damaged = found is None
        self._known = found or {}
        self._seen: dict[str, KnownFile] = {}

    def sha256(self, path: Path) -> str:
        """Hash of the file, which is then among the copies. A file of the same size and time is not opened.

        Raises UnreadableFile when it can't be read, OSError when the copy can't be written.
        """
        try:
            now = path.stat()
        except OSError as error:
            raise _describe_unreadable(path, error) from error
        if now.st_size > self._max_mb * 1_000_000:
            raise UnreadableFile(
                path,
                "too_large",
                f"It has {now.st_size / 1e6:,.1f} MB; the limit is {self._max_mb} MB.",
                "Raise WALKALONG_MAX_FILE_MB, or split the file.",
            )
        known = self._known.get(str(path))
        if known is None or known[:2] != (now.st_size, now.st_mtime_ns) or not self._has(known, path):
            known = KnownFile(now.st_size, now.st_mtime_ns, self._copy(path))
        self._seen[str(path)] = known
        return known.sha256

    def save(self, used: Iterable[str]) -> None:
        """Keep for the next ingestion what was seen in this one, and what is known of the files in `used`."""
        kept = {path: self._known[path] for path in used if path in self._known} | self._seen
        if kept != self._known or self._damaged:
            write_atomically(self._data.sources, lambda file: file.write(json.dumps(kept).encode()))

    def _has(self, known: KnownFile, path: Path) -> bool:
        return self._data.file(known.sha256, path.name).exists()

    def _copy(self, path: Path) -> str:
        with _open(path) as source:
            digest = hashlib.sha256()
            for piece in _read_pieces(source, path):
                digest.update(piece)
            sha256 = digest.hexdigest()
            target = self._data.file(sha256, path.name)
            if not target.exists():
                source.seek(0)
                write_atomically(target, lambda copy: copy.writelines(_check_pieces(source, path, sha256)))
        return sha256


def _check_pieces(source: BinaryIO, path: Path, sha256: str) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in _read_pieces(source, path):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise UnreadableFile(path, "missing", "It was changed while it was read.", "Ingest it again.")


def _read_pieces(source: BinaryIO, path: Path) -> Iterator[bytes]:
    try:
        while piece := source.read(_PIECE):
            yield piece
    except OSError as error:
        raise _describe_unreadable(path, error) from error


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise _describe_unreadable(path, error) from error


def _describe_unreadable(path: Path, error: OSError) -> UnreadableFile:
    return UnreadableFile(
        path, "missing", f"It can't be opened ({error.strerror}).", "Check its name and who may read it."
    )


def read_known(path: Path) -> dict[str, KnownFile] | None:
    """What was known; None where that can't be understood, and files are hashed again: it is only a shortcut."""
    try:
        return _KNOWN_FILES.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        return None


_KNOWN_FILES = TypeAdapter(dict[str, KnownFile])


def clear_unneeded(data: DataFolder) -> None:
    """Delete copies and records that no generation needs any more, where all can say what they need."""
    try:
        folders = [data.generations / name for name in data.list_generations()]
        entries = [e for folder in folders for e in read_manifest(folder / "manifest.json").entries]
    except ValueError:
        return
    clear_unused(data.records, (data.record(entry.record).name for entry in entries))
    clear_unused(data.files, (data.file(e.details.sha256, e.details.file).name for e in entries))


def clear_unused(folder: Path, used: Iterable[str]) -> None:
    """Delete the files of a folder whose names are not among those used."""
    keep = set(used)
    for path in folder.iterdir():
        if path.name not in keep:
            path.unlink(missing_ok=True)
