"""A client for programs: the HTTP interface as typed methods, over the models that the service itself answers with.

It needs neither the library nor an embedding model, and loads none: `from service.client import WalkalongClient`.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import ValidationError

from ingest.errors import WalkalongError
from service.wire import bodies, drafts, views
from service.wire.learning import (
    FirstDaysModel,
    QuestionModel,
    QuestionsModel,
    ReflectionBody,
    ReflectionModel,
    ReflectionsModel,
)

Model = TypeVar("Model", bound=views.View)
SECONDS = 120.0
"""A chat model may take a minute to answer, and the question may wait before it."""
PART = 200
"""Entries of a list that are fetched at a time."""


class ServiceError(WalkalongError):
    """What the service answered instead, or why it could not be reached; `retryable` says whether to try again."""

    def __init__(
        self, message: str, *, code: str, status: int | None, retryable: bool, request_id: str
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        """The HTTP status; None where the service was not reached."""
        self.retryable = retryable
        self.request_id = request_id


class WalkalongClient:
    """Asks a running service. Every method raises ServiceError. To be closed, or used in a `with`."""

    def __init__(self, address: str = "http://127.0.0.1:8765", key: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx2.Client(base_url=address.rstrip("/"), headers=headers, timeout=SECONDS)
        self._below = httpx2.URL(address).path.rstrip("/")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(
        self,
        question: str,
        *,
        history: Sequence[bodies.TurnModel] = (),
        conversation_id: str | None = None,
        filters: bodies.FiltersBody | None = None,
        engine: str | None = None,
    ) -> views.AnswerModel:
        """Answer a question. `history` and `conversation_id` exclude each other."""
        body = _question(question, history, conversation_id, filters, engine)
        return _read(views.AnswerModel, self._send("POST", "/v1/answers", json=body))

    def stream(
        self,
        question: str,
        *,
        history: Sequence[bodies.TurnModel] = (),
        conversation_id: str | None = None,
        filters: bodies.FiltersBody | None = None,
        engine: str | None = None,
    ) -> Iterator[views.StatementModel | views.AnswerModel]:
        """Yield the statements of an answer as they become ready, then the whole answer."""
        body = _question(question, history, conversation_id, filters, engine)
        accept = {"Accept": "text/event-stream"}
        try:
            with self._http.stream("POST", "/v1/answers", json=body, headers=accept) as response:
                if response.is_error:
                    response.read()
                    raise _refusal(response)
                for event in httpx2.EventSource(response):
                    if event.event == "error":
                        raise _read_error(event.json(), response.status_code)
                    if event.event in _EVENTS:
                        yield _EVENTS[event.event].model_validate_json(event.data)
        except httpx2.HTTPError as error:
            raise _describe_unreached(error) from error

    def answer(self, answer_id: str) -> views.AnswerModel:
        """Give an answer as it was given."""
        return _read(views.AnswerModel, self._send("GET", f"/v1/answers/{_quote(answer_id)}"))

    def judge(self, answer_id: str, verdict: bodies.Verdict, text: str | None = None) -> views.FeedbackModel:
        """Keep what a reader says of an answer."""
        body = {"verdict": verdict, "text": text}
        return _read(
            views.FeedbackModel, self._send("POST", f"/v1/answers/{_quote(answer_id)}/feedback", json=body)
        )

    def search(
        self, query: str, *, filters: bodies.FiltersBody | None = None, budget: int = 2400
    ) -> list[views.PassageModel]:
        """Find passages, best first, in `budget` characters of text."""
        body = {"query": query, "filters": _filters(filters), "budget": budget}
        return _read(views.PassagesModel, self._send("POST", "/v1/search", json=body)).passages

    def check(self, text: str, *, filters: bodies.FiltersBody | None = None) -> drafts.DraftCheckModel:
        """Check a draft against the reports, sentence by sentence."""
        body = {"text": text, "filters": _filters(filters)}
        return _read(drafts.DraftCheckModel, self._send("POST", "/v1/checks", json=body))

    def reports(self) -> Iterator[views.DetailsModel]:
        """List the reports."""
        for part in self._parts("/v1/reports", views.ReportsModel):
            yield from part.reports

    def report(self, report_id: str) -> views.ReportModel:
        """Give a report's entry, outline, terms, reflective questions and warnings."""
        return _read(views.ReportModel, self._send("GET", f"/v1/reports/{_quote(report_id)}"))

    def questions(self) -> Iterator[QuestionModel]:
        """List the reflective questions."""
        for part in self._parts("/v1/questions", QuestionsModel):
            yield from part.questions

    def terms(self) -> Iterator[views.TermModel]:
        """List the terms of the reports."""
        for part in self._parts("/v1/glossary", views.GlossaryModel):
            yield from part.terms

    def first_days(self) -> FirstDaysModel:
        """Give what somebody new reads first."""
        return _read(FirstDaysModel, self._send("GET", "/v1/first-days"))

    def reflections(self) -> Iterator[ReflectionModel]:
        """List the reflections that were accepted, and the caller's own; for a curator, all."""
        offset = 0
        while True:
            response = self._send("GET", f"/v1/reflections?limit={PART}&offset={offset}")
            part = _read(ReflectionsModel, response).reflections
            yield from part
            if len(part) < PART:
                return
            offset += PART

    def reflect(self, reflection: ReflectionBody) -> ReflectionModel:
        """Add a reflection to a question or a passage; it waits for a curator."""
        body = reflection.model_dump()
        return _read(ReflectionModel, self._send("POST", "/v1/reflections", json=body))

    def delete_reflection(self, reflection_id: str) -> None:
        """Delete a reflection of the caller's own; a curator may delete any."""
        self._send("DELETE", f"/v1/reflections/{_quote(reflection_id)}")

    def picture(self, passage: views.PassageModel) -> bytes:
        """Draw the page of a passage with its words marked, as PNG."""
        return self._send("GET", passage.url.removeprefix(self._below)).content

    def conversations(self) -> Iterator[views.ConversationModel]:
        """List the caller's conversations, the latest used first."""
        for part in self._parts("/v1/conversations", views.ConversationsModel):
            yield from part.conversations

    def start_conversation(self, title: str | None = None) -> views.ConversationModel:
        """Start a conversation; its id goes into `conversation_id` of a question."""
        body = {"title": title} if title else {}
        return _read(views.ConversationModel, self._send("POST", "/v1/conversations", json=body))

    def conversation(self, conversation_id: str) -> views.WholeConversationModel:
        """Give a conversation with its turns and answers."""
        response = self._send("GET", f"/v1/conversations/{_quote(conversation_id)}")
        return _read(views.WholeConversationModel, response)

    def delete_conversation(self, conversation_id: str) -> None:
        """Delete a conversation with its turns, answers and feedback."""
        self._send("DELETE", f"/v1/conversations/{_quote(conversation_id)}")

    def _parts(self, path: str, kind: type[Model]) -> Iterator[Model]:
        """The parts of a list, each fetched when it is wanted."""
        following: str | None = f"{path}?limit={PART}"
        while following:
            response = self._send("GET", following)
            yield _read(kind, response)
            following = response.links.get("next", {}).get("url", "").removeprefix(self._below) or None

    def _send(self, method: str, path: str, json: Mapping[str, Any] | None = None) -> httpx2.Response:
        try:
            response = self._http.request(method, path, json=json)
        except httpx2.HTTPError as error:
            raise _describe_unreached(error) from error
        if response.is_error:
            raise _refusal(response)
        return response


