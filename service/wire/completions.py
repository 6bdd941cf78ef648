"""The wire in OpenAI's shape: what chat programs send and get. Anything else that they send is ignored."""

import time
import uuid
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from ingest.errors import InvalidRequest, NotFound
from service.telling.pieces import Mark, cut_passages
from service.types import Ask, Turn
from service.wire.bodies import FiltersBody, LongText, ShortText
from service.wire.views import AnswerModel, View

ENGINES: dict[str, Literal["extractive", "chat"] | None] = {
    "walkalong": None,
    "walkalong-extractive": "extractive",
    "walkalong-chat": "chat",
}
"""Names of models, and the engine that each means; None is the configured one."""
MOST_TURNS = 100
"""The last so many earlier messages are the history, as `/v1/answers` takes them."""


class ChatBody(BaseModel):
    """What is sent; settings of language models (temperature, tools...) have no meaning here and are let through."""

    model_config = ConfigDict(extra="ignore")


class TextPart(ChatBody):
    """A part of a message."""

    type: Literal["text"] = Field(description="Only text is taken.")
    text: LongText


class ChatMessage(ChatBody):
    """One message. Those of the system and of tools are not looked at: what the service does is its operator's."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: LongText | Annotated[list[TextPart], Field(max_length=100)] | None = None

    @property
    def text(self) -> str:
        """The message's words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class ResponseFormat(ChatBody):
    """The form of the answer."""

    type: Literal["text"] = "text"


class CompletionBody(ChatBody):
    """A conversation whose last message is the question."""

    model: ShortText = Field(default="walkalong", examples=list(ENGINES))
    messages: list[ChatMessage] = Field(min_length=1, max_length=1000)
    stream: StrictBool | None = False
    n: Literal[1] | None = 1
    response_format: ResponseFormat | None = None
    filters: FiltersBody = FiltersBody()

    def ask(self) -> Ask:
        """The question as the service knows it; raises InvalidRequest or NotFound."""
        if self.model not in ENGINES:
            message = f"model: there is no {self.model!r}; choose one of {', '.join(ENGINES)}."
            raise NotFound(message)
        said = [message for message in self.messages if message.role in {"user", "assistant"}]
        if not said or said[-1].role != "user":
            message = "messages: the last one must be the user's, with the question."
            raise InvalidRequest(message)
        history = tuple(_turn(message) for message in said[:-1][-MOST_TURNS:])
        return Ask(said[-1].text, history, self.filters.filters(), ENGINES[self.model])


class UrlCitation(View):
    """The place of a mark in `content`, and what it stands for."""

    start_index: int
    end_index: int
    url: str
    title: str


class CitationAnnotation(View):
    """A citation as OpenAI's clients know it."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class CompletionMessage(View):
    """The answer as Markdown, with a mark such as `[1]` for each passage."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[CitationAnnotation]


class CompletionChoice(View):
    """The one answer."""

    index: Literal[0] = 0
    message: CompletionMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Completion(View):
    """The answer in OpenAI's shape, and in `answer` as `/v1/answers` gives it. Tokens are not counted."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[CompletionChoice]
    usage: None = None
    answer: AnswerModel


class ModelCard(View):
    """One way to be answered."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: Literal["walkalong"] = "walkalong"


class ModelCards(View):
    """The models that can be named."""

    object: Literal["list"] = "list"
    data: list[ModelCard]


class Chunks:
    """The events of one streamed completion, all under one id."""

    def __init__(self, model: str) -> None:
        self._common = {
            "id": completion_id(),
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": model,
        }

    def first(self) -> dict[str, Any]:
        """Say who speaks."""
        return self._chunk({"role": "assistant", "content": ""})

    def text(self, content: str) -> dict[str, Any]:
        """Give a further piece of the text."""
        return self._chunk({"content": content})

    def last(self, marks: Iterable[Mark], urls: Iterable[str], answer: AnswerModel) -> dict[str, Any]:
        """End the text; say where its marks are, and give the whole answer."""
        noted = [note.model_dump() for note in annotations(marks, urls)]
        return {
            **self._chunk({"annotations": noted}, finish="stop"),
            "answer": answer.model_dump(mode="json"),
        }

    def _chunk(self, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**self._common, "choices": [choice]}


def completion(model: str, content: str, notes: list[CitationAnnotation], answer: AnswerModel) -> Completion:
    """Put a whole completion together."""
    message = CompletionMessage(content=content, annotations=notes)
    return Completion(
        id=completion_id(),
        created=int(time.time()),
        model=model,
        choices=[CompletionChoice(message=message)],
        answer=answer,
    )


def annotations(marks: Iterable[Mark], urls: Iterable[str]) -> list[CitationAnnotation]:
    """Give each mark with the address of its passage."""
    return [
        CitationAnnotation(
            url_citation=UrlCitation(
                start_index=mark.start, end_index=mark.end, url=url, title=mark.passage.report_title
            )
        )
        for mark, url in zip(marks, urls, strict=True)
    ]


def completion_id() -> str:
    """Make an id in OpenAI's form."""
    return f"chatcmpl-{uuid.uuid4().hex}"


def _turn(message: ChatMessage) -> Turn:
    if message.role == "user":
        return Turn("user", message.text)
    return Turn("assistant", cut_passages(message.text))
