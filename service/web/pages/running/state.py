"""The state of the service for its operator: library, work, ingestions, storage, and counts (no words) of questions."""

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest.errors import WalkalongError
from ingest.library.manifest import Manifest
from service.intake.states import QueuedIngestion
from service.store.contract import KeptCounts
from service.telling import wording
from service.upkeep.metrics import Load
from service.upkeep.storage import Storage, measure_storage
from service.web.context import Context, Parts
from service.web.render import rendering

router = APIRouter(include_in_schema=False)
MOST_INGESTIONS = 10
"""By eye: the latest ones; the page of each stays at its address."""
UNITS = ("bytes", "kB", "MB", "GB", "TB")


@dataclass(frozen=True)
class StatePage(rendering.SitePage):
    """The page for an operator."""

    template: ClassVar[str] = "state.html"
    generation: str | None
    library: Manifest | None
    problem: str | None
    """Why there is no library."""
    load: Load
    ingestions: tuple[tuple[str, QueuedIngestion], ...]
    """Each with when it was begun."""
    kept: KeptCounts
    keep_days: int | None
    storage: Storage
    sizes: dict[int, str]
    """Bytes in words."""


@router.get("/admin", response_class=HTMLResponse)
def show_state(request: Request, parts: Parts) -> HTMLResponse:
    """Show the state of the service."""
    generation, library, problem = _find_library(parts)
    slots = request.app.state.slots
    storage = measure_storage(parts.settings.data_dir)
    page = StatePage(
        generation,
        library,
        problem,
        load=Load(slots.taken, slots.waiting, parts.ingestions.count_unfinished()),
        ingestions=tuple(
            (wording.name_moment(each.created_at), each) for each in parts.ingestions.recent(MOST_INGESTIONS)
        ),
        kept=parts.store.count_all(),
        keep_days=parts.settings.keep_days,
        storage=storage,
        sizes={size: name_size(size) for size in (storage.free, *(part.size for part in storage.parts))},
    )
    return rendering.respond(page)


def name_size(size: int) -> str:
    """Say how many bytes, in about three digits."""
    value, unit = float(size), 0
    while value >= 1000 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.0f} {UNITS[unit]}" if value >= 10 or unit == 0 else f"{value:.1f} {UNITS[unit]}"


def _find_library(parts: Context) -> tuple[str | None, Manifest | None, str | None]:
    try:
        library = parts.assistant.library
    except WalkalongError as error:
        return None, None, error.message
    return library.name, library.manifest, None
