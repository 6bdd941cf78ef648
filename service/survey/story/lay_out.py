"""The order of a story's document: at most two pages, each sentence with its key, and last where each stands."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from ingest.types import Details
from service.brief.sheet.parts import BriefSheet, Drawing, Paragraph, Part, Points, SheetHeading
from service.survey.story.types import Story, StoryEvent, StoryPicture
from service.telling import wording
from service.telling.plain import flatten_text
from service.types import Passage

PARTS = {
    "what": "What it is",
    "events": "What happened",
    "helped": "What helped",
    "hindered": "What hindered",
    "learned": "What was learned",
}
"""The parts of a story by their names in `Story`, in the order in which they are told."""
SOURCES = "Where it is said"
CHOSEN = (
    "The sentences are the reports’ own, word for word. Rules about words chose them and told what helped from what"
    " hindered; they can be wrong, so open the page before you rely on one."
)
MOST_TITLES = 3
"""Reports of one date that are named; of more the number is told."""


def lay_out_story(story: Story) -> BriefSheet:
    """Give the document. It says which parts the reports have nothing for."""
    return BriefSheet(flatten_text(story.subject.name), tell_about(story), tuple(_parts(story)))


def tell_about(story: Story) -> str:
    """When it was told, of how many reports, and from which state of the library."""
    reports = len(story.reports)
    told = {"place": "A place", "theme": "A theme", "report": "A report"}[story.subject.kind]
    day = wording.name_day(datetime.now(UTC).date().isoformat())
    return f"{told} on a page, from {reports} report{'' if reports == 1 else 's'}. {day}. Library {story.library}."


def _parts(story: Story) -> Iterator[Part]:
    passages = {each.id: each for each in story.passages}
    for name, head in PARTS.items():
        if name == "events":
            if story.events:
                yield SheetHeading(head)
                yield Points(tuple(tell_event(each, passages) for each in story.events))
            if story.picture:
                yield _show(story.picture)
        elif keys := getattr(story, name):
            yield SheetHeading(head)
            yield Points(tuple(tell_sentence(passages[key]) for key in keys))
    if missing := tell_missing(story):
        yield Paragraph(missing)
    yield SheetHeading(SOURCES)
    yield Points(tuple(_list_sources(story)))
    yield Paragraph(CHOSEN)


def _show(picture: StoryPicture) -> Drawing:
    return Drawing(flatten_text(picture.title), flatten_text(picture.words), picture.svg, picture.width)


def tell_missing(story: Story) -> str:
    """Say for which parts no sentence was found; empty if each has one."""
    empty = [head.lower() for name, head in PARTS.items() if name != "events" and not getattr(story, name)]
    return f"No sentence was found on {_join(empty)}." if empty else ""


def tell_sentence(passage: Passage) -> str:
    """Give a sentence with its key, and with whose words or supposition it is where it is no plain finding."""
    voice = passage.voice in ("quotation", "assumption", "recommendation")
    whose = f", {wording.name_voice(passage)}" if voice else ""
    return f"“{flatten_text(passage.text)}”{whose} [{passage.id}]"


def tell_event(event: StoryEvent, passages: Mapping[str, Passage]) -> str:
    """Give a date with what happened, or with which reports came out."""
    day = wording.name_day(event.date)
    if event.passage_id:
        return f"{day}: {tell_sentence(passages[event.passage_id])}"
    return f"{day}: {name_reports(event.reports)} came out"


def name_reports(reports: tuple[Details, ...]) -> str:
    """Name reports that came out together, or tell how many they are."""
    if len(reports) > MOST_TITLES:
        return f"{len(reports)} reports"
    return _join([f"“{flatten_text(entry.title)}”" for entry in reports])


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _list_sources(story: Story) -> Iterator[str]:
    """Each report with the keys and pages of its sentences: a title is told once, so that all fit the page."""
    for entry in story.reports:
        own = [each for each in story.passages if each.report_id == entry.id]
        if own:
            known = (entry.publisher, wording.name_day(entry.date) if entry.date else None)
            about = ", ".join(fact for fact in known if fact)
            places = "; ".join(
                ", ".join(fact for fact in (f"[{each.id}]", wording.name_page(each, entry)) if fact)
                for each in own
            )
            yield f"{flatten_text(entry.title)}{f' ({about})' if about else ''}: {places}"
