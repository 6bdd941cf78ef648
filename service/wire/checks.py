"""The wire, outwards: who wrote an answer, and the result of checking its sentences against passages."""

from pydantic import BaseModel, ConfigDict

from service.types import CheckOutcome


class CheckModel(BaseModel):
    """What was found when a statement was held against its passages."""

    model_config = ConfigDict(from_attributes=True)

    outcome: CheckOutcome
    why: str
    repaired: bool


class DroppedModel(BaseModel):
    """A sentence that was written and is none of the answer."""

    text: str
    outcome: CheckOutcome
    why: str


class EngineModel(BaseModel):
    """Who wrote the answer."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    model: str | None
