"""The wire, inwards: what callers send as JSON, with its limits."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ingest.types import Voice
from service.types import Ask, Filters, Turn

IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]


def _storable(text: str) -> str:
    """Refuse characters that JSON can write but no file or database can keep."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        message = "contains a character that is no character (NUL, or half of a pair)"
        raise ValueError(message)
    return text


Text = Annotated[str, AfterValidator(_storable)]
ShortText = Annotated[Text, StringConstraints(max_length=200)]
LongText = Annotated[Text, StringConstraints(max_length=20_000)]
Title = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Names = Annotated[list[ShortText], Field(max_length=100)]
Verdict = Literal["useful", "wrong", "wrong_passage", "missing"]


class Body(BaseModel):
    """What is sent: a field that nobody knows is an error, not ignored."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class TurnModel(Body):
    """One earlier message."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    role: Literal["user", "assistant"]
    content: LongText


class FiltersBody(Body):
    """Where an answer may come from; an empty list or null does not restrict."""

    reports: Names = []
    places: Names = []
    kinds: Names = []
    voices: list[Voice] = []
    from_date: IsoDate | None = Field(default=None, alias="from")
    to_date: IsoDate | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_date and self.to_date and self.to_date < self.from_date[: len(self.to_date)]:
            message = f"from ({self.from_date}) is later than to ({self.to_date})"
            raise ValueError(message)
        return self

    def filters(self) -> Filters:
        """Give them as the service knows them."""
        return Filters(
            reports=tuple(self.reports),
            places=tuple(self.places),
            kinds=tuple(self.kinds),
            voices=tuple(self.voices),
            from_date=self.from_date,
            to_date=self.to_date,
        )


class AnswerBody(Body):
    """A question, with the conversation it belongs to: sent along as `history`, or stored."""

    question: Text = Field(examples=["What is the No Wrong Door approach?"])
    history: Annotated[list[TurnModel], Field(max_length=100)] = []
    conversation_id: ShortText | None = None
    filters: FiltersBody = FiltersBody()
    engine: Literal["extractive", "chat"] | None = None

    @model_validator(mode="after")
    def _one_history(self) -> Self:
        if self.history and self.conversation_id:
            message = "send either history or conversation_id, not both"
            raise ValueError(message)
        return self

    def ask(self, stored: tuple[Turn, ...] = ()) -> Ask:
        """Give the question as the service knows it; `stored` are the turns of the stored conversation."""
        sent = tuple(Turn(turn.role, turn.content) for turn in self.history)
        return Ask(self.question, sent or stored, self.filters.filters(), self.engine)


class SearchBody(Body):
    """A search for passages, without an answer."""

    query: Text = Field(min_length=1, max_length=4000)
    filters: FiltersBody = FiltersBody()
    budget: int = Field(
        default=2400, ge=50, le=20_000, description="How much text may come back, in characters."
    )
    reflections: bool = Field(
        default=False, description="Also accepted reflections of readers, apart from passages."
    )


class FeedbackBody(Body):
    """What a reader says of an answer."""

    verdict: Verdict
    text: Annotated[Text, StringConstraints(max_length=4000)] | None = None


class NewConversationBody(Body):
    """A conversation to start; without a title, its first question names it."""

    title: Title | None = None


class TitleBody(Body):
    """A new title."""

    title: Title
