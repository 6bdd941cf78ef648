"""Briefs as they are kept: to JSON and back."""

from pydantic import TypeAdapter, ValidationError

from ingest.errors import StorageError
from service.brief.types import Brief
from service.store.contract import StoredBrief

_BRIEF: TypeAdapter[Brief] = TypeAdapter(Brief)


def pack_brief(brief: Brief) -> StoredBrief:
    """Give a brief as the store keeps it."""
    return StoredBrief(brief.id, brief.created_at, brief.question, _BRIEF.dump_json(brief).decode())


def unpack_brief(stored: StoredBrief) -> Brief:
    """Give a kept brief back; raises StorageError for one that this version can't read."""
    try:
        return _BRIEF.validate_json(stored.body)
    except ValidationError as error:
        wrong = ".".join(str(part) for part in error.errors()[0]["loc"]) or "body"
        message = f"The brief {stored.id!r} can't be read: its {wrong} is not as this version knows it."
        raise StorageError(message) from error
