"""Plain text: the encoding, and the structure that people give to text without markup."""

import codecs
import contextlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.errors import UnreadableFile
from ingest.readers.flow import ONE_PAGE, LineRange, find_contents, join_lines, split_lines, trim_range
from ingest.types import Block, Reading

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKER = re.compile(
    r"([ \t]{0,80}+)(?:[•●▪■◦‣∙·*+\-–—\uf0b7\uf0a7]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]++(?=\S)"
)
"""What marks an item: a bullet, a number of up to two figures or a letter, then a blank."""
_WIKI_HEADING = re.compile(
    r"[ \t]{0,80}+(=(?: ?=){0,5}) {0,9}([^=\s](?:[^=\n]{0,200}[^=\s])?) {0,9}(?:= ?){1,6}[ \t]*+"
)
"""A heading between equals signs, as wikis write it; its level is their number."""
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,6})\.?[ \t]{1,20}[^\W\d_]")
"""A heading that begins with the number of its section."""
_UNDERLINE = re.compile(r"(?<![=-])[ \t]{0,80}+(={3,}+|-{3,}+)[ \t]*+")
"""A line of equals signs or dashes under a heading."""
_LONGEST_HEADING = 80
"""Characters; a longer line is a sentence."""
_WESTERN = ("cp1252", "mac_roman", "cp1250", "latin_1")
"""In the order in which they are preferred where none fits better."""
_ENCODINGS = (*_WESTERN, "cp1251")
_REST_AS_CP1252 = "walkalong-rest-as-cp1252"
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
"""Bytes that are one letter in UTF-8 and two or three odd ones in older encodings."""
_LIKELY = re.compile(r"[£€]\d|[“‘][A-Za-z]|[A-Za-z.,!?][”’]|[a-z][à-öø-ÿ][a-z]?| [–—] ")
"""What text has where its encoding is read right: money, quotation marks, accents inside words, dashes."""
_UNLIKELY = re.compile(
    r"[\x80-\x9f]|[ŁŘŕřšťžąęľ](?=\d|[a-z])|[a-z][À-ÖØ-ÞŠŒŽ]|[¤¦§¨¬¯´¸ˇ˘]\w|\w[ÒÓÔÕ]|[^\W\d_a-zA-Z]{4}"
)
"""What only wrong readings have: signs of currency as letters, capitals or accents inside words."""
"""Letters that Western reports hardly have, or not in such company."""


def read_text(data: bytes, path: Path) -> Reading:
    """Read plain text; `Reading.text` is the decoded file, unchanged (line ends too)."""
    text, warnings = decode(data, path)
    blocks = read_blocks(text)
    contents = find_contents([(block.role, text[block.start : block.end]) for block in blocks])
    marked = (
        Block(block.start, block.end, "contents") if row in contents else block
        for row, block in enumerate(blocks)
    )
    return Reading("text", text, ONE_PAGE, tuple(marked), None, {}, warnings)


