"""What each page of the rating app shows, and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, get_args

from eval.html import HtmlPage, environment
from eval.rating.desk import Item
from eval.rating.ratings import Aspect, Compared, Rating
from eval.types import Kind, Persona
from service.telling.wording import VERDICTS

QUESTIONS: dict[Aspect, tuple[str, str]] = {
    "correct": ("Correct", "Is what it says right? For a refusal: is it right to refuse?"),
    "complete": ("Complete", "Does it say all that matters to whoever asks?"),
    "faithful": ("Faithful", "Does each sentence say what its passages say, and by whom it was said?"),
    "useful": ("Useful", "Would it help whoever asks?"),
}
"""Heading and question of each aspect."""
OPTIONS = (("yes", "Yes"), ("partly", "Partly"), ("no", "No"), ("cannot_tell", "Can’t tell"))
"""Value and label; the keys 1 to 4 stand for them."""
LABELS = dict(OPTIONS)


@dataclass(frozen=True)
class StartPage(HtmlPage):
    """Who rates?"""

    template: ClassVar[str] = "start.html"
    title: str
    total: int
    raters: Mapping[str, int]
    """Answers rated, by name."""
    suggested: str


@dataclass(frozen=True, slots=True)
class DraftForm:
    """For making a real question a draft case."""

    path: str
    """The file that it goes into."""
    drafted: bool
    answered: bool
    kinds: tuple[str, ...] = get_args(Kind)
    personas: tuple[str, ...] = get_args(Persona)


@dataclass(frozen=True)
class ItemPage(HtmlPage):
    """One answer to be rated."""

    template: ClassVar[str] = "item.html"
    rater: str
    place: int
    total: int
    rated: int
    item: Item
    marks: Mapping[str, str]
    note: str
    is_rated: bool
    draft: DraftForm | None
    """None where answers come from a run."""
    error: str


@dataclass(frozen=True)
class DonePage(HtmlPage):
    """All of a rater's answers, with their marks."""

    template: ClassVar[str] = "done.html"
    rater: str
    rows: tuple[tuple[int, Item, Rating | None], ...]
    """Place, item and rating, in the rater's order."""
    rated: int


@dataclass(frozen=True)
class AgreementPage(HtmlPage):
    """Two raters compared."""

    template: ClassVar[str] = "agreement.html"
    title: str
    pair: tuple[str, str] | None
    others: tuple[tuple[str, str], ...]
    """Pairs of raters that could be compared instead."""
    shared: int
    """Answers that both rated."""
    compared: tuple[Compared, ...]
    disagreements: tuple[tuple[Item, Rating, Rating], ...]


@dataclass(frozen=True)
class RatingErrorPage(HtmlPage):
    """What was wrong, in a sentence."""

    template: ClassVar[str] = "error.html"
    message: str


environment.globals.update(questions=QUESTIONS, options=OPTIONS, labels=LABELS, verdicts=VERDICTS)
