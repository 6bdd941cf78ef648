"""Reading a draft: pasted text or a file becomes paragraphs of sentences."""

from pathlib import Path

from ingest.errors import InvalidRequest
from ingest.language.detect import find_language, name_language
from ingest.language.sentences import split_sentences
from ingest.readers.markdown import read_markdown
from ingest.readers.process.child import read_in_child
from ingest.readers.text import read_text
from ingest.settings import IndexSettings
from ingest.types import Block, Reading, Role
from service.draft.types import DraftParagraph, DraftText, ParagraphKind

_KINDS: dict[Role, tuple[ParagraphKind, str]] = {
    "heading": ("heading", "It is a heading."),
    "paragraph": ("paragraph", ""),
    "quotation": ("paragraph", ""),
    "bullet": ("bullet", ""),
    "table_row": ("aside", "It is a row of a table, and only sentences are checked."),
    "caption": ("aside", "It is a caption."),
    "footnote": ("aside", "It is a footnote; the sources that it names are not followed."),
    "contents": ("aside", "It belongs to a list of contents."),
    "chart": ("aside", "It belongs to a chart."),
}
_MARKDOWN_SIGNS = ("# ", "## ", "### ", "#### ", "**")
"""What a line of pasted Markdown may begin with, and a line of plain text hardly does."""


def read_pasted(text: str) -> DraftText:
    """Read a pasted draft. Raises InvalidRequest for a draft without words or in another language."""
    is_markdown = any(line.lstrip().startswith(_MARKDOWN_SIGNS) for line in text.splitlines())
    reader = read_markdown if is_markdown else read_text
    return _make_draft(reader(text.encode(), Path("draft")))


def read_draft_file(path: Path, settings: IndexSettings) -> DraftText:
    """Read a draft from a file, in a separate process; tracked changes count as accepted.

    Raises UnreadableFile, and InvalidRequest for a draft without words or in another language.
    """
    return _make_draft(read_in_child(path, settings))


def _make_draft(reading: Reading) -> DraftText:
    paragraphs = tuple(
        paragraph for block in reading.blocks if (paragraph := _make_paragraph(reading.text, block)).sentences
    )
    if not paragraphs:
        message = "There is no text in the draft. Paste a paragraph, or choose a file that has some."
        raise InvalidRequest(message)
    words = "\n".join(reading.text[block.start : block.end] for block in reading.blocks)
    language = find_language(words)
    if language not in (None, "en"):
        message = f"The draft is in {name_language(str(language))}; only English drafts can be checked."
        raise InvalidRequest(message)
    return DraftText(paragraphs, reading.warnings)


def _make_paragraph(text: str, block: Block) -> DraftParagraph:
    kind, why = _KINDS[block.role]
    sentences = (
        " ".join(text[start:end].split()) for start, end in split_sentences(text, block.start, block.end)
    )
    return DraftParagraph(kind, tuple(each for each in sentences if any(map(str.isalnum, each))), why)
