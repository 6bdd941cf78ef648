"""The route for the path of the first days."""

from fastapi import APIRouter

from service.learning.firstdays import make_first_days
from service.web.context import Parts
from service.web.lists import Selected
from service.wire import views
from service.wire.learning import FirstDaysModel

router = APIRouter(prefix="/v1", responses=views.ERRORS, tags=["reports"])


@router.get("/first-days")
def read_first_days(parts: Parts, selected: Selected) -> FirstDaysModel:
    """Give what somebody new reads first: what the programme is, timeline, roles, assumptions, terms."""
    return FirstDaysModel.of(make_first_days(parts.assistant.library, selected.of(parts)))
