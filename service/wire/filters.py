"""The wire, outwards: the filters of an answer."""

from pydantic import BaseModel, ConfigDict, Field

from ingest.types import Voice


class FiltersModel(BaseModel):
    """What an answer was asked only of; an empty list or null does not restrict."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True, serialize_by_alias=True)

    reports: list[str] = []
    places: list[str] = []
    kinds: list[str] = []
    voices: list[Voice] = []
    from_date: str | None = Field(default=None, serialization_alias="from")
    to_date: str | None = Field(default=None, serialization_alias="to")
