"""HTML: the main content of a page, without what surrounds it (navigation, scripts, feet)."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString, ProcessingInstruction

from ingest.errors import UnreadableFile
from ingest.language.wordlists import word_set
from ingest.layout.text.raised import put_raised
from ingest.readers.flow import ONE_PAGE, FlowBlock, RowShape, assemble_text, find_contents, find_tables
from ingest.readers.htmlchrome import find_content
from ingest.readers.htmlnotes import mark_notes
from ingest.readers.notemarks import NOTE_MARK, take_marks
from ingest.readers.text import decode
from ingest.types import Reading, Role

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = word_set(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption"
    " figure footer header hr html li main ol p pre section summary table tbody td tfoot th thead tr"
    " ul"
) | frozenset(_HEADINGS)
_ROLES: dict[str, Role] = {"figcaption": "caption", "caption": "caption", "dd": "bullet"}
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
"""Blanks that show as one."""
_AROUND_BREAK = re.compile(r"(?<! ) *+\n *+")
"""Blanks at the ends of lines, which do not show."""
_HEAD = 1024
"""Bytes in which two bytes a character show."""
_WIDEST_SPAN = 50
"""Columns or rows; more is a slip that would fill memory."""
_DEEPEST = 150
"""Tags inside each other; pages for reading have up to 40. The work grows with it, and Python's stack ends at 300."""
_BREAK = "\x0b"
"""Stands for a `<br>` until the white space of the source is gone."""
_KEPT_SPACE = "\x0e"
"""Stands for a space of preformatted text."""
_PRINT_IT = "Open it in a browser and save or print it as PDF."
_META = {
    "author": ("author", "dc.creator", "article:author", "citation_author"),
    "date": ("date", "dc.date", "dcterms.date", "article:published_time", "citation_publication_date"),
    "publisher": ("publisher", "dc.publisher", "og:site_name"),
    "title": ("og:title", "dc.title", "citation_title"),
}


def read_html(data: bytes, path: Path) -> Reading:
    """Read a page; the text is put together from its blocks, in the order of the file."""
    # Two bytes a character without a mark: whatever the page says of its encoding is not so.
    soup = BeautifulSoup(decode(data, path)[0] if b"\0" in data[:_HEAD] else data, "lxml")
    if _measure_depth(soup) > _DEEPEST:
        explanation = "Its elements are nested hundreds deep, as no page made for reading is."
        raise UnreadableFile(path, "corrupt", explanation, _PRINT_IT)
    metadata, parts = _read_metadata(soup), _find_blocks(soup)
    if not parts:
        explanation = "The page has no text of its own; it may be drawn by a script."
        raise UnreadableFile(path, "empty", explanation, _PRINT_IT)
    unmarked = take_marks(parts)
    text, blocks = assemble_text(unmarked.parts)
    tables = find_tables(unmarked.parts, text, blocks)
    footnotes = unmarked.join(blocks)
    return Reading("html", text, ONE_PAGE, blocks, None, metadata, footnotes=footnotes, tables=tables)


def _measure_depth(soup: BeautifulSoup) -> int:
    """How many tags the deepest one stands in."""
    depths: dict[int, int] = {}
    for tag in soup.find_all(name=True):
        depths[id(tag)] = 1 + depths.get(id(tag.parent), 0)
    return max(depths.values(), default=0)


def _find_blocks(soup: BeautifulSoup) -> list[FlowBlock]:
    mark_notes(soup)
    found = _read_parts(find_content(soup), "paragraph", 0)
    parts = [part for part in found if NOTE_MARK.sub("", part.text).strip()]
    parts = [FlowBlock("footnote", part.text) if NOTE_MARK.match(part.text) else part for part in parts]
    contents = find_contents([(part.role, part.text) for part in parts])
    return [FlowBlock("contents", part.text) if row in contents else part for row, part in enumerate(parts)]