_EVENTS: dict[str, type[views.StatementModel] | type[views.AnswerModel]] = {
    "statement": views.StatementModel,
    "answer": views.AnswerModel,
}


def _question(
    question: str,
    history: Sequence[bodies.TurnModel],
    conversation_id: str | None,
    filters: bodies.FiltersBody | None,
    engine: str | None,
) -> dict[str, Any]:
    return {
        "question": question,
        "history": [turn.model_dump() for turn in history],
        "conversation_id": conversation_id,
        "filters": _filters(filters),
        "engine": engine,
    }


def _filters(filters: bodies.FiltersBody | None) -> dict[str, Any]:
    return (filters or bodies.FiltersBody()).model_dump(by_alias=True)


def _quote(part: str) -> str:
    return quote(part, safe="")


def _read(kind: type[Model], response: httpx2.Response) -> Model:
    try:
        return kind.model_validate_json(response.content)
    except ValidationError as error:
        message = f"The answer to {response.request.url} is not Walkalong's. Check the address."
        raise ServiceError(
            message, code="not_walkalong", status=response.status_code, retryable=False, request_id=""
        ) from error


def _refusal(response: httpx2.Response) -> ServiceError:
    try:
        return _read_error(response.json(), response.status_code)
    except ValueError:
        message = f"{response.request.url} answered {response.status_code} without saying why."
        return ServiceError(
            message, code="http_error", status=response.status_code, retryable=False, request_id=""
        )


def _read_error(body: object, status: int) -> ServiceError:
    """Read the shape of every error; raises ValueError where it is not that."""
    told = views.ErrorModel.model_validate(body).error
    return ServiceError(
        told.message, code=told.code, status=status, retryable=told.retryable, request_id=told.request_id
    )


def _describe_unreached(error: httpx2.HTTPError) -> ServiceError:
    message = f"The service can't be reached: {error}. Check the address, and that it runs."
    return ServiceError(message, code="unreachable", status=None, retryable=True, request_id="")
