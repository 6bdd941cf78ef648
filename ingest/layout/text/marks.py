"""What the first or last words of a line say about it: items of lists, contents lines, captions, notes."""

import re

from ingest.layout.parts import TextLine
from ingest.layout.text.glyphs import is_bullet

ITEM_NUMBER = re.compile(r"^(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]|\(\d{1,2}\))$")
"""The number of an item by itself: `1.`, `a)`, `(3)`, `iv.`. Three digits are years and sums."""
SECTION_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[A-Z]\.|[IVX]{1,5}\.)$")
"""The number of a section by itself: `2.1`, `B.`, `IV.`; what has more than five parts is no section."""
DOTS = r"(?<![.…])(?<![.…]\s)(?:[.…]\s?)"
LEADERS = re.compile(rf"{DOTS}{{4,}}+\s*+(?:\d{{1,3}}|[ivxlc]{{1,6}})$|{DOTS}{{8,}}+$")
"""Four dots or more before a page number, or eight at the end: three are an ellipsis."""
PAGE_TAIL = re.compile(r"[-–—,]\s*(?:page|p\.?)\s*\d+$", re.IGNORECASE)
"""How contents lines without leaders name their page."""
NUMBER_TAIL = re.compile(r"\s(?:\d{1,3}|[ivxlc]{1,6})$")
"""A page number at the end of a line, in figures or small Roman ones."""
CAPTION = re.compile(
    r"^(?i:figure|fig\.|table|chart|box|graph|map|diagram|exhibit|tableau|graphique|encadré|carte|photo)"
    r"(?:\s*\d+(?:\.\d+)*|\s+(?:[A-Z]|[IVX]+)\b)\s*(?P<stop>[.:–—|-])?"
)
"""The label of a figure or table in English and French, with its number; `stop` parts it from its words."""
NOTE_MARK = re.compile(r"^(?:\[?\d{1,3}\]?|[*†‡§]{1,3})(?=\D|$)")
"""What a note begins with: a number of up to three figures, or signs; not the start of a longer number."""
SENTENCE_END = re.compile(r"[.!?:;][\"'”’»)\]]*\d{0,3}$")
"""Marks that end a sentence or open a list, maybe in quotation marks and with the mark of a note."""
BYLINE = re.compile(r"^(?:authors?|by|prepared by|written by|auteurs?|autore?s?)\s*[:\s]", re.IGNORECASE)
"""What stands before names of authors on covers, in English, French and Italian."""
NUMBERED_LABEL = re.compile(
    r"^(?:\S+\s+){0,3}?[^\W\d]{4,}\s*(?:#|n°|no\.?)?\s*\d{1,2}(?:\.\d+)*\s*[:.–-]?\s*(?:\(|$)"
)
"""A label that counts what a form is about: `Recommendation 3`, `Finding #2 (draft)`."""


def is_item(line: TextLine) -> bool:
    """Whether a line starts with a bullet or an item's number and has words after it."""
    if len(line.words) < 2:
        return False
    first = line.words[0].text
    if first.isdigit():
        return len(first) < 3 and measure_gap_after_mark(line) > 0.8 * line.size
    return (is_bullet(first) and is_detached(line)) or bool(ITEM_NUMBER.match(first))


def is_detached(line: TextLine) -> bool:
    """A dash or the letter `o` marks an item only with more than a usual space after it."""
    return line.words[0].text in "•‣◦●○■□▪▫◆◇❖➢➤►▶✓✔➔" or measure_gap_after_mark(line) > 0.35 * line.size


def measure_gap_after_mark(line: TextLine) -> float:
    """The white between the first two words."""
    return line.words[1].box.left - line.words[0].box.right


def is_contents(line: TextLine) -> bool:
    """Whether a line is an entry of a contents list by its looks: leaders or `- page 7` at its end."""
    return bool(LEADERS.search(line.text) or PAGE_TAIL.search(line.text))


def is_caption(text: str) -> bool:
    """Whether a short paragraph names a figure or a table, rather than speaking of one."""
    found = CAPTION.match(text)
    if not found or len(text) > 250:
        return False
    return bool(found["stop"]) or (len(text.split()) <= 20 and not text.endswith("."))


def is_table_caption(text: str) -> bool:
    """Whether it names a table, as titles under tables do."""
    return is_caption(text) and text[:3].lower() == "tab"


def ends_sentence(text: str) -> bool:
    """Whether a line ends as sentences, labels and list introductions end."""
    return bool(SENTENCE_END.search(text))
