"""Files broken on purpose: the sample reports and what packages bring, changed in ways that a number decides."""

import io
import random
import re
import site
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from pypdf import PdfReader, PdfWriter

CORPUS = Path(__file__).parents[3] / "corpus"
SUFFIXES = (".pdf", ".docx", ".html", ".md")
_LARGEST = 300_000
"""Bytes of a file to start from: small ones are quick, so that more can be tried."""
_PAGES = 2
_ODD_NUMBERS = (b"0", b"-1", b"1e99", b"65536", b"2147483648", b"99999999999999999999", b"0.0000001")
_ODD_PIECES = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"<",
        b"</",
        b"]]>",
        b"&#0;",
        b"&#xD800;",
        b"<![CDATA[",
    ),
    *(
        b"<table>" * 40,
        b"<!--",
        b"|" * 300,
        b"> " * 300,
        b"[" * 300,
        b"```\n",
        b"<div>" * 300,
        b"\r",
        b"\t" * 500,
    ),
    *(
        b"obj <<",
        b">> endobj",
        b"stream\n",
        b"endstream",
        b"/Kids [1 0 R]",
        b"/Length 0",
        b" Tf ",
        b" Tm ",
        b"((",
    ),
)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
Change = Callable[[random.Random, bytes], bytes]


def list_originals(*, with_packages: bool) -> list[tuple[str, bytes]]:
    """Suffix and bytes of each file to start from, in a fixed order; packages' files change with their versions."""
    folders = [CORPUS, *map(Path, site.getsitepackages() if with_packages else [])]
    found = []
    for folder in folders:
        paths = folder.glob("*") if folder == CORPUS else folder.rglob("*")
        for path in sorted(path for path in paths if path.suffix in SUFFIXES and path.is_file()):
            data = cut_pages(path.read_bytes()) if path.suffix == ".pdf" else path.read_bytes()
            if data and len(data) < _LARGEST:
                found.append((path.suffix, data))
    return found


def cut_pages(data: bytes) -> bytes:
    """The first pages of a PDF file, as a file."""
    writer, file = PdfWriter(), io.BytesIO()
    reader = PdfReader(io.BytesIO(data))
    for page in reader.pages[:_PAGES]:
        writer.add_page(page)
    writer.write(file)
    return file.getvalue()


def mutate(originals: list[tuple[str, bytes]], number: int) -> tuple[str, bytes]:
    """Suffix and bytes of the broken file of this number; each format has its turn."""
    dice = random.Random(number)
    suffix = SUFFIXES[number % len(SUFFIXES)]
    data = dice.choice([data for kind, data in originals if kind == suffix])
    inside = {".pdf": change_stream, ".docx": change_part}.get(suffix, change_bytes)
    for _ in range(dice.randint(1, 3)):
        data = dice.choice([inside, inside, inside, change_bytes])(dice, data)
    return suffix, data


def change_bytes(dice: random.Random, data: bytes) -> bytes:
    """One change of a kind, somewhere."""
    return dice.choice([flip, cut_end, cut_out, double, put_in, put_number])(dice, data)


def flip(dice: random.Random, data: bytes) -> bytes:
    """Change some bytes."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 20) if changed else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut_end(dice: random.Random, data: bytes) -> bytes:
    """Leave out the end."""
    return data[: dice.randint(0, len(data))]


def cut_out(dice: random.Random, data: bytes) -> bytes:
    """Leave out a part."""
    start, end = sorted(dice.randint(0, len(data)) for _ in range(2))
    return data[:start] + data[min(end, start + 2000) :]


def double(dice: random.Random, data: bytes) -> bytes:
    """Repeat a part, up to a few thousand times."""
    start = dice.randint(0, len(data))
    part = data[start : start + dice.randint(1, 400)]
    return data[:start] + part * dice.choice([2, 20, 2000]) + data[start:]


def put_in(dice: random.Random, data: bytes) -> bytes:
    """Put in what readers stumble over."""
    at = dice.randint(0, len(data))
    return data[:at] + dice.choice(_ODD_PIECES) * dice.choice([1, 1, 30]) + data[at:]


def put_number(dice: random.Random, data: bytes) -> bytes:
    """Put another number in the place of some."""
    share = dice.choice([0.001, 0.02])
    return re.sub(
        rb"\d++", lambda found: dice.choice(_ODD_NUMBERS) if dice.random() < share else found[0], data
    )


def change_stream(dice: random.Random, data: bytes) -> bytes:
    """Change what a compressed stream of a PDF file holds."""
    found = [match for match in _STREAM.finditer(data) if match[1][:1] == b"x"]
    if not found:
        return change_bytes(dice, data)
    stream = dice.choice(found)
    try:
        held = zlib.decompress(stream[1])
    except zlib.error:
        return change_bytes(dice, data)
    changed = zlib.compress(change_bytes(dice, held))
    return data[: stream.start(1)] + changed + data[stream.end(1) :]


def change_part(dice: random.Random, data: bytes) -> bytes:
    """Change what a part of a Word file holds."""
    changed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(changed, "w") as target:
            names = source.namelist()
            chosen = dice.choice([*names, *["word/document.xml"] * len(names)])
            for name, part in read_parts(source):
                target.writestr(name, change_bytes(dice, part) if name == chosen else part)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, RuntimeError, OSError):
        return change_bytes(dice, data)
    return changed.getvalue()


def read_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Each part with its name."""
    for name in package.namelist():
        yield name, package.read(name)
