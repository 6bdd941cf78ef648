"""The numbers and labels that Word puts before paragraphs by itself: `2.1`, `Recommendation 3:`, `(b)`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

PLACE = re.compile(r"%([1-9])")
"""Where a level stands in the pattern of an automatic number."""
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MOST_LEVELS = 9
"""Levels of a list in Word (ECMA-376, 17.9.6)."""


@dataclass(frozen=True, slots=True)
class NumberLevel:
    """How one level of a list is numbered."""

    start: int
    form: str
    """As Word calls it: `decimal`, `lowerLetter`, `bullet`, ..."""
    pattern: str
    """The label, with `%1` where the number of the first level stands."""


@dataclass(slots=True)
class AutomaticNumbers:
    """The lists of a file and how far each has counted."""

    levels: Mapping[str, Mapping[int, NumberLevel]]
    """For each list, its levels."""
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """For each paragraph style that numbers, its list and level."""
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, paragraph: Element) -> str:
        """The label that stands before a paragraph, with a space after it; nothing for bullets and plain text."""
        found = self.find_list(paragraph)
        if found is None:
            return ""
        number, depth = found
        level = self.levels.get(number, {}).get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(number, [None] * MOST_LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (MOST_LEVELS - depth - 1)
        if level.form in ("bullet", "none") or not PLACE.search(level.pattern):
            return ""
        written = PLACE.sub(lambda place: self.write(number, int(place[1]) - 1), level.pattern).strip()
        return f"{written} " if written else ""

    def find_list(self, paragraph: Element) -> tuple[str, int] | None:
        """The list and the level that a paragraph names, or that its style does."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number, depth = read_reference(own)
        if number is None:
            return self.styles.get(paragraph.style or "")
        return (number, depth) if depth < MOST_LEVELS else None

    def write(self, number: str, depth: int) -> str:
        """How far a level has counted, in its form."""
        level = self.levels[number].get(depth)
        count = self.counts[number][depth]
        if level is None:
            return ""
        return write_number(level.start if count is None else count, level.form)


def read_reference(reference: Element | None) -> tuple[str | None, int]:
    """The list (None for none) and the level that numbering properties name."""
    if reference is None:
        return None, 0
    number, level = reference.find(qn("w:numId")), reference.find(qn("w:ilvl"))
    value = number.get(qn("w:val")) if number is not None else None
    return (value if value != "0" else None), int(level.get(qn("w:val"), "0")) if level is not None else 0


def read_numbers(numbering: Element | None, styles: Element | None) -> AutomaticNumbers:
    """The lists of a file from its parts `numbering.xml` and `styles.xml`, either of which may be missing."""
    if numbering is None:
        return AutomaticNumbers({})
    abstract = {
        each.get(qn("w:abstractNumId")): {
            int(level.get(qn("w:ilvl"), "0")): read_level(level) for level in each.findall(qn("w:lvl"))
        }
        for each in numbering.findall(qn("w:abstractNum"))
    }
    levels = {}
    for each in numbering.findall(qn("w:num")):
        made_of = each.find(qn("w:abstractNumId"))
        if made_of is not None:
            levels[each.get(qn("w:numId"), "")] = abstract.get(made_of.get(qn("w:val")), {})
    return AutomaticNumbers(levels, read_styles(styles) if styles is not None else {})


def read_level(level: Element) -> NumberLevel:
    """One level of a list; what it leaves out is as Word takes it."""

    def value(name: str, default: str) -> str:
        found = level.find(qn(name))
        return default if found is None else str(found.get(qn("w:val"), default))

    start = value("w:start", "1")
    return NumberLevel(
        int(start) if start.isdigit() else 1, value("w:numFmt", "decimal"), value("w:lvlText", "")
    )


def read_styles(styles: Element) -> dict[str, tuple[str, int]]:
    """The paragraph styles that number by themselves."""
    found = {}
    for style in styles.findall(qn("w:style")):
        number, depth = read_reference(style.find(f"{qn('w:pPr')}/{qn('w:numPr')}"))
        if number is not None and depth < MOST_LEVELS:
            found[style.get(qn("w:styleId"), "")] = number, depth
    return found


def write_number(number: int, form: str) -> str:
    """A number in one of Word's forms; those of other scripts as figures."""
    letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    match form:
        case "lowerLetter":
            return letters
        case "upperLetter":
            return letters.upper()
        case "lowerRoman":
            return write_roman(number)
        case "upperRoman":
            return write_roman(number).upper()
        case "decimalZero":
            return f"{number:02}"
    return str(number)


def write_roman(number: int) -> str:
    """A number in small Roman numerals."""
    written = ""
    for value, numeral in ROMAN:
        written += numeral * (number // value)
        number %= value
    return written
