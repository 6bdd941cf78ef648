"""The form of a case: what may stand in it, its JSON Schema, and what to say of a case that does not fit."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    TypeAdapter,
    ValidationError,
)

from eval.types import Kind, Persona
from ingest.types import Voice
from service.brief.types import Stance

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


_STANCE = "What it says to the subject of the question, for a case that asks for a brief."


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnForm(_Form):
    """An earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    content: Words


class QuoteForm(_Form):
    """Words of a report."""

    report: Words = Field(description="The report's id, or its file's name without the ending.")
    quote: Words = Field(description="The words as they stand in the report.")


class OnePassage(QuoteForm):
    """A claim that one passage carries."""

    required: bool = Field(default=True, description="False: it helps, and an answer may do without.")
    stance: Stance | None = Field(default=None, description=_STANCE)

    @property
    def quotes(self) -> tuple[QuoteForm, ...]:
        """The one passage, as a group."""
        return (self,)


class AnyPassage(_Form):
    """A claim that several passages carry; one of them is enough."""

    any_of: tuple[QuoteForm, ...] = Field(min_length=1)
    required: bool = Field(default=True, description="False: it helps, and an answer may do without.")
    stance: Stance | None = Field(default=None, description=_STANCE)

    @property
    def quotes(self) -> tuple[QuoteForm, ...]:
        """The passages, as they stand in the file."""
        return self.any_of


class FiltersForm(_Form):
    """The filters of a question, as a reader sets them; an empty list does not filter."""

    reports: tuple[Words, ...] = Field(default=(), description="Reports, each by its id or its file's name.")
    places: tuple[Words, ...] = ()
    kinds: tuple[Words, ...] = Field(default=(), description="Kinds of report.")
    voices: tuple[Voice, ...] = ()
    from_date: Moment | None = Field(default=None, description="Inclusive: 2022, 2022-10 or 2022-10-31.")
    to_date: Moment | None = None


def _claim(value: object) -> str:
    several = "any_of" in value if isinstance(value, dict) else isinstance(value, AnyPassage)
    return "several" if several else "one"


GoldForm = Annotated[
    Annotated[OnePassage, Tag("one")] | Annotated[AnyPassage, Tag("several")], Discriminator(_claim)
]


class CaseForm(_Form):
    """One question with what a good answer rests on."""

    id: Name
    kind: Kind
    persona: Persona = Field(description="Who asks.")
    question: Words
    history: tuple[TurnForm, ...] = Field(default=(), description="Earlier turns, oldest first.")
    answerable: bool = Field(description="False where the reports do not say, and a refusal is right.")
    points: tuple[Words | Annotated[tuple[Words, ...], Field(min_length=1)], ...] = Field(
        default=(), description="What must be said; a list gives acceptable wordings of one point."
    )
    must_not_say: tuple[Words | Annotated[tuple[Words, ...], Field(min_length=1)], ...] = Field(
        default=(),
        description="What no answer may say, nor a note beside it; a list gives wordings of one claim.",
    )
    gold: tuple[GoldForm, ...] = Field(default=(), description="What the answer rests on, claim by claim.")
    brief: bool = Field(default=False, description="True: a brief on the question is made and scored too.")
    pair: Name | None = Field(
        default=None, description="Shared by the two cases that ask the same from opposite sides."
    )
    notes: str = ""
    tags: tuple[Name, ...] = Field(
        default=(), description="Words of your own, to choose cases by and to group figures."
    )
    filters: FiltersForm = Field(
        default=FiltersForm(), description="What the question is asked only of; left out, of everything."
    )

    @property
    def quotes(self) -> tuple[QuoteForm, ...]:
        """All passages of its gold."""
        return tuple(quote for claim in self.gold for quote in claim.quotes)


@dataclass(frozen=True, slots=True)
class SetProblem:
    """One error in a set, and where it is."""

    file: str
    case: str
    """The case's id, or its place in the file where it has none."""
    what: str

    def __str__(self) -> str:
        """As a line for people."""
        return f"{self.file}, {self.case}: {self.what}" if self.case else f"{self.file}: {self.what}"


@dataclass(frozen=True, slots=True)
class SetEntry:
    """A case as its file has it."""

    file: str
    form: CaseForm


def make_schema() -> dict[str, Any]:
    """The JSON Schema of a file."""
    described = TypeAdapter(tuple[CaseForm, ...]).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Question set"} | described


def write_schema() -> str:
    """The JSON Schema as its file has it."""
    return json.dumps(make_schema(), indent=1, ensure_ascii=False) + "\n"


def list_complaints(error: ValidationError) -> str:
    """What is wrong with a case, in one line: field and reason, each once."""
    return "; ".join(f"{field}: {reason}" for field, reason in list_field_complaints(error).items())


def list_field_complaints(error: ValidationError) -> dict[str, str]:
    """Field, with its place in a list (`gold.0.quote`), -> what is wrong with it. `case` for the case as a whole."""
    said: dict[str, str] = {}
    for detail in error.errors():
        parts = [str(part) for part in detail["loc"] if isinstance(part, int) or _is_field(part)]
        if detail["type"] == "extra_forbidden":
            said.setdefault(str(detail["loc"][-1]), "there is no such field")
        else:
            plain = _PLAIN.get(detail["type"]) or detail["msg"]
            said.setdefault(".".join(parts) or "case", plain[:1].lower() + plain[1:])
    return said


_PLAIN = {
    "tuple_type": "it must be a list: put [ ] around it, or each entry on a line of its own behind a `-`",
    "model_type": "it must be fields with values, such as {report: ..., quote: ...}",
    "model_attributes_type": "it must be fields with values, such as {report: ..., quote: ...}",
    "string_too_short": "it is empty",
    "string_pattern_mismatch": "only letters, digits, dots, hyphens and underscores may stand in it, and no spaces",
}
"""Plain words for pydantic's kinds of errors."""


def _is_field(part: str) -> bool:
    """Whether a part of pydantic's location is a field, not a branch of a union."""
    return part.isidentifier() and part not in ("one", "several", "str")
