"""What decides the contents of a record: source files and the versions of libraries, as one digest."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_DECIDING = (
    "types.py", "readers", "layout", "language", "meaning", "embedding/local.py", "embedding/pooling.py",
    "embedding/provider.py", "index/keywords.py", "index/lexicon.py", "index/packing.py", "index/record.py",
    "index/tables.py", "index/wording.py",
)  # fmt: skip
"""Rooms and modules of this package that decide what a record holds."""
_READ_AND_EMBED = (
    "pypdf", "pypdfium2", "python-docx", "beautifulsoup4", "lxml", "markdown-it-py", "charset-normalizer",
    "pycountry", "py3langid", "PyStemmer", "bm25s", "langchain-text-splitters", "sentence-transformers",
    "transformers", "torch",
)  # fmt: skip
"""Libraries whose version may change what a record holds."""


def digest_code(root: Path = _ROOT, versions: Mapping[str, str] | None = None) -> str:
    """Digest of the source files under `root` and of the versions of the libraries that decide what a record holds.

    `versions` are those that are installed, where none are given.
    """
    digest = hashlib.sha256()
    for path in list_deciding_files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for name, number in (versions or list_deciding_versions()).items():
        digest.update(f"{name}=={number}\0".encode())
    return digest.hexdigest()[:16]


def list_deciding_files(root: Path = _ROOT) -> tuple[Path, ...]:
    """The source files that decide what a record holds, in the order in which they are digested."""
    rooms = [root / name for name in _DECIDING]
    found = {path for room in rooms for path in (room.rglob("*.py") if room.is_dir() else (room,))}
    return tuple(sorted(found))


def list_deciding_versions() -> dict[str, str]:
    """The installed versions of the libraries that decide what a record holds."""
    return {name: version(name) for name in _READ_AND_EMBED}
