"""What the cover and the imprint of a report say of it: title, publisher, authors and date. Nothing is guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.language.months import DATE, iso_date
from ingest.language.titles import is_contents_title
from ingest.types import Block

_FRONT = 1500
"""Characters at the beginning of a report that say what it is, who made it and when."""
_LONGEST_LINE = 200
"""Characters; what is longer is running text, not a line of a cover."""
_MOST_LINES = 16
"""Lines of a cover that are looked at; what follows is contents or text."""
_NO_LINES = ("contents", "table_row", "caption", "footnote", "chart")
_END = 0.03
"""Share of a report at its end where publishers give their address."""
_LONGEST_DATED_LINE = 90
"""Characters; a longer one is a sentence, and its date that of something else."""
_SHORT_TITLE = 2
"""A title of so few words says only the kind of document or only the subject; the cover has the other beside it."""
_LONGEST_TITLE = 250
"""Characters; the longest title of the reports at hand has 182."""
_LONGEST_NAME = 90
"""Characters of the name of an organisation or person."""

_ORGANISATIONS = (
    "associates|university|agency|consortium|council|institute|foundation|trust|office|ministry|department|centre"
    "|center|partnership|commission|association|authority|alliance|ltd|limited|llp|inc|cic|society|nations|bank"
    "|division|consulting|consultants|université|ministère|agence|institut|fondation|direction|universität"
)
_ORGANISATION = re.compile(rf"\b(?:{_ORGANISATIONS})\b", re.IGNORECASE)
"""Words that only names of organisations have."""
_NAME_WORD = r"(?:[A-ZÀ-Þ&(][\w’'.&)-]{0,30}|of|the|for|and|in|de|du|des|la|et|für|von)"
_NAME = re.compile(rf"{_NAME_WORD}(?:,? {_NAME_WORD}){{0,8}}")
"""A line whose words are all written with a capital, but for small joining words."""
_PUBLISHED_BY = re.compile(
    r"\b(?i:published by|publisher|publié par|herausgegeben von|publicado por)\W{0,3}\s(?P<name>[^.;\n]{2,90})"
)
"""Where an imprint names the publisher."""
_COPYRIGHT = re.compile(
    r"(?:©|\b(?i:copyright)\b(?!\s?©))\s{0,3}(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?,?\s)?"
    r"(?P<name>[A-ZÀ-Þ][^.;:,\n©]{1,90})"
)
"""Who owns a report, after the sign or the word and maybe years."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
"""A year of the last or this century."""
_OWNED_YEAR = re.compile(r"(?:©|\b(?i:copyright|published)\b)[^.\n]{0,80}?\b(?P<year>(?:19|20)\d\d)\b")
"""The year of an imprint."""
_DATED = re.compile(
    r"\b(?i:(?:publication|report|issue|final report) date|date (?:of (?:publication|issue|report))?"
    r"|published(?: on| in)?|publiée? (?:le|en)|veröffentlicht(?: am)?)\b[\s:]{1,3}$"
)
"""Before a date that is said to be the report's."""
_WRITERS = (
    r"(?:lead )?(?:authors?|evaluators?|researchers?)|(?:report |written |prepared |produced )?by|evaluation team"
    r"|auteurs?|autrices?|auteur·rices?|rédigé par|autor(?:en|es)?|verfasst von"
)
_BY = re.compile(rf"^\W{{0,3}}(?i:{_WRITERS})\s?(?::|$|(?=\s[A-ZÀ-Þ]))\s?(?P<who>.{{0,200}})")
"""A label with the names behind it: "Authors: ..."; or a line that is the label alone."""
_HONORIFIC = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Sir|Dame)\.? [A-ZÀ-Þ]")
"""What only names of persons begin with."""
_MOST_AUTHORS = 8
"""Longer lists of names are thanks, not authors."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the report itself says; empty where it says nothing that is sure."""

    title: str
    publisher: str | None
    authors: tuple[str, ...]
    """As printed, one for each line or name: maybe with role and organisation."""
    date: str | None


def read_front_page(text: str, blocks: Sequence[Block], metadata_author: str = "") -> FrontPage:
    """Look at the lines before the text begins, and at the imprint wherever it stands.

    `metadata_author` is the name in the file, which is often that of whoever saved it: it counts only where the
    report prints it as well.
    """
    lines = _front_lines(text, blocks)
    imprint = [_words(text, block) for block in _imprint_lines(text, blocks)]
    title = _find_title(text, blocks)
    return FrontPage(
        title=title,
        publisher=_find_publisher(lines, imprint, title),
        authors=_find_authors(text, blocks, lines, imprint, metadata_author),
        date=_find_date(lines, imprint),
    )


def complete_title(title: str, text: str, blocks: Sequence[Block], publisher: str | None) -> str:
    """A title without the publisher's name at its end, and with the heading beside it where it is very short."""
    if publisher and title.endswith(" " + publisher):
        title = title.removesuffix(publisher).rstrip(" :–-")
    if len(title.split()) > _SHORT_TITLE:
        return title
    headings = [*dict.fromkeys(_cover_headings(text, blocks))]
    row = next((row for row, each in enumerate(headings) if each.casefold() == title.casefold()), None)
    if row is None or len(headings) < 2:
        return title
    pair = headings[:2] if row == 0 else headings[row - 1 : row + 1]
    return ": ".join(pair)[:_LONGEST_TITLE]


