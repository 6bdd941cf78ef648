"""Places that a report names. A name is in the gazetteer or the catalogue, or is used like a place's name.

Many names are also words or people ("Reading", "Jordan"): the report itself has to show that it means the
place.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from ingest.language.gazetteer import list_names_by_first_word
from ingest.language.months import ENGLISH
from ingest.language.wordlists import word_set

_CAPITALISED = re.compile(r"(?<![\w’'])[A-ZÀ-ÖØ-Þ][\w’'-]*")
"""A word that may be a name."""
_BLANK = re.compile(r"[\n\r\t\u00a0]")
"""What parts words as a space does."""
_SMALL_WORD = re.compile(r"(?<![\w’'-])[a-zà-öø-þ]+")
"""Words without a capital: a name that is also one of them is no name where it begins a sentence."""
_IN = re.compile(
    r"\b(?:in|across|near|outside|throughout|within|around|between|from|visited|en|à|au|aux)\s(?:the\s)?$",
    re.I,
)
"""Before a name that the gazetteer has: "in the Gambia", "aux États-Unis"."""
_BESIDE = re.compile(r"\b(?:in|across|near|outside|throughout|within|around|from|visited|à)\s$", re.I)
"""Before a name that nobody knows: these are said of places more than of things ("from the Board")."""
_DETERMINER = re.compile(
    r"\b(?:the|an?|our|its|their|his|her|each|every|all|some|many|both|this|these|those|other"
    r"|les?|la|des?|du|aux?|une?|ces?)\s$|\b[ld]['’]$",
    re.I,
)
"""Before a thing: "the Board meets", "aux Directions financières"."""
_GOES_ON = re.compile(r"[\s-][A-ZÀ-ÖØ-Þ]")
"""After a word that is part of a longer name: "the Leigh Central Library" is no thing called Leigh."""
_POLITE = r"Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Lady|Councillor|Cllr|Mme|Monsieur|Madame"
_PERSON = re.compile(rf"\b(?:{_POLITE})\.?\s$")
"""Before somebody's name, never before a place: one "Dr Mary Okoro" says that no "Mary" of the report is one."""
_TITLE = re.compile(rf"\b(?:{_POLITE}|President|Mayor|Judge|[A-Z])\.?\s$")
"""Before the name of a person or office."""
_SPEAKS = re.compile(
    r"\s(?:said|says|explain(?:s|ed)|describe[sd]|who|told|wrote|he|she|et al)\b|\s?,?\s(?:J|A|M)\."
)
"""After a name, what persons do and places do not; or the initials of an author."""
_GOVERNED = re.compile(
    r"(?:['’]s)?\s(?:City|Borough|County|District|Metropolitan|Town|Combined Authority|Council|region)\b"
)
"""After the name of a place, what governs it."""
_DIRECTION = re.compile(
    r"\b(?:Greater|Inner|Outer|(?:North|South|East|West|Central)(?:ern)?|(?:North|South)[- ](?:East|West))\s$"
)
"""Before the name of a place, which part of it."""
_NEIGHBOUR = re.compile(r"(?:,|,? and|,? or|/|,? et)\s")
"""Between two places that are named together."""
_KINDS_OF_PLACE = word_set(
    "Park Valley Hill Hills Green Heath Island Islands Peninsula Coast Province Region Bridge Estate"
    " Moor Village"
)
_NOT_PLACES = word_set(
    f"{' '.join(ENGLISH)} Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
    " Monday Tuesday Wednesday Thursday Friday Saturday Sunday Spring Summer Autumn Winter Christmas Easter"
    " English French Spanish Arabic Covid Covid-19 COVID-19 Figure Table Annex Section Chapter Part"
    " Phase Appendix Box Year Word Excel Evaluation Meta Stage Step Task Group Quarter Objective Outcome"
)
"""Written with a capital after "in" and "from" as places are: months, days, languages, numbered things, programs."""
_DIRECTIONS = word_set("North South East West Northern Southern Eastern Western Central Greater")
_ALSO_WORDS = word_set(
    "reading bath bury nice march sale deal wells hull orange split tours mobile same union male"
)
"""English words, in small letters, that are names of the gazetteer too; places only where the report shows it."""
_ALSO_PEOPLE = word_set(
    "Adelaide Angus Austin Carolina Chad Charlotte Chelsea Clare Florence Georgia Isabel Isabela Israel Jordan"
    " Kerry Lincoln Magdalena Mara Mary Nelson Paul Salvador Santiago Savannah Sofia Sydney Victoria Virginia"
)
"""First names that are names of the gazetteer too: it has 5,256, and these are the common ones among both."""
_OWN_NAME = re.compile(r"(?<![\w’'-])[A-ZÀ-ÖØ-Þ][\w-]{1,40}(?:[ -][A-ZÀ-ÖØ-Þ][\w-]{1,40}){0,2}")
"""A name of up to three words."""
_OF_PEOPLE = ("ican", "ian", "ish", "ese")
_CAPITAL_INSIDE = re.compile(r"[^\W\d_][A-ZÀ-ÖØ-Þ]")
"""In initials ("ToRs", "CSCs"), not in places' names."""


class Named(NamedTuple):
    """Where a place is named."""

    start: int
    end: int
    name: str


