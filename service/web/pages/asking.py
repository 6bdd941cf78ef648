"""The form in which questions are asked: what it offers, what it keeps, and what was sent with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Query

from ingest.errors import WalkalongError
from ingest.types import Details
from service.assistant import Assistant
from service.types import Ask, Filters, Turn
from service.web import forms
from service.web.pages.shown.chips import Chip, Fields, make_chips
from service.web.render import addresses
from service.wire import bodies
from service.wire.addresses import below_root

Value = Annotated[str, Query(max_length=4000)]
Values = Annotated[list[str], Query(max_length=500)]
MOST_CHOICES = 60
"""Longer lists would make each page heavy; reports are then ticked in the library."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed or chosen in the form; a field without anything is empty."""

    question: str = ""
    conversation: str = ""
    places: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    from_date: str = ""
    to_date: str = ""

    @property
    def chosen(self) -> Fields:
        """What the question is limited to, by the names of the form's fields."""
        fields = (
            *(("place", place) for place in self.places),
            *(("report", report) for report in self.reports),
            *(("kind", kind) for kind in self.kinds),
            ("from", self.from_date),
            ("to", self.to_date),
        )
        return tuple((name, value) for name, value in fields if value)

    def filters(self) -> Filters:
        """Give what is chosen as the service knows it. Raises InvalidRequest, naming the field that is wrong."""
        wanted = {
            "places": self.places,
            "reports": self.reports,
            "kinds": self.kinds,
            "from": self.from_date or None,
            "to": self.to_date or None,
        }
        return forms.check_form(bodies.FiltersBody, wanted).filters()

    def ask(self, history: tuple[Turn, ...]) -> Ask:
        """Give the question as the service knows it. Raises InvalidRequest, naming the field that is wrong."""
        filters = self.filters()
        asked = forms.check_form(bodies.AnswerBody, {"question": self.question}).ask(history)
        return replace(asked, filters=filters)


@dataclass(frozen=True, slots=True)
class ChosenChip:
    """One choice, and the address of the form without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class AskForm:
    """The form as the page shows it."""

    asked: Asked
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    reports: tuple[tuple[str, str], ...] = ()
    """Id and title."""
    total: int = 0
    """How many reports there are; more than are offered here where they are too many."""
    chips: tuple[ChosenChip, ...] = ()
    error: str | None = None
    wrong_field: str | None = None
    """The field of the form that the error is about; else it is the question."""


def _read_chosen(
    place: Values = [],  # noqa: B006 - FastAPI copies it
    report: Values = [],  # noqa: B006
    kind: Values = [],  # noqa: B006
    from_: Annotated[str, Query(alias="from", max_length=20)] = "",
    to: Annotated[str, Query(max_length=20)] = "",
) -> Asked:
    return Asked("", "", _some(place), _some(report), _some(kind), from_, to)


Chosen = Annotated[Asked, Depends(_read_chosen)]
"""Annotation of a route's parameter that takes what the address says the form asks only of."""


def read_asked(fields: forms.Fields) -> Asked:
    """Read the form's fields."""
    return Asked(
        question=forms.only(fields, "question"),
        conversation=forms.only(fields, "conversation"),
        places=_some(fields.get("place", [])),
        reports=_some(fields.get("report", [])),
        kinds=_some(fields.get("kind", [])),
        from_date=forms.only(fields, "from"),
        to_date=forms.only(fields, "to"),
    )


def ask_form(assistant: Assistant, asked: Asked, error: str | None = None) -> AskForm:
    """Give the form with what the library offers; without a library there is nothing to choose."""
    try:
        entries = assistant.library.details
    except WalkalongError as failure:
        return AskForm(asked, error=error or failure.message)
    chips = make_chips(asked.chosen, {entry.id: entry for entry in entries})
    return AskForm(
        asked,
        places=_list_offered((place for entry in entries for place in entry.places), asked.places),
        kinds=_list_offered((entry.kind for entry in entries if entry.kind), asked.kinds),
        reports=_reports(entries, asked.reports),
        total=len(entries),
        chips=tuple(_link(chip, asked) for chip in chips),
        error=error,
        wrong_field=_wrong_field(error),
    )


def _link(chip: Chip, asked: Asked) -> ChosenChip:
    if asked.conversation:
        return ChosenChip(chip.words, addresses.conversation(asked.conversation, chosen=chip.left))
    fields = (("question", asked.question), *chip.left) if asked.question else chip.left
    return ChosenChip(chip.words, addresses.with_fields(below_root("/"), fields))


def _wrong_field(error: str | None) -> str | None:
    """Name the field that a message is about: `from: write a date as ...` is about `from`."""
    name = error.partition(":")[0].partition(" ")[0] if error else ""
    return name if name in {"from", "to"} else None


def _some(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def _list_offered(names: Iterable[str], chosen: tuple[str, ...]) -> tuple[str, ...]:
    known = sorted(set(names), key=str.casefold)[:MOST_CHOICES]
    return (*(name for name in chosen if name not in known), *known)


def _reports(entries: tuple[Details, ...], chosen: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Give all reports if they are few, else only the chosen ones."""
    shown = entries if len(entries) <= MOST_CHOICES else [entry for entry in entries if entry.id in chosen]
    return tuple((entry.id, entry.title) for entry in shown)