def _front_lines(text: str, blocks: Sequence[Block]) -> list[str]:
    """The short blocks with which a report begins, with an empty line where others are left out between them."""
    lines: list[str] = []
    for block in blocks:
        if block.start > _FRONT or len(lines) == _MOST_LINES:
            break
        fits = block.end - block.start <= _LONGEST_LINE and block.role not in _NO_LINES
        if fits and block.part in ("body", "imprint"):
            lines.append(_words(text, block))
        elif lines and lines[-1]:
            lines.append("")
    return lines


def _imprint_lines(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of the imprint, and lines at the end that say who owns the report, whatever they stand under."""
    for block in blocks:
        last = block.start > (1 - _END) * len(text) and block.end - block.start <= _LONGEST_LINE
        if block.role != "table_row" and (
            block.part == "imprint" or (last and _COPYRIGHT.search(text, block.start, block.end))
        ):
            yield block


def _cover_headings(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    """The headings before the first other text of some length."""
    for block in blocks:
        words = _words(text, block)
        if block.role == "heading":
            if block.part not in ("body", "imprint") or is_contents_title(words):
                return
            if not DATE.fullmatch(words):
                yield words
        elif block.end - block.start > _LONGEST_LINE:
            return


def _words(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())


def _find_title(text: str, blocks: Sequence[Block]) -> str:
    """The highest of the headings on the cover."""
    headings = [
        block
        for block in blocks
        if block.role == "heading" and block.start < _FRONT and block.part in ("body", "imprint")
    ]
    if not headings:
        return ""
    return _words(text, min(headings, key=lambda block: (block.level, block.start)))[:_LONGEST_TITLE]


def _find_publisher(lines: Sequence[str], imprint: Sequence[str], title: str) -> str | None:
    """Who is said to publish, else who owns the copyright, else the organisation with a line of the cover to itself."""
    for pattern in (_PUBLISHED_BY, _COPYRIGHT):
        for words in (*imprint, *lines):
            found = pattern.search(words)
            name = _as_name(found["name"]) if found else None
            if name:
                return name
    for words in lines:
        if (
            _ORGANISATION.search(words)
            and _NAME.fullmatch(words)
            and words.casefold() not in title.casefold()
        ):
            return words if len(words) <= _LONGEST_NAME else None
    return None


_ANYBODY = re.compile(r"(?:the )?authors?\b", re.IGNORECASE)
"""What covers say in place of a name."""


def _as_name(found: str) -> str | None:
    """The name without the date behind it; None for "the authors" and other words."""
    dated = DATE.search(found) or _YEAR.search(found)
    name = (found[: dated.start()] if dated else found).strip(" ,.-–()").removeprefix("the ")
    fits = len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) and not _ANYBODY.match(name)
    return name if fits and len(name) > 1 else None


def _find_authors(
    text: str, blocks: Sequence[Block], lines: Sequence[str], imprint: Sequence[str], metadata_author: str
) -> tuple[str, ...]:
    """Who is said to have written it; under a heading "Authors", on a line of its own, or by the file and the cover."""
    under = [
        _words(text, block)
        for block in blocks
        if block.role != "heading" and block.headings and _BY.fullmatch(block.headings[-1])
    ]
    if under and len(under) <= _MOST_AUTHORS:
        return tuple(under)
    said = [*_named_after_by(lines), *_named_after_by(imprint)]
    if said:
        return tuple(dict.fromkeys(said))
    printed = [words for words in lines if _HONORIFIC.match(words)]
    if printed:
        return tuple(printed[:_MOST_AUTHORS])
    named = metadata_author.strip()
    return tuple(
        words for words in lines if named and named.casefold() in words.casefold() and _NAME.fullmatch(words)
    )


def _named_after_by(lines: Sequence[str]) -> Iterator[str]:
    """What follows "Author:" on its line, or on the next lines where that line ends with it."""
    for row, words in enumerate(lines):
        found = _BY.match(words)
        if not found:
            continue
        if who := found["who"].strip(" .:"):
            yield who
            continue
        for following in lines[row + 1 : row + 1 + _MOST_AUTHORS]:
            if DATE.search(following) or not _NAME.fullmatch(following):
                break
            yield following


def _find_date(lines: Sequence[str], imprint: Sequence[str]) -> str | None:
    """The date that is said to be the report's, else the first on a line of the cover, else that of the copyright."""
    for words in (*lines, *imprint):
        for found in DATE.finditer(words):
            if _DATED.search(words[: found.start()]):
                return iso_date(found)
    for words in lines:
        dated = DATE.search(words) if len(words) < _LONGEST_DATED_LINE else None
        if dated and words[max(0, dated.start() - 1) : dated.start()] != "(":
            return iso_date(dated)
    for words in imprint:
        owned = _OWNED_YEAR.search(words)
        if owned:
            dated = DATE.search(words)
            return iso_date(dated) if dated else owned["year"]
    return None
