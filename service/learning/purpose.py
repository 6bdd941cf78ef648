"""What a programme is: the sentences in which its reports say what it is and what it is for."""

import re
from dataclasses import dataclass

from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import Details
from service.learning.candidates import LONGEST, Candidate, choose_unlike, list_candidates
from service.types import Passage

MOST_PROGRAMMES = 4
"""Programmes on the path; a library with more has its own page of reports."""
MOST_SENTENCES = 3
"""Sentences on each: what it is, what it is for, and one more."""
MOST_OF_ONE = 2
"""Of one report."""
SUBJECT = 70
"""Characters at a sentence's beginning in which its subject stands."""
NAMED_AT_ONCE = 16
"""Characters in which a sentence names the programme that begins with it."""
NAMED_SHARE = 0.5
"""Share of the words of a programme's name that a sentence must have to be about it."""
_SAID_OF_ANY = frozenset(
    content_stems(
        "programme program project report evaluation learning process final end summary independent country annual"
        " mid-term national case study impact digest brief"
    )
)
"""Stems of a title that name no programme."""
FEWEST_NAMED = 2
"""Words of a name by which a sentence about it is told from one about its place."""
_SUBJECT_LATER = re.compile(
    r"(?:In|For|At|On|By|With|When|During|As|To|From|Since|While|Whilst|Although|If|Each|Some|Many|One)\b"
)
"""A sentence that begins so has something else for its subject."""
_BEGUN = "set up|established|launched|funded|created|designed|delivered|led"
"""What somebody does with a programme."""
_IS = re.compile(
    rf"\b(?:is an?|was an?|is the|was the|is being|are|aims?|aimed|seeks|sought|brings?|brought|moved|supports"
    rf"|supported|set out|works|worked|(?:is|was) (?:{_BEGUN}))\b"
)
"""It says what the programme is or does."""
_DEFINES = re.compile(r"\b(?:is|was) (?:an?|one of|the)\b")
"""It says what kind of thing the programme is."""
_AIM = re.compile(
    rf"\b(?:aims?|aimed|seeks?|sought|purpose|intended|goals?|objectives?|mission|vision|{_BEGUN})\b",
    re.IGNORECASE,
)
"""It says what it is for, or who began it."""


@dataclass(frozen=True, slots=True)
class ProgrammeStart:
    """A programme with what its reports say it is; `reports` are its reports in the library's order."""

    name: str
    passages: tuple[Passage, ...]
    reports: tuple[Details, ...]


def list_programmes(library: Library, reports: tuple[Details, ...]) -> tuple[ProgrammeStart, ...]:
    """Give the programmes with most reports, each with the sentences that say what it is; none without any."""
    groups: dict[str, list[Details]] = {}
    for details in reports:
        groups.setdefault(details.programme or details.title, []).append(details)
    largest = sorted(groups.items(), key=lambda pair: -len(pair[1]))[:MOST_PROGRAMMES]
    made = (_make_start(library, name, tuple(own)) for name, own in largest)
    return tuple(start for start in made if start.passages)


def _make_start(library: Library, name: str, reports: tuple[Details, ...]) -> ProgrammeStart:
    named = set(content_stems(name)) - _SAID_OF_ANY
    found = [
        each
        for each in list_candidates(library, reports)
        if len(named) >= FEWEST_NAMED and says_what_it_is(each, named)
    ]
    chosen = choose_unlike(
        found, lambda candidate: rank_telling(candidate, named), MOST_SENTENCES, MOST_OF_ONE
    )
    return ProgrammeStart(name, tuple(each.cite("") for each in chosen), reports)


def rank_telling(candidate: Candidate, named: set[str]) -> tuple[float, ...]:
    """Rank higher what begins with the name, says what kind of thing it is or what for, comes early and is short."""
    begins = bool(named & set(content_stems(candidate.text[:NAMED_AT_ONCE])))
    tells = bool(_DEFINES.search(candidate.text[:SUBJECT])) + 0.5 * bool(_AIM.search(candidate.text))
    return (begins + tells - candidate.depth - len(candidate.text) / LONGEST,)


def says_what_it_is(candidate: Candidate, named: set[str]) -> bool:
    """Whether what these stems name is the subject of a sentence that says something lasting about it."""
    if candidate.sentence.voice not in ("description", "finding") or _SUBJECT_LATER.match(candidate.text):
        return False
    subject = set(content_stems(candidate.text[:SUBJECT]))
    return len(named & subject) >= NAMED_SHARE * len(named) and bool(
        _IS.search(candidate.text[: 2 * SUBJECT])
    )
