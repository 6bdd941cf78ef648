"""Markdown: the text stays as it is in the file; markdown-it-py says which lines are what."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.readers.flow import ONE_PAGE, LineRange, find_contents, split_lines, trim_range
from ingest.readers.mdsource import clean_markdown, take_notes
from ingest.readers.mdtables import find_pipe_tables
from ingest.readers.text import decode, read_prose
from ingest.types import Block, Footnote, Reading

_PARSER = MarkdownIt("commonmark").enable("table")
_FRONT_MATTER = re.compile(r"---[ \t]*(?:\r\n?|\n)(.{0,4000}?)(?:\r\n?|\n)---[ \t]*(?=[\r\n]|$)", re.DOTALL)
"""What stands between two lines of dashes at the start of a file."""
_FIELD = re.compile(
    r"^(title|author|publisher|date|lang(?:uage)?)[ \t]*:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.M
)
"""The fields of front matter that are details of a report."""
_TAG = re.compile(r"<[^<>]*+>")
"""A tag of HTML."""
_CLOSING_MARKS = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*+$")
"""Marks that close a heading: "## Trust ##"."""
_QUOTED_GAP = re.compile(r"(?<![ \t])[ \t]*+(?:(?:\r\n?|\n)[ \t]*+>[ \t>]*+)++")
"""A line end inside a quotation with the mark of the next line."""
_CODE = ("fence", "code_block")
"""Kinds of token that hold code: between fences, or set in by four spaces."""


def read_markdown(data: bytes, path: Path) -> Reading:
    """Read Markdown; `Reading.text` is the decoded file, marks and line ends included.

    Its front matter becomes metadata, and what `clean_markdown` takes out is not in it.
    """
    source, warnings = decode(data, path)
    front = _FRONT_MATTER.match(source)
    metadata = _read_metadata(front[1]) if front else {}
    text, notes, marks = take_notes(clean_markdown(source[front.end() :].lstrip("\r\n") if front else source))
    blocks = tuple(_mark_contents(text, _join_quotations(text, _read_blocks(text))))
    starts = set(notes.values())
    blocks = tuple(
        Block(block.start, block.end, "footnote") if block.start in starts else block for block in blocks
    )
    ends = {block.start: block.end for block in blocks if block.role == "footnote"}
    footnotes = tuple(
        Footnote(at, notes[name], ends[notes[name]]) for at, name in marks if notes[name] in ends
    )
    tables = find_pipe_tables(text, blocks)
    return Reading("markdown", text, ONE_PAGE, blocks, None, metadata, warnings, footnotes, tables)


def _read_metadata(front: str) -> dict[str, str]:
    found = _FIELD.findall(front.replace("\r", "\n"))
    fields = {
        name.lower(): value.removeprefix("[").removesuffix("]") for name, value in found
    }  # lists of names
    if "lang" in fields:
        fields["language"] = fields.pop("lang")
    return fields


def _read_blocks(text: str) -> Iterator[Block]:
    """The blocks, in order."""
    lines = split_lines(text)
    tokens = _PARSER.parse(text)
    lists, quotes, opened = 0, 0, False
    for position, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"):
            lists += token.nesting
        elif token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type == "list_item_open":
            opened = True
        elif token.map:
            found = list(_read_leaf(text, lines, token, tokens[position - 1], lists if opened else 0, quotes))
            opened = opened and not found
            yield from found


def _join_quotations(text: str, blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, the paragraphs of one quotation made one."""
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        goes_on = last is not None and last.role == block.role == "quotation"
        if last and goes_on and _QUOTED_GAP.fullmatch(text, last.end, block.start):
            whole[-1] = Block(last.start, block.end, "quotation")
        else:
            whole.append(block)
    return whole


def _read_leaf(
    text: str, lines: list[LineRange], token: Token, parent: Token, depth: int, quotes: int
) -> Iterator[Block]:
    """The blocks of one token; `depth` is that of the list item which this token opens, 0 elsewhere."""
    own = lines[slice(*(token.map or (0, 0)))]
    if token.type == "tr_open":
        yield Block(*trim_range(text, own[0].start, own[0].end), "table_row")
    elif token.type in _CODE:
        yield from _code(text, own, fenced=token.type == "fence")
    elif token.type == "html_block" and _TAG.sub("", token.content).strip():
        yield Block(*trim_range(text, own[0].start, own[-1].end), "paragraph")
    elif token.type == "inline" and parent.type in ("heading_open", "paragraph_open"):
        yield from _read_inline(text, own, token, parent, depth, quotes)


def _read_inline(
    text: str, own: list[LineRange], token: Token, parent: Token, depth: int, quotes: int
) -> Iterator[Block]:
    if parent.markup.startswith("#"):
        own = [LineRange(own[0].start, own[0].start + len(_CLOSING_MARKS.sub("", text[slice(*own[0])])))]
    start = _find_first_word(text, own[0], token.content)
    end = trim_range(text, start, own[-1].end)[1]
    if start >= end:
        return
    if parent.type == "heading_open":
        yield Block(start, end, "heading", int(parent.tag[1]))
    elif quotes:
        yield Block(start, end, "quotation")
    elif depth:
        yield Block(start, end, "bullet", depth)
    else:
        yield from read_prose(text, [LineRange(start, own[0].end), *own[1:]])


def _find_first_word(text: str, line: LineRange, content: str) -> int:
    """Where the content of a block begins on its first line: markers only ever stand before it."""
    first = split_lines(content)[0]
    return trim_range(text, line.start, line.end)[1] - len(content[: first.end].rstrip())


def _code(text: str, own: list[LineRange], *, fenced: bool) -> Iterator[Block]:
    closed = fenced and len(own) > 1 and text[own[-1].start : own[-1].end].strip(" \t>") in ("```", "~~~")
    inner = own[1 : len(own) - closed] if fenced else own
    if inner and text[inner[0].start : inner[-1].end].strip():
        yield Block(*trim_range(text, inner[0].start, inner[-1].end), "paragraph")


def _mark_contents(text: str, blocks: list[Block]) -> list[Block]:
    contents = find_contents([(block.role, text[block.start : block.end]) for block in blocks])
    return [
        Block(_find_line_start(text, block.start), block.end, "contents") if row in contents else block
        for row, block in enumerate(blocks)
    ]


def _find_line_start(text: str, position: int) -> int:
    """Where the line begins, marks included: nothing of a table of contents is left over."""
    newline = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position))
    return trim_range(text, newline + 1, position + 1)[0]
