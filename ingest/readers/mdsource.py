"""Markdown as people mean it: without comments, embedded pictures, attributes and tags that a page would not show.

Whatever has none of these stays as it is, to the letter.
"""

import html
import re
from collections.abc import Callable, Container, Iterable, Iterator

from ingest.layout.text.raised import put_raised
from ingest.readers.html import read_rows

EMBEDDED = re.compile(r"!\[[^\]\n]{0,500}\]\(\s*data:[^)\s]*\s*\)|data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=]*")
"""A picture as letters. It says nothing, and its letters would count as the report's."""
ATTRIBUTES = re.compile(r"^(#{1,6}[ \t][^\n{]*?)[ \t]*\{[#.:][^}\n]{0,300}\}[ \t]*$", re.MULTILINE)
"""What converters write behind a heading for its anchor: "## Trust {#trust .unnumbered}"."""
TYPESETTING = re.compile(r"(?<![ \t])[ \t]*+\\(?:newpage|pagebreak|clearpage)\b")
"""Orders to the program that sets the pages."""
ESCAPED = re.compile(r"\\([.,\"'$%_£€])(?=[^\s\\])|\\([\"'])")
"""What converters escape though it needs none: `£2\\.40`. An escaped point before a space may keep a list away."""
ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#\d{1,6});")
"""A character written by its name or number in HTML."""
INLINE_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|span|small|mark|font|sub|ins|center)(?:\s[^<>\n]{0,300})?>", re.IGNORECASE
)
"""Tags that change the look of words and not the words."""
NOTE = re.compile(r" {0,3}\[\^(?P<name>[^\]\s]{1,80})\]:[ \t]++(?=\S)")
"""What a note begins with."""
NOTE_MARK = re.compile(r"`+[^`\n]*`+|\[\^(?P<name>[^\]\s]{1,80})\]")
"""A mark of a note; or code inside a line, which has none."""
FENCE = re.compile(r" {0,3}(?P<fence>```|~~~)")
"""What code begins and ends with."""
DELETED = re.compile(r"<(del|s|strike)>[^<]{0,2000}</\1>", re.IGNORECASE)
"""Words that are struck out."""
RAISED = re.compile(r"(?P<before>[^\s<>]{0,40})<sup>(?P<raised>[^<]{0,40})</sup>", re.IGNORECASE)
"""Raised words and the word before them."""

Replacement = tuple[int, int, str]
"""Start and end of what goes, and what takes its place."""


def clean_markdown(text: str) -> str:
    """The text without what a page made of it would not show; tables in tags become tables of Markdown.

    It is as long as the source: where something is taken out, its line ends in as many spaces, so that offsets
    in later lines stay those of the file.
    """
    text = replace_padded(find_pairs(text, "<!--", "-->", lambda _: ""), text)
    text = replace_padded(find_pairs(text, "<table", "</table>", write_table), text)
    for mark, pattern, replacement in STEPS:
        if mark in text:
            matches = ((found.start(), found.end(), replacement(found)) for found in pattern.finditer(text))
            text = replace_padded(matches, text)
    return text


def find_pairs(text: str, opening: str, closing: str, replace: Callable[[str], str]) -> Iterator[Replacement]:
    """What stands between two marks, with what takes its place; in one walk, however many marks lack a pair."""
    first, last = (re.compile(re.escape(mark), re.IGNORECASE) for mark in (opening, closing))
    at = 0
    while (start := first.search(text, at)) and (end := last.search(text, start.end())):
        at = end.end()
        yield start.start(), at, replace(text[start.start() : at])


def replace_padded(replacements: Iterable[Replacement], text: str) -> str:
    """Each range replaced by something no longer, with spaces for the rest at the end of the line."""
    pieces: list[str] = []
    at = owed = 0
    for start, end, new in replacements:
        if len(new) <= end - start:
            owed = put_between(pieces, text[at:start], owed)
            pieces.append(new)
            owed += end - start - len(new)
            at = end
    put_between(pieces, text[at:] + "\n", owed)
    return "".join(pieces)[:-1]


def put_between(pieces: list[str], between: str, owed: int) -> int:
    """Add text that stays, with the spaces that are owed at its first line end; returns what is owed after it."""
    line, newline, rest = between.partition("\n")
    if not newline:
        pieces.append(line)
        return owed
    ending = "\r" if line.endswith("\r") else ""
    pieces += [line.removesuffix("\r"), " " * owed, ending, newline, rest]
    return 0


def take_notes(text: str) -> tuple[str, dict[str, int], list[tuple[int, str]]]:
    """Take marks of notes (`[^1]`) out of a text that has the notes themselves (`[^1]: ...`).

    Gives the text; where each note starts in it, by its name; and for each mark the end of the word before it, with
    the name of its note, in order. An empty line takes the place of the mark before a note. Code stays as it is.
    """
    rows = list(_list_rows(text))
    defined = {found["name"] for row, is_code in rows if not is_code and (found := NOTE.match(row))}
    if not defined:
        return text, {}, []
    notes, marks, pieces, length = dict[str, int](), list[tuple[int, str]](), list[str](), 0
    for row, is_code in rows:
        line, begins = row, None if is_code else NOTE.match(row)
        if begins and begins["name"] not in notes:
            notes[begins["name"]] = length + 1
            line = "\n" + row[begins.end() :]
        if not is_code:
            line, taken = _take_marks(line, defined)
            marks += ((length + at, name) for at, name in taken)
        pieces.append(line)
        length += len(line)
    return "".join(pieces), notes, marks


def _take_marks(line: str, defined: Container[str]) -> tuple[str, list[tuple[int, str]]]:
    words, at, marks = "", 0, list[tuple[int, str]]()
    for found in NOTE_MARK.finditer(line):
        if found["name"] in defined and line[: found.start()].strip():
            words += line[at : found.start()]
            marks.append((len(words.rstrip()), found["name"]))
            at = found.end()
    return words + line[at:], marks


def _list_rows(text: str) -> Iterator[tuple[str, bool]]:
    """The lines with their ends, and whether each is code between fences."""
    fence = ""
    for row in text.splitlines(keepends=True):
        found = FENCE.match(row)
        yield row, bool(fence or found)
        if found and not fence:
            fence = found["fence"]
        elif found and found["fence"].startswith(fence):
            fence = ""


def write_table(markup: str) -> str:
    """A table in tags as one of Markdown, its rows under its head."""
    return "\n".join(write_rows(read_rows(markup)))


def show_entity(found: re.Match[str]) -> str:
    """The character that an entity stands for."""
    return html.unescape(found[0]).replace("\u00a0", " ")


STEPS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("data:", EMBEDDED, lambda _: ""),
    ("{", ATTRIBUTES, lambda found: found[1]),
    ("\\", TYPESETTING, lambda _: ""),
    ("\\", ESCAPED, lambda found: found[1] or found[2]),
    ("<", DELETED, lambda _: ""),
    ("<", INLINE_TAG, lambda _: ""),
    ("<", RAISED, lambda found: put_raised(found["before"], found["raised"])),
    ("&", ENTITY, show_entity),
)
"""What is looked for where a text holds the sign before it, and what takes its place."""


def write_rows(rows: list[str]) -> list[str]:
    """Rows of cells between tabs, as rows of Markdown under their head."""
    cells = [row.replace("|", "\\|").split("\t") for row in rows]
    if not cells:
        return []
    width = max(map(len, cells))
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in cells]
    return [lines[0], "|" + " --- |" * width, *lines[1:]]