def find_places(text: str, given: Iterable[str] = ()) -> list[Named]:
    """Every place that the text names, in order. The names in `given` count wherever they stand."""
    flat = _BLANK.sub(" ", text)
    always = sorted(given, key=len, reverse=True)
    candidates = list(_find_candidates(flat, always))
    small_words = _ALSO_WORDS.union(_SMALL_WORD.findall(text))
    certain = {row for row, found in enumerate(candidates) if _is_shown(flat, found)}
    certain |= _find_listed(flat, candidates, certain)
    people = {
        found.name for found in candidates if _PERSON.search(flat, max(0, found.start - 12), found.start)
    }
    shown = {candidates[row].name for row in certain if candidates[row].name not in people} | set(always)
    for name, rows in _by_name(candidates).items():
        if (
            name not in shown
            and name not in people
            and _is_likely(flat, [candidates[row] for row in rows], small_words)
        ):
            shown.add(name)
    kept = (
        found
        for row, found in enumerate(candidates)
        if found.name in shown and (row in certain or found.name.lower() not in small_words)
    )
    return sorted([*kept, *_own_names(flat, candidates, small_words)])


def list_places(places: Sequence[Named], start: int, end: int) -> tuple[str, ...]:
    """The distinct names among `places` inside a range, in order."""
    first = bisect_left(places, (start,))
    last = bisect_left(places, (end,))
    return tuple(dict.fromkeys(found.name for found in places[first:last]))


def _find_candidates(flat: str, given: Sequence[str]) -> Iterator[Named]:
    gazetteer = list_names_by_first_word()
    done = 0
    for word in _CAPITALISED.finditer(flat):
        if word.start() < done:
            continue
        first = re.split(r"[’']s?$|-", word[0])[0]
        for name in (*given, *gazetteer.get(first, ())):
            end = word.start() + len(name)
            if flat[word.start() : end].casefold() == name.casefold() and not flat[end : end + 1].isalnum():
                done = end
                yield _with_direction(flat, word.start(), end, name)
                break


def _with_direction(flat: str, start: int, end: int, name: str) -> Named:
    direction = _DIRECTION.search(flat, max(0, start - 12), start)
    return Named(direction.start(), end, f"{direction[0]}{name}") if direction else Named(start, end, name)


def _is_shown(flat: str, found: Named) -> bool:
    """Whether the words around a name say that it is a place."""
    if found.name in _NOT_PLACES:
        return False
    before = flat[max(0, found.start - 16) : found.start]
    return _IN.search(before) is not None or _GOVERNED.match(flat, found.end) is not None


def _find_listed(flat: str, candidates: Sequence[Named], certain: set[int]) -> set[int]:
    """Names that stand in a list with a certain one: "in Wigan, Bury and Salford"."""
    listed: set[int] = set()
    for row in range(1, len(candidates)):
        between = flat[candidates[row - 1].end : candidates[row].start]
        if _NEIGHBOUR.fullmatch(between) and (row - 1 in certain or row - 1 in listed):
            listed.add(row)
    return listed


def _by_name(candidates: Sequence[Named]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, found in enumerate(candidates):
        rows.setdefault(found.name, []).append(row)
    return rows


def _is_likely(flat: str, uses: Sequence[Named], small_words: Set[str]) -> bool:
    """Whether a name that no preposition marks is still a place: no word of the report, and nobody's name."""
    name = uses[0].name
    if name.lower() in small_words or name in _NOT_PLACES or name in _ALSO_PEOPLE:
        return False
    return not any(_is_person(flat, found, small_words) for found in uses)


def _is_person(flat: str, found: Named, small_words: Set[str]) -> bool:
    before, after = flat[max(0, found.start - 20) : found.start], flat[found.end : found.end + 20]
    if _TITLE.search(before) or _SPEAKS.match(after):
        return True
    previous, following = re.search(r"(\w+)\s$", before), re.match(r"\s(\w+)", after)
    return any(
        word is not None and word[1].istitle() and word[1].lower() not in small_words
        for word in (previous, following)
    )


def _own_names(flat: str, candidates: Sequence[Named], small_words: Set[str]) -> Iterator[Named]:
    """Names that no gazetteer has: twice after "in" or its like, or with a word such as Park at their end."""
    taken = {found.start for found in candidates}
    uses: dict[str, list[Named]] = {}
    for found in _OWN_NAME.finditer(flat):
        if found.start() not in taken and not found[0].isupper():
            uses.setdefault(found[0], []).append(Named(found.start(), found.end(), found[0]))
    for name, named in uses.items():
        if len(named) > 1 and _may_be_place(name, small_words) and _is_used_as_place(flat, name, named):
            yield from named


def _may_be_place(name: str, small_words: Set[str]) -> bool:
    """Whether no word of a name but the kind of place at its end is an ordinary word, a time or initials."""
    words = re.split(r"[ -]", name)
    telling = words[:-1] if _has_kind(name) else words
    return not name.endswith(_OF_PEOPLE) and not any(
        word.lower() in small_words
        or word in _NOT_PLACES
        or word in _DIRECTIONS
        or word.isupper()
        or _CAPITAL_INSIDE.search(word)
        for word in telling
    )


def _has_kind(name: str) -> bool:
    words = re.split(r"[ -]", name)
    return len(words) > 1 and words[-1] in _KINDS_OF_PLACE


def _is_used_as_place(flat: str, name: str, uses: Sequence[Named]) -> bool:
    if _has_kind(name):
        return True
    before = [flat[max(0, use.start - 16) : use.start] for use in uses]
    if any(
        _DETERMINER.search(words) and not _GOES_ON.match(flat, use.end)
        for words, use in zip(before, uses, strict=True)
    ):
        return False
    return sum(_BESIDE.search(words) is not None for words in before) > 1


def choose_most_named(places: Sequence[Named], title: str, least: int = 3) -> tuple[str, ...]:
    """Names that the title has, or that occur at least so often; most frequent first."""
    counts = Counter(found.name for found in places)
    return tuple(name for name, count in counts.most_common() if count >= least or name in title)
