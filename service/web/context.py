"""What every route is given: assistant, store, settings and what is being ingested."""

import logging
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from service.access.callers import NOBODY, Caller
from service.assistant import Assistant
from service.intake.queue import Ingestions
from service.settings import Settings
from service.store.contract import Store
from service.types import Answer
from service.upkeep.deleted import DeletedConversations
from service.upkeep.logs import FACTS
from service.upkeep.metrics import Metrics
from service.upkeep.traces import Traces
from service.web.shelf import ShelfKeeper

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of a running service."""

    settings: Settings
    assistant: Assistant
    store: Store
    ingestions: Ingestions
    shelf: ShelfKeeper
    metrics: Metrics
    traces: Traces
    deleted: DeletedConversations

    def keep_answer(self, answer: Answer, conversation_id: str | None = None) -> None:
        """Save an answer, count it, and note it in the log. Raises StorageError."""
        self.store.save_answer(answer, conversation_id)
        self.metrics.count_answer(answer)
        self.traces.add_answer(answer)
        asked = {"question": answer.question} if self.settings.log_questions else {}
        facts = {
            "answer_id": answer.id,
            "status": answer.status,
            "engine": answer.engine.name,
            "statements": len(answer.statements),
            "dropped": len(answer.dropped),
            **asked,
        }
        log.info("Answer", extra={FACTS: facts})


def _context(request: Request) -> Context:
    """Give the parts, with a store that hides other people's conversations from the caller."""
    context: Context = request.app.state.context
    return replace(context, store=context.store.seen_by(caller_of(request).sees))


def caller_of(request: Request) -> Caller:
    """Give the caller of a request that was allowed."""
    caller: Caller | None = request.scope["state"].get("caller")
    return caller or NOBODY


Parts = Annotated[Context, Depends(_context)]
"""Annotation of a route's parameter that takes the context."""
