"""Briefs as they are kept: to JSON and back, and set beside the one before on the same question."""

from contextlib import suppress
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from ingest.errors import StorageError
from service.brief.types import Brief
from service.store.contract import BriefStore, StoredBrief
from service.telling import wording

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


def keep_brief(store: BriefStore, brief: Brief) -> Brief:
    """Keep a new brief. It says how the caller's last one on the question differs, if another library gave that one."""
    for stored in store.briefs(1, brief.question):
        # One that can't be read any more keeps nobody from a new one.
        with suppress(StorageError):
            earlier = unpack_brief(stored)
            if earlier.library != brief.library:
                brief = replace(brief, notes=(*brief.notes, compare_briefs(earlier, brief)))
    store.save_brief(pack_brief(brief))
    return brief


def compare_briefs(earlier: Brief, brief: Brief) -> str:
    """Say which passages are new and which have gone since an earlier brief, by report and words."""
    before = {(passage.report_id, passage.text) for passage in earlier.passages}
    now = {(passage.report_id, passage.text) for passage in brief.passages}
    made = wording.name_day(earlier.created_at)
    return (
        f"A brief of {made} on this question was made from an earlier state of the library:"
        f" {len(now - before)} of the passages here were not in it, and {len(before - now)} of its are not here."
    )