def _read_metadata(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    if soup.title and soup.title.get_text(strip=True):
        found["title"] = _tidy_spaces(soup.title.get_text())
    named = {
        str(meta.get("name") or meta.get("property")).lower(): str(meta.get("content") or "").strip()
        for meta in soup.find_all("meta")
    }
    for key, names in _META.items():
        value = next((named[name] for name in names if named.get(name)), "")
        if value:
            found.setdefault(key, value)
    language = soup.html.get("lang") if soup.html else None
    if language:
        found["language"] = str(language)
    return found


def _read_parts(tag: Tag, role: Role, depth: int) -> Iterator[FlowBlock]:
    """The blocks under a tag; text that stands between blocks is a block with the role of what it is in."""
    inline = ""
    for child in tag.children:
        if isinstance(child, Tag) and child.name in _BLOCKS:
            yield FlowBlock(role, _tidy_spaces(inline), depth)
            inline = ""
            yield from _read_block(child, role, depth)
            role, depth = ("paragraph", 0) if role == "bullet" else (role, depth)
        elif isinstance(child, Tag) and _holds_block(child):
            yield FlowBlock(role, _tidy_spaces(inline), depth)
            inline = ""
            yield from _read_parts(child, role, depth)
        else:
            inline = _append(inline, child)
    yield FlowBlock(role, _tidy_spaces(inline), depth)


def _holds_block(tag: Tag) -> bool:
    # Not `find`: it tries every name of the set on every tag, which costs minutes where inline tags are nested deep.
    return any(isinstance(each, Tag) and each.name in _BLOCKS for each in tag.descendants)


def _read_block(tag: Tag, role: Role, depth: int) -> Iterator[FlowBlock]:
    if tag.name in _HEADINGS:
        yield FlowBlock("heading", _tidy_spaces(_read_inline(tag)), _HEADINGS[tag.name])
    elif tag.name == "pre":
        yield FlowBlock("paragraph", _tidy_spaces(_read_inline(tag)))
    elif tag.name == "blockquote":
        yield FlowBlock("quotation", _join_quotation(tag))
    elif tag.name in ("ul", "ol"):
        yield from _list(tag, depth)
    elif tag.name == "table" and tag.find(["table", *_HEADINGS]) is None:
        yield from _read_table(tag)
    elif tag.name == "p" and role == "bullet":
        yield FlowBlock("bullet", _tidy_spaces(_read_inline(tag)), depth)
    else:
        yield from _read_parts(tag, _ROLES.get(tag.name, role), depth or int(tag.name == "dd"))


def _list(tag: Tag, depth: int) -> Iterator[FlowBlock]:
    items = tag.find_all("li", recursive=False)
    if len(items) > 2 and all(_is_local_link(item) for item in items):
        yield from (FlowBlock("contents", _tidy_spaces(item.get_text(" "))) for item in items)
        return
    for child in tag.find_all(name=True, recursive=False):
        yield from (
            _list(child, depth + 1) if child.name in ("ul", "ol") else _read_parts(child, "bullet", depth + 1)
        )


def _is_local_link(item: Tag) -> bool:
    links = item.select('a[href^="#"]')
    linked = sum(len(link.get_text(strip=True)) for link in links)
    return bool(links) and linked >= 0.8 * len(item.get_text(strip=True))


def read_rows(markup: str) -> list[str]:
    """The rows of a table in tags, their cells between tabs."""
    table = BeautifulSoup(markup, "lxml").find("table")
    return (
        [part.text for part in _read_table(table) if part.role == "table_row"]
        if isinstance(table, Tag)
        else []
    )


def _read_table(tag: Tag) -> Iterator[FlowBlock]:
    if tag.caption:
        yield FlowBlock("caption", _tidy_spaces(_read_inline(tag.caption)))
    spans: dict[int, int] = {}
    marked = tag.find(["th", "thead"]) is not None
    starts = True
    for row in tag.find_all("tr"):
        cells: list[str] = []
        merged: dict[int, tuple[int, int]] = {}
        for cell in row.find_all(["td", "th"]):
            _skip_spans(cells, spans)
            wide, deep = _read_span(cell, "colspan"), _read_span(cell, "rowspan")
            merged[len(cells)] = deep, wide
            spans.update(dict.fromkeys(range(len(cells), len(cells) + wide), deep - 1))
            cells += [_tidy_spaces(_read_cell(cell)).replace("\t", " "), *[""] * (wide - 1)]
        _skip_spans(cells, spans)
        text = "\t".join(cells).rstrip("\t")
        yield FlowBlock("table_row", text, shape=RowShape(starts, _is_head(row) if marked else None, merged))
        starts = starts and not text


def _is_head(row: Tag) -> bool:
    """Whether all cells of a row name columns."""
    in_head = row.parent is not None and row.parent.name == "thead"
    return in_head or all(cell.name == "th" for cell in row.find_all(["td", "th"]))


def _skip_spans(cells: list[str], spans: dict[int, int]) -> None:
    """Leave a place empty where a cell of a row above reaches down into this one."""
    while spans.get(len(cells), 0) > 0:
        spans[len(cells)] -= 1
        cells.append("")


def _read_span(cell: Tag, name: str) -> int:
    """Over how many rows or columns a cell reaches."""
    value = str(cell.get(name) or "1")
    return min(int(value), _WIDEST_SPAN) if value.isdigit() and int(value) else 1


def _read_cell(cell: Tag) -> str:
    """A cell's text, with a space between the blocks in it."""
    return " ".join(part.text for part in _read_parts(cell, "paragraph", 0) if part.text)


def _join_quotation(tag: Tag) -> str:
    """The blocks under a tag as lines of one block."""
    return "\n".join(part.text for part in _read_parts(tag, "quotation", 0) if part.text)


def _read_inline(node: object) -> str:
    if isinstance(node, (Comment, Doctype, ProcessingInstruction)):
        return ""
    if isinstance(node, NavigableString):
        return str(node)
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return _BREAK
    if node.name == "pre":
        return node.get_text().strip("\n").replace("\n", _BREAK).replace(" ", _KEPT_SPACE)
    inner = ""
    for child in node.children:
        inner = _append(inner, child)
    return inner


def _append(before: str, node: object) -> str:
    """Text that goes on with what a node holds; marks of notes are left out."""
    text = _read_inline(node)
    return put_raised(before, text) if isinstance(node, Tag) and node.name == "sup" else before + text


def _tidy_spaces(text: str) -> str:
    spaced = _AROUND_BREAK.sub("\n", _SPACE.sub(" ", text).replace(_BREAK, "\n")).strip()
    return spaced.replace(_KEPT_SPACE, " ")
