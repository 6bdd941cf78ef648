"""A story, made: from a name to what is told of it, each sentence with its passage."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.embedding.embedder import Embedder
from ingest.errors import NotFound
from ingest.library.open import Library
from ingest.types import Details
from service.brief.sheet.lay_out import STANCES
from service.catalogue.summary import summarise
from service.learning.candidates import SHORTEST, stands_alone
from service.learning.timeline import Event, choose_events
from service.reports.glossary import find_terms
from service.survey.compare import compare
from service.survey.look import look_through
from service.survey.picture import lay_out_grid
from service.survey.story import choose
from service.survey.story.draw import draw_grid, draw_timeline
from service.survey.story.pool import OnSubject, find_reports, list_sentences
from service.survey.story.subject import find_subject
from service.survey.story.types import Story, StoryEvent, StoryPicture, StorySubject
from service.telling.plain import flatten_text
from service.types import Filters, Passage

MOST_EVENTS = 4
"""Dated sentences of a story; when its reports came out is told besides."""
FEWEST_DATES = 2
"""Different dates from which on a timeline shows more than a sentence; with fewer the picture is the matrix."""


def make_story(library: Library, embedder: Embedder, about: str) -> Story:
    """Tell of a place, a theme or a report. Raises InvalidRequest for no name, NotFound if no report speaks of it."""
    subject = find_subject(library, about)
    reports = find_reports(library, embedder, subject)
    found = list(list_sentences(library, embedder, subject, reports))
    if not found:
        message = f"No sentence of these reports is about {subject.name!r}."
        raise NotFound(message)
    speaking = {each.candidate.report.details.id for each in found}
    reports = tuple(entry for entry in reports if entry.id in speaking)
    what = _tell_what(library, subject, found)
    left = _leave_out(found, what)
    events = choose_events((each.candidate for each in left), reports, MOST_EVENTS, MOST_EVENTS)
    left = _leave_out(left, [each.passage for each in events if each.passage])
    # What was learned says most, so it chooses first; it is told last.
    learned = choose.choose_learned(left, ())
    helped = choose.choose_helped(left, learned)
    hindered = choose.choose_hindered(left, [*learned, *helped])
    return _number(library, embedder, subject, reports, what, events, [helped, hindered, learned])


def _tell_what(library: Library, subject: StorySubject, found: Sequence[OnSubject]) -> list[Passage]:
    if subject.report_id:
        row = next(row for row, entry in enumerate(library.details) if entry.id == subject.report_id)
        return summarise(library, row)[: choose.MOST_TOLD]
    meant = [
        meaning.passage
        for term in find_terms(library, library.details)
        for meaning in term.meanings
        if term.short in subject.names and _is_sentence(meaning.passage)
    ]
    left = _leave_out(found, meant[:1])
    told = [each.candidate.cite("") for each in choose.choose_what_it_is(subject, left)]
    return [*meant[:1], *told][: choose.MOST_TOLD]


def _is_sentence(meaning: Passage) -> bool:
    """Whether a glossary says what something is, and not only what it stands for."""
    return len(meaning.text) >= SHORTEST and stands_alone(flatten_text(meaning.text))


def _leave_out(found: Sequence[OnSubject], told: Iterable[Passage]) -> list[OnSubject]:
    gone = {(each.report_id, each.start) for each in told}
    return [
        each
        for each in found
        if (each.candidate.report.details.id, each.candidate.sentence.start) not in gone
    ]


def _number(
    library: Library,
    embedder: Embedder,
    subject: StorySubject,
    reports: tuple[Details, ...],
    what: Sequence[Passage],
    events: Sequence[Event],
    parts: Sequence[Sequence[OnSubject]],
) -> Story:
    """Give the passages their keys, in the order in which they are told."""
    passages: list[Passage] = []

    def give_key(passage: Passage) -> str:
        passages.append(replace(passage, id=f"S{len(passages) + 1}"))
        return passages[-1].id

    told_what = tuple(give_key(each) for each in what)
    dated = tuple(
        StoryEvent(each.date, give_key(each.passage) if each.passage else None, each.reports)
        for each in events
    )
    helped, hindered, learned = (tuple(give_key(each.candidate.cite("")) for each in part) for part in parts)
    return Story(
        subject=subject,
        what=told_what,
        events=dated,
        helped=helped,
        hindered=hindered,
        learned=learned,
        picture=_draw(library, embedder, subject, dated),
        passages=tuple(passages),
        reports=reports,
        library=library.name,
    )


def _draw(
    library: Library, embedder: Embedder, subject: StorySubject, events: Sequence[StoryEvent]
) -> StoryPicture | None:
    if len({event.date for event in events}) >= FEWEST_DATES:
        return draw_timeline(subject.name, events)
    filters = Filters(
        places=(subject.name,) if subject.kind == "place" else (),
        reports=(subject.report_id,) if subject.report_id else (),
    )
    comparison = compare(look_through(library, embedder, subject.name, filters), "place")
    grid = lay_out_grid(comparison, STANCES)
    return draw_grid(subject.name, grid) if grid.marks else None