def decode(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    """The text, and a warning where the encoding had to be guessed."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data, name, path), ()
    if b"\0" in data:
        return _decode_as(data, _guess_utf16_order(data), path), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _guess(data, path)


def read_blocks(text: str) -> list[Block]:
    """Headings, bullets and paragraphs, in order; ranges leave out markers, underlines and blanks."""
    blocks: list[Block] = []
    paragraphs = list(_split_paragraphs(text))
    for before, lines, after in zip([[], *paragraphs], paragraphs, [*paragraphs[1:], []], strict=False):
        blocks.extend(_read_paragraph(text, lines, (before, after)))
    return blocks


def read_prose(text: str, lines: Sequence[LineRange]) -> Iterator[Block]:
    """Blocks of lines without list markers: headings between equals signs, wrapped prose, single lines."""
    pending: list[LineRange] = []
    for line in lines:
        heading = _WIKI_HEADING.fullmatch(text, line.start, line.end)
        if heading is None:
            pending.append(line)
            continue
        yield from _join_blocks(text, pending)
        pending = []
        yield Block(heading.start(2), heading.end(2), "heading", heading[1].count("="))
    yield from _join_blocks(text, pending)


def _decode_as(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            path,
            "corrupt",
            f"It says it is {encoding.upper()} text, but byte {error.start} does not fit.",
            "Save it again as UTF-8 text.",
        ) from error


def _guess_utf16_order(data: bytes) -> str:
    return "utf-16-le" if data[1::2].count(0) >= data[0::2].count(0) else "utf-16-be"


def _guess(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    if _MULTIBYTE.search(data):  # most of it is UTF-8; the rest was pasted from elsewhere
        warning = "The file is not all UTF-8; the rest was read as Windows-1252. Check letters with accents."
        return data.decode("utf-8", errors=_REST_AS_CP1252), (warning,)
    best = from_bytes(data, cp_isolation=list(_ENCODINGS)).best()
    if best is None:
        raise UnreadableFile(
            path, "unknown_format", "Its text has no known encoding.", "Save it again as UTF-8 text."
        )
    encoding = _choose_western(data) if best.encoding in _WESTERN else best.encoding
    warning = f"The file is not UTF-8; it was read as {encoding}. Check letters with accents."
    return data.decode(encoding), (warning,)


def _choose_western(data: bytes) -> str:
    """The encoding in which signs of money stand before figures, quotation marks at words, letters in words.

    Counting letters alone can't part Windows-1252 from 1250, where £ is Ł and ø is ř.
    """
    found = {}
    for encoding in _WESTERN:
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            found[encoding] = len(_LIKELY.findall(text)) - len(_UNLIKELY.findall(text))
    return max(found, key=lambda encoding: found[encoding])


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """What `bytes.decode` puts in place of bytes that are not UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(_REST_AS_CP1252, _as_cp1252)


def _split_paragraphs(text: str) -> Iterator[list[LineRange]]:
    lines: list[LineRange] = []
    for line in split_lines(text):
        if text[line.start : line.end].strip():
            lines.append(line)
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _read_paragraph(
    text: str, lines: list[LineRange], neighbours: tuple[list[LineRange], list[LineRange]]
) -> Iterator[Block]:
    heading = _read_heading(text, lines, neighbours)
    if heading:
        yield heading
        lines = lines[2:]
    markers = _find_marked_rows(text, lines)
    if not markers:
        yield from read_prose(text, lines)
        return
    yield from read_prose(text, lines[: markers[0]])
    for row, end in zip(markers, [*markers[1:], len(lines)], strict=True):
        yield _read_bullet(text, lines[row:end], lines[markers[0]])


def _find_marked_rows(text: str, lines: list[LineRange]) -> list[int]:
    """The lines that start an item. Inside a paragraph a number does so only where it counts on, or starts at 1.

    A sentence whose number happens to stand at a line's start ("... was set at / 45. Most ...") stays whole.
    """
    rows: list[int] = []
    last = 0
    for row, line in enumerate(lines):
        marker = _MARKER.match(text, line.start, line.end)
        number = re.search(r"\d+", marker[0]) if marker else None
        if marker and (number is None or row == 0 or int(number[0]) in (1, last + 1)):
            rows.append(row)
            last = int(number[0]) if number else last
    return rows


def _read_bullet(text: str, lines: list[LineRange], first: LineRange) -> Block:
    marker = _MARKER.match(text, lines[0].start, lines[0].end)
    outermost = _MARKER.match(text, first.start, first.end)
    start = marker.end() if marker else lines[0].start
    deeper = marker is not None and outermost is not None and len(marker[1]) > len(outermost[1]) + 1
    return Block(start, trim_range(text, start, lines[-1].end)[1], "bullet", 2 if deeper else 1)


def _join_blocks(text: str, lines: list[LineRange]) -> Iterator[Block]:
    if not lines:
        return
    for group in join_lines(text, lines):
        yield Block(*trim_range(text, group[0].start, group[-1].end), "paragraph")


def _read_heading(
    text: str, lines: list[LineRange], neighbours: tuple[list[LineRange], list[LineRange]]
) -> Block | None:
    """A heading has its paragraph to itself (or is underlined), is short, and in capitals or numbered."""
    start, end = trim_range(text, *lines[0])
    words = text[start:end]
    if len(words) > _LONGEST_HEADING or not any(letter.isalpha() for letter in words):
        return None
    if len(lines) > 1:
        underline = _UNDERLINE.fullmatch(text, *lines[1])
        return Block(start, end, "heading", 1 if "=" in underline[1] else 2) if underline else None
    if not neighbours[1] or words[-1] in ".,;:!?":
        return None
    depth = _measure_number_depth(text, lines)
    if depth and all(_measure_number_depth(text, other) != depth for other in neighbours):
        return Block(start, end, "heading", depth)
    if words.isupper() and sum(letter.isalpha() for letter in words) > 3:
        return Block(start, end, "heading", 1)
    return None


def _measure_number_depth(text: str, lines: list[LineRange]) -> int:
    """1 for "2. Title", 2 for "2.1 Title"; 0 without a number, or where it is more than a line."""
    numbered = _NUMBERED.match(text[slice(*lines[0])].lstrip()) if len(lines) == 1 else None
    return numbered[1].count(".") + 1 if numbered else 0
