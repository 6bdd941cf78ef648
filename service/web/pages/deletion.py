"""Deleting a conversation, which can be undone for some minutes."""

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.store.contract import Conversation
from service.upkeep.deleted import DeletedConversation
from service.web import forms
from service.web.context import Parts
from service.web.render import addresses, rendering

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class DeletePage(rendering.SitePage):
    """The question whether a conversation should really be deleted."""

    template: ClassVar[str] = "delete.html"
    conversation: Conversation
    questions: tuple[str, ...]


@dataclass(frozen=True)
class DeletedPage(rendering.SitePage):
    """A conversation that was deleted, with the offer to undo that."""

    template: ClassVar[str] = "deleted.html"
    title: str
    key: str


@router.get("/conversations/{conversation_id}/delete", response_class=HTMLResponse)
def delete_page(conversation_id: str, parts: Parts) -> HTMLResponse:
    """Ask whether the conversation should really be deleted."""
    entry = parts.store.conversation(conversation_id)
    turns = parts.store.turns(conversation_id)
    questions = tuple(turn.content for turn in turns if turn.role == "user")
    return rendering.respond(DeletePage(entry, questions))


@router.post("/conversations/{conversation_id}/delete", response_class=HTMLResponse)
def delete(conversation_id: str, parts: Parts) -> HTMLResponse:
    """Delete a conversation with its answers and feedback, and offer to undo that."""
    entry = parts.store.conversation(conversation_id)
    answers = tuple(turn.answer for turn in parts.store.turns(conversation_id) if turn.answer)
    feedback = parts.store.feedback(*(answer.id for answer in answers))
    parts.store.delete_conversation(conversation_id)
    key = parts.deleted.keep(DeletedConversation(entry, answers, feedback))
    return rendering.respond(DeletedPage(entry.title, key))


@router.post("/conversations/back")
def put_back(parts: Parts, fields: forms.Form) -> Response:
    """Undo a deletion, and lead to the conversation."""
    deleted = parts.deleted.take(forms.only(fields, "key"))
    parts.store.put_back(deleted.conversation, deleted.answers, deleted.feedback)
    return RedirectResponse(addresses.conversation(deleted.conversation.id), 303)
