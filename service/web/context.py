"""What every route is given: assistant, store, settings and what is being ingested."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from service.assistant import Assistant
from service.intake.queue import Ingestions
from service.settings import Settings
from service.store.contract import Store


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of a running service."""

    settings: Settings
    assistant: Assistant
    store: Store
    ingestions: Ingestions


def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


Parts = Annotated[Context, Depends(_context)]
"""Annotation of a route's parameter that takes the context."""
