"""Conversations: one with its answers, the list, renaming, deleting all, downloading, and feedback."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.errors import InvalidRequest, WalkalongError
from ingest.library.open import Library
from service.store.contract import Conversation, Feedback, KeptCounts
from service.telling import export, wording
from service.telling.word import WORD, conversation_docx
from service.types import Answer
from service.web import forms
from service.web.context import Context, Parts
from service.web.pages.asking import Asked, AskForm, Chosen, ask_form
from service.web.pages.shown.views import GivenView, give_view
from service.web.pages.view import ShownTurn, catalogue, show_turn
from service.web.render import addresses, rendering
from service.wire import bodies
from service.wire.addresses import below_root
from service.wire.views import WholeConversationModel

router = APIRouter(include_in_schema=False)
PER_PAGE = 40
"""By eye: two screens of short lines."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation in the list."""

    id: str
    title: str
    address: str
    used: str
    views: tuple[GivenView, ...]
    """What was said about its answers, of each the last."""


@dataclass(frozen=True)
class ConversationPage(rendering.SitePage):
    """A conversation with its turns, or one answer by itself."""

    template: ClassVar[str] = "conversation.html"
    title: str
    conversation: Conversation | None
    named: bool
    """Whether the title says something else than the first question."""
    turns: tuple[ShownTurn, ...]
    verdicts: dict[str, str]
    form: AskForm


@dataclass(frozen=True)
class ConversationsPage(rendering.SitePage):
    """The list, most recently used first."""

    template: ClassVar[str] = "conversations.html"
    words: str
    """What is looked for; empty where all are listed."""
    entries: tuple[Entry, ...]
    newer: str | None
    older: str | None
    keep_days: int | None
    verdicts: dict[str, str]


@dataclass(frozen=True)
class RenamePage(rendering.SitePage):
    """A form for another title."""

    template: ClassVar[str] = "rename.html"
    conversation: Conversation
    title: str
    error: str | None


@dataclass(frozen=True)
class ForgetPage(rendering.SitePage):
    """The question whether everything that somebody asked should really be deleted; afterwards, what was deleted."""

    template: ClassVar[str] = "forget.html"
    counts: KeptCounts
    done: bool


