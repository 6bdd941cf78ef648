"""Files that were sent in over HTTP: their names, where they are kept, and the result for each.

They stay in `uploads` in the data folder. It is a folder of reports like any other: a `reports.toml` describes
them, and `walkalong ingest` takes it like any other.
"""

import hashlib
import os
import re
import shutil
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import BinaryIO, Literal

from ingest.disk.folder import raise_storage_errors
from ingest.errors import UnreadableFile
from ingest.library.manifest import CatalogueEntry
from ingest.library.sources import FORMATS
from ingest.meaning.details import make_slug
from ingest.readers.detect import detect
from ingest.types import Format

UPLOADS = "uploads"
LONGEST_STEM = 120
"""In bytes."""
_PIECE = 1 << 20
"""Bytes that are copied at a time: a large upload is never in memory as a whole."""
_HEAD = 65_536
"""Bytes that decide a file's format. Chosen by judgement: a page may begin with a comment before its first tag."""
_ZIP = b"PK\x03\x04"
_UNWANTED = re.compile(r"[^\w .,()&'’+-]+")
"""What a file's name on disk can do without; letters of any script stay."""

FileOutcome = Literal["waiting", "added", "replaced", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a report."""

    pages: int
    headings: int
    terms: int
    questions: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileResult:
    """The result for one file. `name` is as it was sent, `kept_as` the name under which it is kept."""

    name: str
    outcome: FileOutcome = "waiting"
    kept_as: str | None = None
    sha256: str | None = None
    reason: str | None = None
    """Of a failure: the word of `UnreadableFile`."""
    explanation: str | None = None
    remedy: str | None = None
    report_id: str | None = None
    title: str | None = None
    findings: Findings | None = None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What the name or content of a new file may collide with."""

    entries: tuple[CatalogueEntry, ...] = ()
    """The library's."""
    waiting: tuple[FileResult, ...] = ()
    """Files that are kept already, but not ingested yet."""


class Uploads:
    """The folder of files that were sent in."""

    def __init__(self, data_dir: Path, max_file_mb: int) -> None:
        # Paths are written as the ingestion writes them, so that they can be compared.
        self.folder = Path(os.path.abspath(data_dir / UPLOADS))  # noqa: PTH100
        self._max_mb = max_file_mb

    def keep(
        self, sent: BinaryIO, name: str, neighbours: Neighbours, *, replacing: bool = False
    ) -> FileResult:
        """Copy a file into the folder, where it waits for its ingestion; or tell why there is nothing to ingest.

        A file whose name is taken gets another name; with `replacing` it takes the place of an earlier upload of
        its name. Raises StorageError.
        """
        shown = make_shown_name(name)
        unfinished = self.folder / f".{uuid.uuid4().hex}.part"
        with raise_storage_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                format_ = _format(sent.read(_HEAD), shown)
                sent.seek(0)
                sha256 = self._copy(sent, unfinished, shown)
                known = _find_known_content(shown, sha256, neighbours)
                return known or self._place(unfinished, shown, format_, sha256, neighbours, replacing)
            except UnreadableFile as error:
                return record_failure(FileResult(shown), error)
            finally:
                unfinished.unlink(missing_ok=True)

    def discard(self, source: str) -> None:
        """Delete a file of this folder; files elsewhere are left alone. Raises StorageError."""
        path = Path(source)
        if path.parent == self.folder:
            with raise_storage_errors(self.folder):
                path.unlink(missing_ok=True)

    def clear_unfinished(self) -> None:
        """Delete the files that a killed service had begun to copy."""
        for path in self.folder.glob(".*.part"):
            path.unlink(missing_ok=True)

    def _copy(self, sent: BinaryIO, target: Path, shown: str) -> str:
        """Write the file's bytes, up to the allowed number; gives their sha256."""
        digest, size = hashlib.sha256(), 0
        with target.open("xb") as file:
            while piece := sent.read(_PIECE):
                size += len(piece)
                if size > self._max_mb * 1_000_000:
                    explanation = f"It is larger than {self._max_mb} MB."
                    raise UnreadableFile(shown, "too_large", explanation, "Split it, or make it smaller.")
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        return digest.hexdigest()

    def _place(
        self,
        unfinished: Path,
        shown: str,
        format_: Format,
        sha256: str,
        neighbours: Neighbours,
        replacing: bool,
    ) -> FileResult:
        wanted = safe_name(shown, format_)
        names = self._free_names(wanted, sha256, neighbours)
        earlier = any(entry.source == str(self.folder / wanted) for entry in neighbours.entries)
        waits = any(file.kept_as == wanted for file in neighbours.waiting)
        name = wanted if replacing and earlier and not waits else next(names)
        unfinished.replace(self.folder / name)
        note = None
        if name != wanted:
            note = f"A report called “{wanted}” is there already. Both are kept; this one is “{name}”."
        return FileResult(shown, kept_as=name, sha256=sha256, explanation=note)

    def _free_names(self, wanted: str, sha256: str, neighbours: Neighbours) -> Iterator[str]:
        """Yield free names, the wanted one first: no file has the name, and no report has the id made from it."""
        kept = [file.kept_as for file in neighbours.waiting if file.kept_as]
        ids = {entry.details.id for entry in neighbours.entries} | {
            make_slug(Path(name).stem) for name in kept
        }
        stem, suffix = Path(wanted).stem, Path(wanted).suffix
        for number in count(1):
            name = wanted if number == 1 else f"{stem}-{number}{suffix}"
            if make_slug(Path(name).stem) not in ids and _is_free(self.folder / name, sha256):
                yield name


def record_failure(file: FileResult, error: UnreadableFile) -> FileResult:
    """Give the result for a file that can't be taken in, and so is not kept."""
    return replace(
        file,
        outcome="failed",
        kept_as=None,
        reason=error.reason,
        explanation=_DOUBLE if error.reason == "duplicate" else error.explanation,
        remedy=error.remedy,
    )


_DOUBLE = "Another report has the same content, or the same id."
"""The ingestion's own words name that report's folder, which is nothing for a web page."""


def make_shown_name(name: str) -> str:
    """Give the last part of a name, without invisible characters (such as marks that turn the reading order)."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    return "".join(character for character in last if character.isprintable())[:200].strip() or "file"


def safe_name(name: str, format_: Format) -> str:
    """Give a name for a file in the folder: visible, without separators, with the ending of its format."""
    plain = _UNWANTED.sub("-", name).strip(" .-")
    suffix = Path(plain).suffix.lower()
    if suffix in FORMATS[format_]:
        plain = plain[: -len(suffix)]
    else:
        suffix = FORMATS[format_][0]
    stem = plain.encode()[:LONGEST_STEM].decode(errors="ignore").strip(" .-")
    return (stem or "report") + suffix


def _format(head: bytes, shown: str) -> Format:
    """Tell the format from the file's beginning. What a ZIP package contains is known only after reading it."""
    return "docx" if head.startswith(_ZIP) else detect(head, Path(shown))


def _find_known_content(shown: str, sha256: str, neighbours: Neighbours) -> FileResult | None:
    """Give the result for a file whose content is already here."""
    for entry in neighbours.entries:
        if entry.details.sha256 == sha256:
            return FileResult(
                shown,
                "unchanged",
                explanation="The library has this very file already.",
                report_id=entry.details.id,
                title=entry.details.title,
            )
    for file in neighbours.waiting:
        if file.sha256 == sha256:
            return FileResult(shown, "unchanged", explanation=f"It is the same file as “{file.name}”.")
    return None


def _is_free(path: Path, sha256: str) -> bool:
    """Whether writing there would lose nothing: there is no file, or one with the same content."""
    if not path.exists():
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def put_back(path: Path, kept: Path | None) -> None:
    """After a failed ingestion, put the file that the library still has back under its path, or leave nothing there."""
    if kept is None:
        path.unlink(missing_ok=True)
        return
    unfinished = path.with_name(f".{uuid.uuid4().hex}.part")
    shutil.copyfile(kept, unfinished)
    unfinished.replace(path)
