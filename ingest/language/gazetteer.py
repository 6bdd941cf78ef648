"""Names of countries, their parts and the world's regions: ISO 3166 as packaged in pycountry, offline."""

import gettext
import re
from collections.abc import Iterable, Iterator

import pycountry

from ingest.language.wordlists import word_set
from ingest.lazy import Once

_REGIONS = (
    "Africa; Asia; Europe; Latin America; North America; South America; Central America; Middle"
    " East; Caribbean; Sahel;"
    " Horn of Africa; Sub-Saharan Africa; Balkans; Great Britain; Yorkshire; Arabian Peninsula;"
    " Scandinavia; UK; USA;"
    " DRC; UAE; Democratic Republic of the Congo; Congo; Palestine; Russia; Ivory Coast; Bosnia; Turkey"
)
_TOO_COMMON = word_set(
    "centre central capital north south east west northern southern eastern western nord coast union"
    " federal islands independence highland highlands littoral plateau trinity liberty hope delta bay"
    " lakes river rivers valley amazonas community development general national oriental occidental"
    " plains savannas upper lower middle"
)
_NOTE = re.compile(r"\s?[\[(][^\])]{0,80}[\])]|\*")
"""What names of countries have behind them in the list."""
_INVERTED = re.compile(
    r"(?P<name>[^,]{1,80}), (?P<rest>(?:City|County|State|Republic|The|Province|Islamic|United"
    r"|Plurinational|Bolivarian"
    r"|République|État|Fédération)\b.*)"
)
"""Names that are listed with their last word first."""


def list_names_by_first_word() -> dict[str, tuple[str, ...]]:
    """The names that begin with a word, longest first."""
    return _BY_FIRST_WORD.get()


def _group_names() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for name in _list_names():
        if len(name) > 3 or name.isupper():
            found.setdefault(re.split(r"[\s-]", name)[0], set()).add(name)
    return {word: tuple(sorted(names, key=len, reverse=True)) for word, names in found.items()}


def is_name(text: str) -> bool:
    """Whether the text is such a name, in whatever letters."""
    return text.casefold() in _FOLDED.get()


_BY_FIRST_WORD = Once(_group_names)
_FOLDED = Once(
    lambda: frozenset(name.casefold() for names in list_names_by_first_word().values() for name in names)
)


def _list_names() -> Iterator[str]:
    yield from _REGIONS.split("; ")
    french = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["fr"], fallback=True)
    for country in pycountry.countries:
        yield from _list_wordings(
            [country.name, getattr(country, "common_name", country.name), french.gettext(country.name)]
        )
    for part in pycountry.subdivisions:
        yield from _list_wordings([part.name])


def _list_wordings(names: Iterable[str]) -> Iterator[str]:
    """The ways in which a name of the standard is written in running text."""
    for name in {_NOTE.sub("", name).strip() for name in names}:
        inverted = _INVERTED.fullmatch(name)
        plain = inverted["name"] if inverted else name.removesuffix(" City")
        if plain.casefold() not in _TOO_COMMON:
            yield plain
        if inverted and not inverted["rest"].endswith(" of"):
            yield f"{inverted['rest']} {plain}"