@router.get("/conversations", response_class=HTMLResponse)
def list_page(
    parts: Parts,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    q: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Show the list, or only the conversations with certain words."""
    words = " ".join(q.split())
    rows = parts.store.conversations(PER_PAGE + 1, offset, titled=True, words=words)
    shown = rows[:PER_PAGE]
    said = parts.store.feedback_by_conversation(*(row.id for row in shown))
    page = ConversationsPage(
        words,
        tuple(_list_entry(row, said.get(row.id, ())) for row in shown),
        newer=_link_list(words, max(0, offset - PER_PAGE)) if offset else None,
        older=_link_list(words, offset + PER_PAGE) if len(rows) > PER_PAGE else None,
        keep_days=parts.settings.keep_days,
        verdicts=wording.VERDICTS,
    )
    return rendering.respond(page)


@router.get("/conversations/delete", response_class=HTMLResponse)
def forget_page(parts: Parts) -> HTMLResponse:
    """Ask whether everything that the reader asked should really be deleted."""
    return rendering.respond(ForgetPage(parts.store.count_own(), done=False))


@router.post("/conversations/delete", response_class=HTMLResponse)
def forget(parts: Parts) -> HTMLResponse:
    """Delete everything that the reader asked, and say what was deleted."""
    return rendering.respond(ForgetPage(parts.store.delete_own(), done=True))


@router.get("/conversations/{conversation_id}.md")
def export_page(conversation_id: str, parts: Parts) -> Response:
    """Give a conversation as Markdown, with its passages as footnotes."""
    entry, answers = _read(parts, conversation_id)
    text = export.conversation_markdown(entry.title, answers, catalogue(_library(parts)))
    return Response(text, media_type="text/markdown", headers=_name_file(entry, "md"))


@router.get("/conversations/{conversation_id}.docx")
def export_word(conversation_id: str, parts: Parts) -> Response:
    """Give a conversation as a Word file."""
    entry, answers = _read(parts, conversation_id)
    today = datetime.now(UTC).astimezone().date()
    file = conversation_docx(entry.title, answers, catalogue(_library(parts)), today)
    return Response(file, media_type=WORD, headers=_name_file(entry, "docx"))


@router.get("/conversations/{conversation_id}.json")
def export_json(conversation_id: str, parts: Parts) -> Response:
    """Give a conversation as a file, in the JSON of the HTTP interface."""
    entry = parts.store.conversation(conversation_id)
    whole = WholeConversationModel.of(entry, parts.store.turns(conversation_id))
    text = whole.model_dump_json(by_alias=True, indent=2)
    return Response(text, media_type="application/json", headers=_name_file(entry, "json"))


@router.get("/conversations/{conversation_id}", response_class=HTMLResponse)
def show(conversation_id: str, parts: Parts, chosen: Chosen) -> HTMLResponse:
    """Show a conversation; the address says what its form limits the next question to."""
    form = ask_form(parts.assistant, replace(chosen, conversation=conversation_id))
    return rendering.respond(conversation_page(parts, conversation_id, form))


@router.get("/conversations/{conversation_id}/rename", response_class=HTMLResponse)
def rename_page(conversation_id: str, parts: Parts) -> HTMLResponse:
    """Show the form for another title."""
    entry = parts.store.conversation(conversation_id)
    return rendering.respond(RenamePage(entry, entry.title, None))


@router.post("/conversations/{conversation_id}/rename")
def rename(conversation_id: str, parts: Parts, fields: forms.Form) -> Response:
    """Give a conversation another title."""
    title = forms.only(fields, "title")
    try:
        body = forms.check_form(bodies.TitleBody, {"title": title})
    except InvalidRequest:
        entry = parts.store.conversation(conversation_id)
        wrong = "A title has between 1 and 200 characters."
        return rendering.respond(RenamePage(entry, title, wrong), 422)
    parts.store.rename_conversation(conversation_id, body.title)
    return RedirectResponse(addresses.conversation(conversation_id), 303)


@router.get("/answers/{answer_id}", response_class=HTMLResponse)
def show_answer(answer_id: str, parts: Parts) -> Response:
    """Show an answer: in its conversation, or by itself where it has none."""
    answer = parts.store.answer(answer_id)
    place = parts.store.position_of(answer_id)
    if place:
        return RedirectResponse(addresses.conversation(place.conversation_id, place.number), 303)
    return rendering.respond(answer_page(parts, answer))


@router.post("/answers/{answer_id}/feedback")
def feedback(answer_id: str, parts: Parts, fields: forms.Form) -> Response:
    """Keep a reader's feedback on an answer, in place of what was said before."""
    sent = {"verdict": forms.only(fields, "verdict"), "text": forms.only(fields, "text") or None}
    if not sent["verdict"]:
        message = "Choose one of the four before you send. Go back; what you wrote is still there."
        raise InvalidRequest(message)
    body = forms.check_form(bodies.FeedbackBody, sent)
    parts.store.change_feedback(answer_id, body.verdict, body.text)
    return RedirectResponse(home_of(parts, answer_id), 303)


def conversation_page(parts: Context, conversation_id: str, form: AskForm | None = None) -> ConversationPage:
    """Give a conversation; `form` is the form to show again after a question could not be taken."""
    entry = parts.store.conversation(conversation_id)
    stored = parts.store.turns(conversation_id)
    answers = [turn.answer for turn in stored if turn.answer]
    library = _library(parts)
    entries = catalogue(library)
    feedback = parts.store.feedback(*(answer.id for answer in answers))
    turns = tuple(
        show_turn(answer, place, library, entries, feedback) for place, answer in enumerate(answers, 1)
    )
    first = " ".join(turns[0].question.split()) if turns else ""
    return ConversationPage(
        title=entry.title or "A conversation",
        conversation=entry,
        named=entry.title != first and not first.startswith(entry.title.removesuffix("…")),
        turns=turns,
        verdicts=wording.VERDICTS,
        form=form or ask_form(parts.assistant, Asked(conversation=conversation_id)),
    )


def answer_page(parts: Context, answer: Answer) -> ConversationPage:
    """Give an answer that is in no conversation."""
    library = _library(parts)
    turn = show_turn(answer, 1, library, catalogue(library), parts.store.feedback(answer.id))
    form = ask_form(parts.assistant, Asked())
    return ConversationPage(
        answer.question, None, named=False, turns=(turn,), verdicts=wording.VERDICTS, form=form
    )


def home_of(parts: Context, answer_id: str) -> str:
    """Give the address at which an answer is read. Raises NotFound."""
    place = parts.store.position_of(answer_id)
    if place:
        return addresses.conversation(place.conversation_id, place.number)
    return addresses.answer(parts.store.answer(answer_id).id)


def _list_entry(row: Conversation, said: Iterable[Feedback]) -> Entry:
    last = {each.answer_id: give_view(each) for each in said}
    moment = wording.name_moment(row.updated_at)
    return Entry(row.id, row.title, addresses.conversation(row.id), moment, tuple(last.values()))


def _link_list(words: str, offset: int) -> str:
    return addresses.with_query(below_root("/conversations"), q=words or None, offset=offset or None)


def _read(parts: Context, conversation_id: str) -> tuple[Conversation, list[Answer]]:
    entry = parts.store.conversation(conversation_id)
    return entry, [turn.answer for turn in parts.store.turns(conversation_id) if turn.answer]


def _name_file(entry: Conversation, form: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="conversation-{entry.id[:8]}.{form}"'}


def _library(parts: Context) -> Library | None:
    """Give the library if there is one; conversations can be read without it."""
    try:
        return parts.assistant.library
    except WalkalongError:
        return None
