"""Notes of a web page: which links are marks of notes, and which element each of them leads to."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from ingest.readers.notemarks import write_mark

KIND = "note"
NOTE_BLOCKS = ("li", "p", "dd", "aside", "div")
"""Elements that hold one note each."""
LONGEST_MARK = 8
"""Characters of what is clicked on: "[12]", "note 3"; longer links are words of the text."""
LONGEST_NOTE = 3000
"""Characters; a longer element is a part of the page that a raised link leads to. The longest note of the reports at
hand has under 1,000."""
BACK = re.compile(
    r"[\W\d_]*(?:back(?: to (?:text|content|top))?|return|retour|[a-z])?[\W\d_]*", re.IGNORECASE
)
"""What a link back from a note to its mark says: an arrow, a number, a letter, a word."""
BESIDE_MARK = "[]() \u00a0"
"""What is set around the number of a note, inside what raises it."""


def mark_notes(soup: BeautifulSoup) -> None:
    """Write marks in place of the links to notes and at the start of the notes, as `take_marks` looks for them.

    A link leads to a note where it is raised, or says so by its role or class, and where it leads to a short element
    that it is not in itself. Links from the notes back to the text are taken out.
    """
    named = {str(tag["id"]): tag for tag in soup.find_all(id=True)}
    notes, long = dict[int, str](), set[int]()
    for link in soup.select('a[href^="#"]'):
        note = _find_note(link, named)
        if note is None or id(note) in long or any(id(parent) in notes for parent in link.parents):
            continue
        if id(note) not in notes and len(note.get_text()) > LONGEST_NOTE:
            long.add(id(note))  # so that it is measured once, however many links lead to it
            continue
        if id(note) not in notes:
            notes[id(note)] = str(len(notes) + 1)
            _drop_links_back(note)
            _find_first_block(note).insert(0, NavigableString(write_mark(KIND, notes[id(note)])))
        _find_raised(link).replace_with(NavigableString(write_mark(KIND, notes[id(note)])))


def _find_note(link: Tag, named: dict[str, Tag]) -> Tag | None:
    text = link.get_text(strip=True)
    if not text or len(text) > LONGEST_MARK or not _is_mark(link):
        return None
    target = named.get(str(link["href"])[1:])
    if target is None:
        return None
    block = target if target.name in NOTE_BLOCKS else target.find_parent(NOTE_BLOCKS)
    return None if block is None or any(parent is block for parent in link.parents) else block


def _is_mark(link: Tag) -> bool:
    says = {str(link.get("role") or ""), *map(str, link.get("class") or ())}
    raised = _find_raised(link)
    return raised is not link or link.find("sup") is not None or bool(says & {"doc-noteref", "footnote-ref"})


def _find_raised(link: Tag) -> Tag:
    """The element that raises a link and holds nothing else; the link itself where there is none."""
    text = link.get_text(strip=True)
    for parent in link.parents:
        if not isinstance(parent, Tag) or parent.get_text(strip=True).strip(BESIDE_MARK) != text.strip(
            BESIDE_MARK
        ):
            break
        if parent.name == "sup":
            return parent
    return link


def _drop_links_back(note: Tag) -> None:
    for link in note.select('a[href^="#"]'):
        if BACK.fullmatch(link.get_text(strip=True)):
            _find_raised(link).extract()


def _find_first_block(note: Tag) -> Tag:
    """The element in which the words of a note begin: a paragraph inside an item of a list."""
    first = next(_list_content(note), None)
    return _find_first_block(first) if isinstance(first, Tag) and first.name in NOTE_BLOCKS else note


def _list_content(tag: Tag) -> Iterator[object]:
    return (child for child in tag.children if isinstance(child, Tag) or str(child).strip())
