"""Answers in the database: each is kept whole, as JSON."""

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError

from ingest.errors import NotFound, StorageError
from service.store.database import now
from service.store.tables import ANSWERS
from service.types import Answer

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def insert_answer(connection: sa.Connection, answer: Answer, owner: str) -> None:
    """Keep an answer."""
    row = {
        "id": answer.id,
        "created_at": now(),
        "body": _ANSWER.dump_json(answer).decode(),
        "owner": owner,
    }
    connection.execute(ANSWERS.insert().values(row))


def read_answer(connection: sa.Connection, id_: str, seen: sa.ColumnElement[bool]) -> Answer:
    """Give an answer as it was given; raises NotFound, or StorageError for one that can't be read."""
    body = connection.scalar(sa.select(ANSWERS.c.body).where(ANSWERS.c.id == id_, seen))
    if body is None:
        raise no_answer(id_)
    return load_answer(body)


def load_answer(body: str) -> Answer:
    """Read an answer's JSON; a field that did not exist when it was written gets its default. Raises StorageError."""
    try:
        return _ANSWER.validate_json(body)
    except ValidationError as error:
        wrong = ".".join(str(part) for part in error.errors()[0]["loc"]) or "body"
        message = f"A stored answer can't be read: its {wrong} is not as this version knows it."
        raise StorageError(message) from error


def no_answer(id_: str) -> NotFound:
    """Make the error for an answer that does not exist."""
    return NotFound(f"There is no answer {id_!r}.")
