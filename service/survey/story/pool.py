"""The sentences that a story may tell: those that make sense alone and are about its subject."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.embedding.embedder import Embedder
from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import Details, Report
from service.brief.asked import read_question
from service.brief.gather import find_nearest
from service.catalogue.front import rows_of
from service.learning.candidates import Candidate, list_candidates
from service.survey.look import LOOKED_AT
from service.survey.story.types import StorySubject
from service.types import Filters

MOST_REPORTS = 12
"""Reports that are read for a place or a theme: those with most of the nearest passages. A page tells from no more."""
NEAR = 0.4
"""From this cosine to a theme on, a sentence is about it though it has not all its words. Looked at on six themes
of the sample and two other reports: with 0.5, "leadership" and "community leadership" had nothing that helped or
hindered; with 0.4 they have, and what names the theme still comes first."""


SAME_SECTION = 0.5
"""How much a sentence is about the subject that does not name it and stands below a heading, or in a report, that
does: half of one that names it. By judgement."""
FEWEST_NAMED = 2
"""Mentions of a place in a section that is about it."""
_Headings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnSubject:
    """A sentence about the subject."""

    candidate: Candidate
    near: float
    """Cosine of its meaning to the subject's name."""
    about: float
    """1 if it names the subject, `SAME_SECTION` if what it stands in does, 0 if only its meaning is near. In a report's
    own story 1."""


def find_reports(library: Library, embedder: Embedder, subject: StorySubject) -> tuple[Details, ...]:
    """The reports that say most about the subject, in the catalogue's order."""
    if subject.report_id:
        return tuple(entry for entry in library.details if entry.id == subject.report_id)
    filters = Filters(places=(subject.name,)) if subject.kind == "place" else Filters()
    question = read_question(subject.name)
    passages = find_nearest(library, embedder, question, filters, LOOKED_AT)
    most = Counter(each.report_id for each in passages).most_common(MOST_REPORTS)
    chosen = {report for report, _ in most}
    return tuple(entry for entry in library.details if entry.id in chosen)


def list_sentences(
    library: Library, embedder: Embedder, subject: StorySubject, reports: Sequence[Details]
) -> Iterator[OnSubject]:
    """Give the sentences of these reports that are about the subject, in text order."""
    wanted = np.asarray(embedder.embed_query(subject.name), np.float32)
    wanted /= max(float(np.linalg.norm(wanted)), 1e-9)
    names = [set(content_stems(name)) for name in subject.names]
    catalogue = {entry.id: row for row, entry in enumerate(library.details)}
    for entry in reports:
        rows = rows_of(library, catalogue[entry.id])
        vectors = library.sentences.vector[rows].astype(np.float32)
        near = (vectors @ wanted) / np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)
        sections = _find_main_places(library.report(entry.id)) if subject.kind == "place" else {}
        for candidate in list_candidates(library, (entry,)):
            own = float(near[candidate.row])
            if subject.kind == "place":
                about = _weigh_place(subject.name, candidate, sections)
            else:
                about = 1.0 if subject.report_id else _weigh_names(names, candidate)
            if about or (subject.kind == "theme" and own >= NEAR):
                yield OnSubject(candidate, own, about)


def _weigh_names(names: Sequence[set[str]], candidate: Candidate) -> float:
    if _names_any(names, candidate.text):
        return 1.0
    if any(_names_any(names, words) for words in candidate.block.headings[1:]):
        return SAME_SECTION
    # One word in a title, as "leadership", makes it no report on that.
    whole = [name for name in names if len(name) > 1]
    over = (candidate.report.details.title, *candidate.block.headings[:1])
    return SAME_SECTION if any(_names_any(whole, words) for words in over) else 0.0


def _names_any(names: Sequence[set[str]], words: str) -> bool:
    said = set(content_stems(words))
    return any(name and name <= said for name in names)


def _weigh_place(place: str, candidate: Candidate, sections: Mapping[_Headings, str]) -> float:
    if named := candidate.sentence.places:
        return 1.0 if place in named else 0.0
    return SAME_SECTION if sections.get(candidate.block.headings) == place else 0.0


def _find_main_places(report: Report) -> dict[_Headings, str]:
    """The place that a section is about: in its report's title the only one, or named there twice or more and more
    than all others together. One mention in passing makes no section about a place.
    """
    details = report.details
    counts: dict[_Headings, Counter[str]] = {}
    for sentence in report.sentences:
        block = report.blocks[sentence.block]
        counts.setdefault(block.headings, Counter()).update(sentence.places)
    titled = details.places[0] if len(details.places) == 1 and details.places[0] in details.title else None
    main = {}
    for headings, named in counts.items():
        place, most = named.most_common(1)[0] if named else (titled, FEWEST_NAMED)
        if place == titled:
            most = max(most, FEWEST_NAMED)
        if place and most >= FEWEST_NAMED and 2 * most > named.total():
            main[headings] = place
    return main
