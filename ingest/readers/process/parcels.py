"""What crosses the pipe from the reading process: JSON and plain arrays, nothing that runs when it is opened.

A parcel is one line of JSON, then, for formats with pages, the words' arrays as a NumPy archive. The parent
checks all of it, as a file may have taken the reading process over.
"""

import io
import json
import zipfile
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from ingest.errors import UnreadableFile
from ingest.layout.tables.assemble import MOST_COLUMNS
from ingest.types import Block, Footnote, Format, Page, Reading, Table, Words

DTYPES = {"start": np.int32, "end": np.int32, "page": np.int32, "box": np.float32}
EDGES = 4
"""Numbers of a box: left, top, right, bottom."""


class BrokenParcel(ValueError):
    """What came is no parcel, or holds what no reader makes."""


class PackedReading(BaseModel):
    """A `Reading` without the places of its words."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["reading"] = "reading"
    format: Format
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    metadata: dict[str, str]
    warnings: tuple[str, ...]
    footnotes: tuple[Footnote, ...] = ()
    tables: tuple[Table, ...]


class PackedRefusal(BaseModel):
    """An `UnreadableFile` without its path, which the parent knows; `memory` where memory ran out."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["refusal"] = "refusal"
    reason: str
    explanation: str
    remedy: str


class OutOfMemory(BaseModel):
    """Reading took more memory than it may."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["memory"] = "memory"


PACKED: dict[str, type[PackedReading | PackedRefusal | OutOfMemory]] = {
    "reading": PackedReading,
    "refusal": PackedRefusal,
    "memory": OutOfMemory,
}


def pack_outcome(outcome: Reading | UnreadableFile | MemoryError) -> bytes:
    """What came of reading a file, as bytes."""
    match outcome:
        case Reading():
            head = PackedReading(
                format=outcome.format,
                text=outcome.text,
                pages=outcome.pages,
                blocks=outcome.blocks,
                metadata=outcome.metadata,
                warnings=outcome.warnings,
                footnotes=outcome.footnotes,
                tables=outcome.tables,
            )
            return head.model_dump_json().encode() + b"\n" + pack_words(outcome.words)
        case UnreadableFile():
            refusal = PackedRefusal(
                reason=outcome.reason, explanation=outcome.explanation, remedy=outcome.remedy
            )
            return refusal.model_dump_json().encode() + b"\n"
        case MemoryError():
            return OutOfMemory().model_dump_json().encode() + b"\n"


def pack_words(words: Words | None) -> bytes:
    """The arrays as an archive, nothing for no words."""
    archive = io.BytesIO()
    if words:
        np.savez(archive, start=words.start, end=words.end, page=words.page, box=words.box)
    return archive.getvalue()


def unpack_outcome(parcel: bytes, path: Path) -> Reading | UnreadableFile | MemoryError:
    """What came of reading the file at `path`; raises `BrokenParcel` for whatever no reader makes."""
    head, _, archive = parcel.partition(b"\n")
    try:
        kind = json.loads(head)["kind"]
        packed = PACKED[kind].model_validate_json(head)
        match packed:
            case PackedReading():
                words = unpack_words(archive, len(packed.text)) if archive else None
                reading = Reading(
                    packed.format,
                    packed.text,
                    packed.pages,
                    packed.blocks,
                    words,
                    packed.metadata,
                    packed.warnings,
                    packed.footnotes,
                    packed.tables,
                )
                check_ranges(reading)
                return reading
            case PackedRefusal():
                return UnreadableFile(path, packed.reason, packed.explanation, packed.remedy)
            case OutOfMemory():
                return MemoryError()
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        message = f"The reading process sent no reading ({error})."
        raise BrokenParcel(message) from error


def unpack_words(archive: bytes, characters: int) -> Words:
    """The arrays of words; raises `ValueError` for arrays of another shape, type or size."""
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        largest = 1000 + characters * EDGES * np.dtype(np.float32).itemsize
        if any(member.file_size > largest for member in package.infolist()):
            message = "arrays longer than the text"
            raise ValueError(message)
    arrays = dict(np.load(io.BytesIO(archive), allow_pickle=False))
    rows = len(arrays["start"])
    for name, dtype in DTYPES.items():
        shape = (rows, EDGES) if name == "box" else (rows,)
        if arrays[name].dtype != dtype or arrays[name].shape != shape:
            message = f"{name} of type {arrays[name].dtype} and shape {arrays[name].shape}"
            raise ValueError(message)
    return Words(arrays["start"], arrays["end"], arrays["page"], arrays["box"])


def check_ranges(reading: Reading) -> None:
    """Raise `ValueError` for blocks, cells or words outside the text, their tables or the file's pages."""
    cells = [cell for table in reading.tables for cell in table.cells]
    ranges = [(block.start, block.end) for block in reading.blocks]
    ranges += [(note.start, note.end) for note in reading.footnotes]
    ranges += [(note.at, note.at) for note in reading.footnotes]
    ranges += [(cell.start, cell.end) for cell in cells]
    ranges += [table.caption for table in reading.tables if table.caption]
    pages = [page.number for page in reading.pages]
    fits = all(0 <= start <= end <= len(reading.text) for start, end in ranges)
    fits = fits and all(map(has_right_shape, reading.tables))
    if (words := reading.words) is not None:
        starts_fit = (words.start >= 0) & (words.start <= words.end) & (words.end <= len(reading.text))
        fits = fits and bool(np.all(starts_fit & np.isin(words.page, pages)) and np.isfinite(words.box).all())
    if not fits:
        message = "offsets outside the text or the pages"
        raise ValueError(message)


def has_right_shape(table: Table) -> bool:
    """Whether a table's cells lie inside its rows, and its columns are as many as a table may have."""
    rows = 1 + max((cell.row for cell in table.cells), default=-1)
    return 0 <= table.heads < rows and all(
        cell.row >= 0
        and 1 <= cell.down <= rows - cell.row
        and cell.column >= 0
        and 1 <= cell.across <= MOST_COLUMNS - cell.column
        for cell in table.cells
    )
