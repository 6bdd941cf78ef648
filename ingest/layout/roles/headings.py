"""Which paragraphs are headings, and of which level: by the file's tags and bookmarks, else by their type.

A file's own word counts first, where it can be believed: what it calls a heading must read like one, and where much of
what it calls so does not, it must be set apart from running text as well. What it calls nothing is judged by its type.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median_low

from ingest.language.months import DATE
from ingest.layout.paragraphs import Type
from ingest.layout.parts import BlockDraft, TextLine
from ingest.layout.roles.nesting import DEEPEST
from ingest.layout.text.marks import BYLINE, NUMBERED_LABEL, is_contents

LONGEST_HEADING = 160
"""Characters of a heading in the size of the text; from 136 on the ten reports read alike."""
LONGEST_TITLE = 260
"""Characters of a heading in larger type; above 500 large summaries become headings (18 blocks)."""
NO_HEADINGS = ("cell", "aside", "running head")
"""Places where large or bold type is a label, a stamp or furniture."""
SENTENCE_BREAK = re.compile(r"[a-z]{2}[.!?] [A-Z]")
"""A full stop inside a text; initials and numbers have fewer letters before theirs."""
MOST_WORDS = 14
"""Words of a heading that ends in a full stop or a colon; what is longer is a sentence in large type or in a heading's
style. The longest such heading of the twelve reports at hand has 10 words, the shortest such sentence 15."""
SECTION = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})[.):]?\s")
"""The number of a section."""
CONTACT = re.compile(
    r"https?://|\bwww\.|@\w|^[/⁄] |\b(?i:tel|phone|fax|e-?mail)\b\.?\s*:?\s*[+(\d]"
    r"|\b[A-Z]{2} \d{5}\b|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b"
)
"""Addresses on covers and last pages, often in large type: of the web, after a slash, American and British ones."""
SOUND = 0.85
"""Share of what a file tags as headings that reads like headings, from which on its tags are believed. On the three
reports at hand with many such tags: 0.97, 1.0 and 0.74 (whole paragraphs in a heading's style)."""
COVER_PAGES = 2
"""Pages at the front whose large type is a title and no heading over what follows."""

Look = tuple[float, bool, bool]
"""Size, weight and (upright before slanted) slant of a heading."""


def is_heading(draft: BlockDraft, kind: Type) -> bool:
    """Whether a paragraph is short and set larger or bolder than running text."""
    text, lines = draft.text, [placed.line for placed in draft.lines]
    if draft.place.startswith(NO_HEADINGS) or not reads_like_heading(text) or is_contents(draft.last):
        return False
    if text[0].islower():
        return False
    if all(line.size > 1.12 * kind.body for line in lines):
        return True
    if len(text) > LONGEST_HEADING or (draft.celled and not NUMBERED_LABEL.match(text)):
        return False
    bold = all(line.bold for line in lines) and all(line.size >= 0.95 * kind.body for line in lines)
    return bold and len(lines) <= 3 and not text.endswith((".", ",", ";", ":"))


def reads_like_heading(text: str) -> bool:
    """Whether a text can be a heading, however it is set."""
    if not any(c.isalpha() for c in text) or len(text) >= LONGEST_TITLE or text.endswith((",", ";")):
        return False
    if DATE.fullmatch(text) or BYLINE.match(text) or CONTACT.search(text):
        return False
    return not are_sentences(text)


def are_sentences(text: str) -> bool:
    """Whether a text is a long sentence, or several: an opening in larger type, or words on a scan."""
    ends = text.endswith((".", ":"))
    return ends and (
        len(text.split()) > MOST_WORDS or (text.endswith(".") and bool(SENTENCE_BREAK.search(text)))
    )


def find_tagged(drafts: Sequence[BlockDraft], kind: Type) -> dict[int, int]:
    """The rows of paragraphs that are headings by the file's own word, where it is to be believed; with the level."""
    named = {
        row: draft.last.tag
        for row, draft in enumerate(drafts)
        if draft.role == "paragraph" and draft.last.tag is not None and draft.last.tag.kind == "heading"
    }
    fitting = [row for row in named if reads_like_heading(drafts[row].text)]
    sound = len(fitting) >= SOUND * len(named)
    return {
        row: named[row].level
        for row in fitting
        if sound or named[row].is_bookmark or stands_out(drafts[row], kind)
    }


def stands_out(draft: BlockDraft, kind: Type) -> bool:
    """Whether a paragraph is set in larger, bold or capital letters."""
    lines = [placed.line for placed in draft.lines]
    return draft.text.isupper() or all(line.bold or line.size > 1.05 * kind.body for line in lines)


def level_headings(drafts: Sequence[BlockDraft], tagged: Mapping[int, int]) -> list[BlockDraft]:
    """Levels that agree through the file: `tagged` has those that it gives itself, by the row of the heading.

    Others have the level of tagged ones that look alike, or one below those that look larger. Without tags level 1 is
    for the largest, and so on; weight and slant part equal sizes.
    """
    looks = {row: look_of(draft.first) for row, draft in enumerate(drafts) if draft.role == "heading"}
    # A heading by its tag may have become the title of a table of contents, or a bullet, since.
    tagged = {row: level for row, level in tagged.items() if row in looks}
    tagged = tagged if do_levels_agree(looks, tagged) else {}
    inside = Counter(look for row, look in looks.items() if drafts[row].start.page > COVER_PAGES)
    levels = rank_looks(looks, tagged, inside)
    below = find_depths(drafts, looks)
    return [
        replace(draft, level=min(tagged.get(row, levels[looks[row]] + below.get(row, 0)), DEEPEST))
        if row in looks
        else draft
        for row, draft in enumerate(drafts)
    ]


def find_depths(drafts: Sequence[BlockDraft], looks: Mapping[int, Look]) -> dict[int, int]:
    """How far each numbered heading is below the highest numbers of its look: `2.1` is one below `2`."""
    depths = {
        row: found[1].count(".") for row in looks if (found := SECTION.match(drafts[row].text)) is not None
    }
    highest: dict[Look, int] = {}
    for row, depth in depths.items():
        highest[looks[row]] = min(depth, highest.get(looks[row], depth))
    return {row: depth - highest[looks[row]] for row, depth in depths.items()}


def do_levels_agree(looks: Mapping[int, Look], tagged: Mapping[int, int]) -> bool:
    """Whether larger headings have no deeper levels by the file's tags; where they have, the tags tell no levels."""
    sizes: dict[float, list[int]] = defaultdict(list)
    for row, level in tagged.items():
        sizes[looks[row][0]].append(level)
    usual = [median_low(sizes[size]) for size in sorted(sizes, reverse=True)]
    return usual == sorted(usual)


def rank_looks(
    looks: Mapping[int, Look], tagged: Mapping[int, int], inside: Mapping[Look, int]
) -> dict[Look, int]:
    """The level for each look; in a file of many looks one that occurs once inside, or on its cover, counts no level.

    `inside` says how often each look occurs after the cover.
    """
    given: dict[Look, Counter[int]] = defaultdict(Counter)
    for row, level in tagged.items():
        given[looks[row]][level] += 1
    levels: dict[Look, int] = {}
    above = 0
    distinct = sorted(set(looks.values()), reverse=True)
    for look in distinct:
        levels[look] = median_low(sorted(given[look].elements())) if look in given else above + 1
        if len(distinct) <= DEEPEST or inside.get(look, 0) > 1 or look in given:
            above = max(above, levels[look])
    return levels


def look_of(line: TextLine) -> Look:
    """What sets one level of headings apart from another."""
    return round(line.size), line.bold, not line.italic
