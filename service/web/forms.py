"""What plain HTML forms send: reading it, limiting its shape, and checking it with the models that check JSON."""

from collections.abc import Mapping
from typing import Annotated, TypeVar
from urllib.parse import parse_qs

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from ingest.errors import InvalidRequest

MOST_FIELDS = 300
"""A form with every tick that a page of reports offers, and its other fields."""
_SAID = {"string_pattern_mismatch": "write a date as 2021, 2021-08 or 2021-08-31."}
"""Complaints in plainer words; only dates have a pattern."""
TYPE = "application/x-www-form-urlencoded"

Fields = dict[str, list[str]]
Checked = TypeVar("Checked", bound=BaseModel)


async def read_fields(request: Request) -> Fields:
    """Give each field's values, without the fields that were left empty. Raises InvalidRequest."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != TYPE:
        raise HTTPException(415, f"A form is sent as {TYPE}.")
    try:
        text = (await request.body()).decode("ascii")
        return parse_qs(text, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        message = "The form can't be read. Go back, load the page anew and send it again."
        raise InvalidRequest(message) from error


Form = Annotated[Fields, Depends(read_fields)]
"""Annotation of a route's parameter that takes the fields of a form."""


def only(fields: Fields, name: str) -> str:
    """Give a field's only value, or an empty string; trimmed, and with line ends as on this system."""
    return fields.get(name, [""])[0].replace("\r\n", "\n").strip()


def check_form(model: type[Checked], values: Mapping[str, object]) -> Checked:
    """Give the values as a model. Raises InvalidRequest, naming the first field that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        said = _SAID.get(first["type"], first["msg"].removeprefix("Value error, "))
        raise InvalidRequest(f"{where}: {said}" if where else said) from error
