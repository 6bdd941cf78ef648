"""Reading and writing single cells of a question table: fixed words, points, turns, filters."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from eval.sets.form import FiltersForm
from eval.types import Kind, Persona
from service.brief.types import Stance

CHOICES: dict[str, Sequence[str]] = {
    "answerable": ("yes", "no"),
    "kind": get_args(Kind),
    "persona": get_args(Persona),
    "required": ("yes", "no"),
    "brief": ("yes", "no"),
    "stance": get_args(Stance),
}
"""Columns with a list of words."""
_YES = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_OTHER = " / "
"""Between two wordings of one point."""
_SLASH = re.compile(r"(?<!\S)(\\*/)(?!\S)")
"""A slash between spaces, which separates wordings; after a backslash it is part of a wording."""
_ESCAPED = re.compile(r"(?<!\S)\\(\\*/)(?!\S)")
"""The same slash as `write_points` writes it inside a wording: with one more backslash."""
_FILTERS = {
    "report": "reports",
    "place": "places",
    "kind": "kinds",
    "voice": "voices",
    "from": "from_date",
    "to": "to_date",
}
"""Word in a cell -> field of the filters."""
_TURN = re.compile(r"(user|assistant)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
"""Who spoke, and what was said; people write `User:` and leave out the space."""


class CellSlip(Exception):
    """Something wrong in one cell."""

    def __init__(self, row: int, column: str, what: str) -> None:
        super().__init__(what)
        self.row, self.column, self.what = row, column, what


def choose_word(row: int, column: str, given: str) -> str:
    """Find the word in the column's list, whatever its case and hyphens. Raises CellSlip."""
    word = "_".join(given.casefold().replace("-", " ").split())
    if word in CHOICES[column]:
        return word
    near = get_close_matches(word, CHOICES[column], n=1)
    meant = f" Perhaps {near[0]} is meant." if near else ""
    raise CellSlip(row, column, f"{given!r} is none of {', '.join(CHOICES[column])}.{meant}")


def read_yes(row: int, column: str, cells: Mapping[str, str]) -> bool:
    """Whether a cell says yes, as an empty one does. Raises CellSlip."""
    given = cells.get(column, "yes")
    if given.casefold() not in _YES:
        raise CellSlip(row, column, f"{given!r} is neither yes nor no. Write one of them.")
    return _YES[given.casefold()]


def read_points(cell: str) -> tuple[str | tuple[str, ...], ...]:
    """One point on each line; slashes between spaces separate its wordings."""
    found: list[str | tuple[str, ...]] = []
    for line in filter(None, (line.strip() for line in cell.split("\n"))):
        wordings = tuple(_ESCAPED.sub(r"\1", each.strip()) for each in line.split(_OTHER) if each.strip())
        found.append(wordings[0] if len(wordings) == 1 else wordings)
    return tuple(found)


def read_history(row: int, cell: str) -> list[dict[str, str]]:
    """A turn on each line, role and content. Raises CellSlip."""
    turns = []
    for line in filter(None, (line.strip() for line in cell.split("\n"))):
        match = _TURN.fullmatch(line)
        if not match:
            raise CellSlip(row, "history", f"{line[:40]!r} begins with neither 'user: ' nor 'assistant: '.")
        turns.append({"role": match[1].casefold(), "content": match[2]})
    return turns


def read_filters(row: int, cell: str) -> dict[str, Any]:
    """A filter on each line; those of one word are alternatives. Raises CellSlip."""
    found: dict[str, Any] = {}
    for line in filter(None, (line.strip() for line in cell.split("\n"))):
        word, _, value = (part.strip() for part in line.partition(":"))
        name = _FILTERS.get(word.casefold())
        if not name or not value:
            raise CellSlip(
                row, "filters", f"{line[:40]!r} begins with none of {', '.join(_FILTERS)} and a colon."
            )
        if name.endswith("_date"):
            found[name] = value
        else:
            found.setdefault(name, []).append(value)
    return found


def write_filters(given: FiltersForm) -> str:
    """As `read_filters` reads them."""
    lines = []
    for word, name in _FILTERS.items():
        value = getattr(given, name)
        values = value if isinstance(value, tuple) else (value,) if value else ()
        lines += [f"{word}: {flatten(each)}" for each in values]
    return "\n".join(lines)


def write_points(points: Iterable[str | tuple[str, ...]]) -> str:
    """As `read_points` reads them."""
    wordings = ((point,) if isinstance(point, str) else point for point in points)
    return "\n".join(_OTHER.join(_SLASH.sub(r"\\\1", flatten(each)) for each in point) for point in wordings)


def flatten(text: str) -> str:
    """Text in one line."""
    return " ".join(text.split())


def write_yes(is_so: bool) -> str:
    """As `read_yes` reads it."""
    return "yes" if is_so else "no"
