"""What a reader may ask next: a term, a theme and a printed question near the passages of an answer."""

import re
from collections.abc import Iterator, Sequence

from ingest.language.stems import STOP_WORDS, content_stems
from ingest.library.open import Library
from service.reports.questions import whole_questions
from service.types import Passage

MOST_REPORTS = 3
"""So many of the cited reports are looked through for printed questions: 15 ms each when they are not in memory."""
LONGEST = 170
"""Characters of a question that is read at a glance."""
COMMON = 0.05
"""Initials in more than this share of the sentences are what everybody who asks knows."""
SHARED = 2
"""Words that a printed question has in common with the question and what it cites."""
HEADING_WORDS = range(2, 8)
_INITIALS = re.compile(r"\b[A-Z][A-Za-z&]*[A-Z]\b")
"""Initials, which have a capital at both ends: "CQC", "R&D"."""
_NUMBERING = re.compile(r"^\W*(?:\d+(?:\.\d+)*\.?|[A-Z]\.)\s+")
"""The number of a heading, which a question about its theme leaves out."""
_ODD = re.compile(r"[:?()\d“”\"]")
"""What a heading has that can't stand inside a question."""
_BARE = frozenset(
    content_stems(
        "introduction background summary conclusion conclusions finding findings recommendation recommendations method"
        " methods methodology annex appendix contents references overview section chapter report key main executive"
    )
)
"""Words of headings that name a part of any report and no theme."""


def suggest(question: str, passages: Sequence[Passage], library: Library) -> tuple[str, ...]:
    """Give up to three questions to ask next, never the one that was asked; none if nothing is cited."""
    candidates = (
        _ask_term(question, passages, library),
        _ask_theme(question, passages),
        _ask_printed(question, passages, library),
    )
    found = [next(each, None) for each in candidates]
    return tuple(text for text in dict.fromkeys(found) if text and text.casefold() != question.casefold())


def _ask_term(question: str, passages: Sequence[Passage], library: Library) -> Iterator[str]:
    """Ask about initials that the passages use and that every report that spells them out spells out alike."""
    asked = question.casefold()
    used = dict.fromkeys(_INITIALS.findall(" ".join(passage.text for passage in passages)))
    for short in sorted(used, key=lambda short: _frequency(short, library)):
        long_forms = library.lexicon.acronyms.get(short, ())
        common = _frequency(short, library) > COMMON * len(library.sentences)
        if (
            len(long_forms) == 1
            and not common
            and not any(form.casefold() in asked for form in (short, *long_forms))
        ):
            yield f"What is {short}?"


def _frequency(short: str, library: Library) -> int:
    """Count the sentences that have the initials."""
    rows = [library.vocabulary[stem] for stem in content_stems(short) if stem in library.vocabulary]
    return int(library.sentence_frequency[rows].max(initial=0))


def _ask_theme(question: str, passages: Sequence[Passage]) -> Iterator[str]:
    """Ask about the heading over a passage, if it names a theme that the question does not."""
    asked = set(content_stems(question))
    for passage in passages:
        heading = _NUMBERING.sub("", passage.headings[-1] if passage.headings else "").strip(" .:")
        words, stems = heading.split(), set(content_stems(heading))
        plain = (
            len(words) in HEADING_WORDS
            and words[0].casefold() not in STOP_WORDS
            and heading.isprintable()
            and not _ODD.search(heading)
        )
        if plain and stems - _BARE - asked and len(stems - _BARE) > 1:
            yield f"What do the reports say about {_in_a_sentence(heading)}?"


def _in_a_sentence(heading: str) -> str:
    """Give a heading as it is written inside a sentence: names and initials keep their capitals."""
    if heading.isupper():
        return heading.lower()
    first, *rest = heading.split(" ")
    capitalised = sum(word[:1].isupper() for word in rest)
    return (
        heading
        if capitalised > len(rest) / 2 or not first[1:].islower()
        else " ".join([first.lower(), *rest])
    )


def _ask_printed(question: str, passages: Sequence[Passage], library: Library) -> Iterator[str]:
    """Give a reflective question of a cited report that is about the cited passages."""
    near = set(content_stems(" ".join([question, *(passage.text for passage in passages)])))
    for id_ in list(dict.fromkeys(passage.report_id for passage in passages))[:MOST_REPORTS]:
        asked = whole_questions(library.report(id_))
        shared = [
            (len(near & set(content_stems(each.text))), each.text)
            for each in asked
            if len(each.text) <= LONGEST
        ]
        count, text = max(shared, default=(0, ""))
        if count >= SHARED:
            yield text
