"""The nouns of a story: what it is about, and what is told of it. No behaviour."""

from dataclasses import dataclass
from typing import Literal

from ingest.types import Details
from service.types import Passage

SubjectKind = Literal["place", "theme", "report"]


@dataclass(frozen=True, slots=True)
class StorySubject:
    """What a story is about."""

    kind: SubjectKind
    name: str
    """As it is shown: a place, a report's title, a theme or a term with what it stands for."""
    names: tuple[str, ...]
    """The words by which sentences name it; a report has its title alone."""
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """Something dated: what a passage says happened; or, without a passage, that these reports came out."""

    date: str
    """`2018` or `2018-05`."""
    passage_id: str | None
    reports: tuple[Details, ...]


@dataclass(frozen=True, slots=True)
class StoryPicture:
    """A drawing that needs nothing else, with the same in words."""

    title: str
    words: str
    """What it shows, for those who don't see it."""
    svg: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Story:
    """A story. Each part has the keys of its passages; a part for which the reports have nothing is empty."""

    subject: StorySubject
    what: tuple[str, ...]
    events: tuple[StoryEvent, ...]
    helped: tuple[str, ...]
    hindered: tuple[str, ...]
    learned: tuple[str, ...]
    picture: StoryPicture | None
    passages: tuple[Passage, ...]
    """One sentence each, verbatim, under keys S1, S2, ... in the order in which they are told."""
    reports: tuple[Details, ...]
    """Those that the story is told from, and that are looked through for it."""
    library: str
    """Fingerprint of the library."""
