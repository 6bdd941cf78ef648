"""The evidence arranged: an item for each passage, the matrix, how strong it is in words, whose voice lacks."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from ingest.language.numbers import number_word
from ingest.types import Details, Voice
from service.brief.stance import read_stance
from service.brief.types import EvidenceItem, MatrixRow, Stance, Strength
from service.check.speakers import SAY
from service.telling import wording
from service.types import Passage

VOICES: dict[str, re.Pattern[str]] = {
    "practitioners": re.compile(
        r"practitioner|worker|officer|nurse|teacher|coach|clinician|\bstaff|therapist|volunteer",
        re.IGNORECASE,
    ),
    "leaders": re.compile(r"lead(?:er|s)?\b|manager|director|head\b|chief|chair|councillor", re.IGNORECASE),
    "residents": re.compile(
        r"resident|parent|\bfamil|young (?:person|people|man|woman)|participant|patient|citizen|service user|carer"
        r"|\bmother|\bfather|communit(?:y|ies) member|juror",
        re.IGNORECASE,
    ),
    "partners": re.compile(
        r"partner|police|voluntary|charity|VCSE|VCFSE|third sector|provider|school|\bNHS\b", re.IGNORECASE
    ),
}
"""Whose voice a speaker's role is, in the order in which they are tried for what is missing."""
_SOURCES: dict[Voice, str] = {
    "finding": "findings",
    "assumption": "working assumptions",
    "quotation": "people’s own words",
    "recommendation": "recommendations",
    "question": "questions",
    "description": "descriptions",
}


def make_items(
    passages: Sequence[Passage], entries: Mapping[str, Details], no_places: Container[str] = ()
) -> tuple[EvidenceItem, ...]:
    """What each passage says to the subject, with its place, date, voice and speaker.

    `no_places` are names that were taken for places and are common words.
    """
    return tuple(_item(each, entries[each.report_id], no_places) for each in passages)


def _item(passage: Passage, entry: Details, no_places: Container[str]) -> EvidenceItem:
    read = read_stance(passage.text, passage.voice)
    about = entry.places if len(entry.places) == 1 and entry.places[0] in entry.title else ()
    return EvidenceItem(
        passage_id=passage.id,
        stance=read.stance,
        condition=read.condition,
        role=read.role,
        theme=passage.headings[-1] if passage.headings else passage.report_title,
        places=tuple(place for place in passage.places if place not in no_places) or about,
        date=entry.date,
        voice=passage.voice,
        speaker=passage.speaker,
        why=read.why,
    )


def make_matrix(items: Sequence[EvidenceItem]) -> tuple[MatrixRow, ...]:
    """A row for each place, those with most passages first, and last what names no place."""
    counts: dict[str, int] = {}
    for item in items:
        for place in item.places or ("",):
            counts[place] = counts.get(place, 0) + 1
    order = sorted(counts, key=lambda place: (not place, -counts[place], place))
    return tuple(
        MatrixRow(
            place,
            _keys(items, place, "for"),
            _keys(items, place, "against"),
            _keys(items, place, "on_condition"),
            _keys(items, place, "context"),
        )
        for place in order
    )


def _keys(items: Iterable[EvidenceItem], place: str, stance: Stance) -> tuple[str, ...]:
    return tuple(
        item.passage_id for item in items if item.stance == stance and place in (item.places or ("",))
    )


def describe_strength(items: Sequence[EvidenceItem], passages: Sequence[Passage]) -> Strength:
    """How much the evidence stands on: reports, places, kinds of source and the latest date, first in words."""
    taking = [item for item in items if item.stance != "context"] or list(items)
    keys = {item.passage_id for item in taking}
    reports = {passage.report_id for passage in passages if passage.id in keys}
    places = {place for item in taking for place in item.places}
    voices = tuple(dict.fromkeys(item.voice for item in taking))
    dates = sorted(item.date for item in taking if item.date)
    if not taking:
        return Strength("No evidence in these reports.", 0, 0, (), None)
    facts = [
        _count(len(reports), "report"),
        _count(len(places), "place named", "places named") if places else "no place named",
        _share(taking),
    ]
    words = ", ".join(facts)
    latest = f"; the latest from {wording.name_day(dates[-1])}" if dates else "; without dates"
    return Strength(
        words[0].upper() + words[1:] + latest + ".",
        len(places),
        len(reports),
        voices,
        dates[-1] if dates else None,
    )


def _share(items: Sequence[EvidenceItem]) -> str:
    """The kinds of source with how many passages each has, the most first."""
    counts: dict[Voice, int] = {}
    for item in items:
        counts[item.voice] = counts.get(item.voice, 0) + 1
    order = sorted(counts, key=lambda voice: -counts[voice])
    if len(order) == 1:
        return f"{_SOURCES[order[0]]} only"
    return " and ".join(f"{_SOURCES[voice]} ({counts[voice]})" for voice in order[:3])


def _count(number: int, one: str, more: str | None = None) -> str:
    word = number_word(number) if number < 10 else str(number)
    return f"{word} {one if number == 1 else more or one + 's'}"


def find_missing_voices(items: Sequence[EvidenceItem], passages: Sequence[Passage]) -> tuple[str, ...]:
    """Those of practitioners, leaders, residents and partners of whom nobody is quoted or named as a source."""
    said = [item.speaker for item in items if item.speaker]
    reported = [match.group() for passage in passages for match in _REPORTED.finditer(passage.text)]
    heard = " | ".join([*said, *reported])
    return tuple(name for name, pattern in VOICES.items() if not pattern.search(heard))


_REPORTED = re.compile(
    rf"\b(?:[\w’'-]+ ){{1,3}}(?:{SAY}|noted|highlighted|identified|recogni[sz]ed|suggested)\b", re.IGNORECASE
)
"""Those whom a report says to have said something: a voice that is heard though it is not quoted."""
