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
from service.wire import bodies

Value = Annotated[str, Query(max_length=4000)]
MOST_CHOICES = 120
"""Longer lists would make the page heavy; a report is then chosen in the library."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the form; empty strings where nothing does."""

    question: str = ""
    conversation: str = ""
    place: str = ""
    report: str = ""
    kind: str = ""
    from_date: str = ""
    to_date: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """What the question is asked only of, by the names of the form's fields."""
        fields = {
            "place": self.place,
            "report": self.report,
            "kind": self.kind,
            "from": self.from_date,
            "to": self.to_date,
        }
        return {name: value for name, value in fields.items() if value}

    def filters(self) -> Filters:
        """Give what is chosen as the service knows it. Raises InvalidRequest, naming the field that is wrong."""
        wanted = {
            "places": [self.place] if self.place else [],
            "reports": [self.report] if self.report else [],
            "kinds": [self.kind] if self.kind else [],
            "from": self.from_date or None,
            "to": self.to_date or None,
        }
        return forms.checked(bodies.FiltersBody, wanted).filters()

    def ask(self, history: tuple[Turn, ...]) -> Ask:
        """Give the question as the service knows it. Raises InvalidRequest, naming the field that is wrong."""
        filters = self.filters()
        asked = forms.checked(bodies.AnswerBody, {"question": self.question}).ask(history)
        return replace(asked, filters=filters)


@dataclass(frozen=True, slots=True)
class AskForm:
    """The form as it is shown."""

    asked: Asked
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    reports: tuple[tuple[str, str], ...] = ()
    """Id and title."""
    error: str | None = None


def _chosen(
    place: Value = "",
    report: Value = "",
    kind: Value = "",
    from_: Annotated[str, Query(alias="from", max_length=20)] = "",
    to: Annotated[str, Query(max_length=20)] = "",
) -> Asked:
    return Asked("", "", place, report, kind, from_, to)


Chosen = Annotated[Asked, Depends(_chosen)]
"""Annotation of a route's parameter that takes what the address says the form asks only of."""


def asked_by(fields: forms.Fields) -> Asked:
    """Read the form's fields."""
    return Asked(
        question=forms.only(fields, "question"),
        conversation=forms.only(fields, "conversation"),
        place=forms.only(fields, "place"),
        report=forms.only(fields, "report"),
        kind=forms.only(fields, "kind"),
        from_date=forms.only(fields, "from"),
        to_date=forms.only(fields, "to"),
    )


def ask_form(assistant: Assistant, asked: Asked, error: str | None = None) -> AskForm:
    """Give the form with what the library offers; without a library it offers nothing."""
    try:
        entries = assistant.library.details
    except WalkalongError as failure:
        return AskForm(asked, error=error or failure.message)
    return AskForm(
        asked,
        places=_offered((place for entry in entries for place in entry.places), asked.place),
        kinds=_offered((entry.kind for entry in entries if entry.kind), asked.kind),
        reports=_reports(entries, asked.report),
        error=error,
    )


def _offered(names: Iterable[str], chosen: str) -> tuple[str, ...]:
    known = sorted(set(names), key=str.casefold)[:MOST_CHOICES]
    return tuple(known) if not chosen or chosen in known else (chosen, *known)


def _reports(entries: tuple[Details, ...], chosen: str) -> tuple[tuple[str, str], ...]:
    offered = entries if len(entries) <= MOST_CHOICES else ()
    shown = offered if offered else [entry for entry in entries if entry.id == chosen]
    return tuple((entry.id, entry.title) for entry in shown)
