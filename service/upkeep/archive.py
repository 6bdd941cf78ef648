"""The form of a backup: one ZIP file with the data folder's files and, last, a list of them with their checksums."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pydantic import TypeAdapter

from ingest.errors import UnreadableFile

FORMAT = 1
"""Raised when an archive changes so that older versions can't put it back."""
LISTING = "backup.json"
LONGEST_LISTING = 256 << 20
"""Bytes: a million files take some 150 MB, and a list that claims more is not read into memory."""
_PIECE = 1 << 20
"""Bytes that are copied at a time."""
_NAME = re.compile(r"[^\x00-\x1f\x7f\\:]+")
"""No control characters, and nothing by which another system would take a name for a path or a drive."""


@dataclass(frozen=True, slots=True)
class MemberFile:
    """One file of a backup."""

    size: int
    sha256: str
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says about itself."""

    format: int
    version: str
    """Of Walkalong."""
    made: str
    """When, ISO 8601 in UTC."""
    root: str
    """The data folder that it was made of, in full."""
    generation: str | None
    """The library's; None if nothing was ingested."""
    files: dict[str, MemberFile]
    """By their path in the data folder, parted by `/`."""

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(file.size for file in self.files.values())


_CONTENTS = TypeAdapter(Contents)


class ArchiveWriter:
    """Fills an archive; `files` lists what was added so far."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.files: dict[str, MemberFile] = {}

    def add_file(self, name: str, path: Path) -> None:
        """Add a file as it is now. Raises OSError; if the file can't be opened, nothing was added."""
        with path.open("rb") as source:
            self._add(name, source, path.stat().st_mtime_ns)

    def add_bytes(self, name: str, content: bytes, mtime_ns: int) -> None:
        """Add a file whose content is not on the disk."""
        self._add(name, BytesIO(content), mtime_ns)

    def finish(self, contents: Contents) -> None:
        """Write the list."""
        self._zip.writestr(LISTING, _CONTENTS.dump_json(contents, indent=1))

    def _add(self, name: str, source: BinaryIO, mtime_ns: int) -> None:
        digest, size = hashlib.sha256(), 0
        member = zipfile.ZipInfo(name)
        member.compress_type = zipfile.ZIP_DEFLATED
        with self._zip.open(member, "w", force_zip64=True) as target:
            while piece := source.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        self.files[name] = MemberFile(size, digest.hexdigest(), mtime_ns)


class ArchiveReader:
    """An archive whose list was read and whose names are safe; `extract` checks the content of its files."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._zip = archive
        self.contents = self._read_listing()
        self._check_members()

    def extract(self, folder: Path) -> None:
        """Write all files into an empty folder. Raises UnreadableFile if one differs from the list."""
        for name, file in self.contents.files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._zip.open(name) as source, target.open("xb") as copy:
                digest, size = hashlib.sha256(), 0
                while (piece := source.read(_PIECE)) and size <= file.size:
                    digest.update(piece)
                    size += len(piece)
                    copy.write(piece)
            if (size, digest.hexdigest()) != (file.size, file.sha256):
                raise _describe_damage(self._path, f"{name} is not as it was when the backup was made.")

    def _read_listing(self) -> Contents:
        try:
            listing = self._zip.getinfo(LISTING)
        except KeyError:
            raise _describe_damage(
                self._path, f"It is no backup of Walkalong: it has no {LISTING}."
            ) from None
        if listing.file_size > LONGEST_LISTING:
            raise _describe_damage(self._path, f"Its {LISTING} is larger than any backup's.")
        try:
            contents = _CONTENTS.validate_json(self._zip.read(listing))
        except ValueError as error:
            raise _describe_damage(self._path, f"Its {LISTING} can't be understood.") from error
        if contents.format != FORMAT:
            explanation = f"It was made by Walkalong {contents.version}, whose backups have another form."
            raise UnreadableFile(self._path, "unknown_format", explanation, "Restore it with that version.")
        return contents

    def _check_members(self) -> None:
        listed = self.contents.files
        members = [member for member in self._zip.infolist() if member.filename != LISTING]
        for member in members:
            if not is_safe_name(member.filename):
                explanation = (
                    f"It holds a file called {member.filename!r}, which would lie outside the data folder."
                )
                raise UnreadableFile(
                    self._path,
                    "unsafe",
                    explanation,
                    "No backup of Walkalong has such a file: do not use it.",
                )
        names = [member.filename for member in members]
        if sorted(names) != sorted(listed):
            raise _describe_damage(self._path, "Its files are not those that its list names.")
        if any(member.file_size != listed[member.filename].size for member in members):
            raise _describe_damage(self._path, "Its files have not the sizes that its list names.")


@contextmanager
def write_archive(target: BinaryIO) -> Iterator[ArchiveWriter]:
    """Begin an archive, and end it."""
    # The quickest compression: texts shrink to a third; vectors don't shrink with any compression.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        yield ArchiveWriter(archive)


@contextmanager
def open_archive(path: Path) -> Iterator[ArchiveReader]:
    """Open a backup. Raises UnreadableFile if it is no backup, is damaged, or names files outside the data folder."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield ArchiveReader(path, archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise _describe_damage(path, f"It is not a whole ZIP file ({error}).") from error
    except FileNotFoundError as error:
        if error.filename != str(path):
            raise
        raise UnreadableFile(path, "missing", "It is not there.", "Check its name.") from error


def is_safe_name(name: str) -> bool:
    """Whether a path of an archive stays inside the folder into which it is extracted, on every system."""
    parts = name.split("/")
    return (
        bool(_NAME.fullmatch(name))
        and not PurePosixPath(name).is_absolute()
        and all(part not in ("", ".", "..") for part in parts)
    )


def _describe_damage(path: Path, explanation: str) -> UnreadableFile:
    return UnreadableFile(path, "corrupt", explanation, "Use another backup; nothing was changed.")
