"""Which reports a question names ("the October 2022 report", "according to GM Moving"), and which places."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from ingest.language.months import ENGLISH
from ingest.language.numbers import ONES
from ingest.language.stems import content_stems
from ingest.types import Details

_DOCUMENT = r"(?:(?:report|doc|document|paper)s?|(?P<sort>study|brief|digest|evaluation|review|response)s?)"
_WORDS = r"(?:[\w+&’'-]+[\s,]+(?:‘|\"|“)?)"
_BEFORE = re.compile(rf"\b(?:the|this|that|our)\s+(?P<name>{_WORDS}{{1,9}}?){_DOCUMENT}\b", re.IGNORECASE)
"""Words between an article and a word for a document."""
_SAYS = (
    r"(?:says?|said|reports?|describes?|argues?|finds?|found|mentions?|talks?|claims?|concludes?|recommends?)"
)
_SOURCE = re.compile(
    rf"\b(?i:according to) (?P<name>(?:the )?[A-Z][\w+&’' -]*?)\s*[,?]|^(?P<says>[A-Z][\w+&’' -]*?) {_SAYS}\b"
)
"""What is named as a source by its name alone; the name must then be that of a report from end to end."""
_BY_DATE = re.compile(
    r"\b(?:the|your|our) (?:(?P<newest>newest|latest|most recent)|oldest|earliest)(?: \w+)?"
    r" (?:report|study|evaluation)\b",
    re.IGNORECASE,
)
"""A report named by its age: "the latest report", "your oldest evaluation"."""
_MONTHS = {name.casefold()[:3]: name for name in ENGLISH}
_NUMBERS = frozenset(content_stems(" ".join(ONES[:10])))
_COMMON = 0.5
"""A word in the names of more than this share of the reports tells none of them from the others."""
_MOST = 3
"""More reports than this under one name: the name is that of a theme."""
_MOST_REPORTS = 100_000
"""Reports whose names are kept. Each question goes through all in order: one more than fit, and none is found."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The reports that a question names, and the question without their names."""

    reports: tuple[str, ...]
    """Ids; empty where it names none."""
    rest: str
    """What is asked of them: "According to GM Moving, what helps?" -> "what helps?"."""


def find_named_reports(question: str, details: Sequence[Details]) -> Sources:
    """The reports that a question names as its sources."""
    if not _BEFORE.search(question) and not _SOURCE.search(question):
        return Sources((), question)
    if (by_date := _BY_DATE.search(question)) and (dated := [entry for entry in details if entry.date]):
        pick = max if by_date["newest"] else min
        entry = pick(dated, key=lambda entry: entry.date or "")
        return Sources((entry.id,), question.replace(by_date.group(), ""))
    known = {entry.id: _list_known_stems(entry) for entry in details}
    every = frozenset().union(*known.values())
    telling = _find_telling(known)
    found: dict[str, None] = {}
    rest = question
    for match in _BEFORE.finditer(question):
        if name := _last_known(match["name"], every):
            called = _find_matching([*_stems(name), *_stems(match["sort"] or "")], known, telling)
            found.update(dict.fromkeys(called))
            rest = rest.replace(name, "") if called else rest
    for match in _SOURCE.finditer(question):
        stems = _stems(match["name"] or match["says"])
        whole = {id_: words for id_, words in known.items() if words.issuperset(stems)}
        called = _find_matching(stems, whole, telling)
        found.update(dict.fromkeys(called))
        rest = rest.replace(match.group(), "") if called else rest
    return Sources(tuple(found), rest.strip(" ,") if found else question)


def find_named_places(question: str, places: Iterable[str]) -> tuple[str, ...]:
    """Places in the question, in its order; "Greater Manchester" does not name Manchester."""
    found: list[tuple[int, str]] = []
    taken = question
    for place in sorted({place for place in places if place in question}, key=len, reverse=True):
        found.extend((match.start(), place) for match in re.finditer(rf"\b{re.escape(place)}\b", taken))
        taken = re.sub(rf"\b{re.escape(place)}\b", lambda match: "#" * len(match.group()), taken)
    return tuple(dict.fromkeys(place for _, place in sorted(found)))


@lru_cache(maxsize=_MOST_REPORTS)
def _list_known_stems(entry: Details) -> frozenset[str]:
    """Stems by which a report may be called: of its title, programme, kind, file, places and date."""
    named = (entry.title, entry.programme, entry.kind, entry.id.replace("-", " "), " ".join(entry.places))
    return (frozenset(content_stems(" ".join(filter(None, named)))) | _of_date(entry.date)) - _NUMBERS


def _of_date(date: str | None) -> frozenset[str]:
    """Year, year in short and name of the month."""
    if not date:
        return frozenset()
    year, *rest = date.split("-")
    months = content_stems(list(_MONTHS.values())[int(rest[0]) - 1]) if rest else []
    return frozenset({year, year[2:], *months})


def _stems(name: str) -> list[str]:
    """Stems of a name's words in order, months written out."""
    words = [_MONTHS.get(word.casefold().rstrip("."), word) for word in name.replace(",", " ").split()]
    return content_stems(" ".join(words))


def _last_known(name: str, every: frozenset[str]) -> str:
    """The longest end of a name of which every word is one of some report's, or no content word."""
    words = list(re.finditer(r"\S+\s*", name))
    start = len(words)
    while start and every.issuperset(_stems(words[start - 1].group())):
        start -= 1
    while start < len(words) and not _stems(words[start].group()):
        start += 1
    return name[words[start].start() :] if start < len(words) else ""


def _find_telling(known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Stems that tell reports apart."""
    naming = Counter(chain.from_iterable(known.values()))
    return frozenset(stem for stem, count in naming.items() if count <= _COMMON * len(known))


def _find_matching(
    stems: Sequence[str], known: Mapping[str, frozenset[str]], telling: frozenset[str]
) -> list[str]:
    """Ids of the reports that share most of the telling stems."""
    wanted = telling & set(stems)
    shared = {id_: len(wanted & words) for id_, words in known.items()}
    most = max(shared.values(), default=0)
    best = [id_ for id_, count in shared.items() if count == most]
    return best if most and len(best) <= _MOST else []
