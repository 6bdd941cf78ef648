import pytest

from ingest.errors import NotFound
from service.store.contract import Conversation
from service.upkeep.deleted import KEPT_SECONDS, MOST_KEPT, DeletedConversation, DeletedConversations


def deleted(title: str) -> DeletedConversation:
    return DeletedConversation(Conversation("1", title, "2026", "2026"), (), ())


def test_what_was_deleted_is_kept_for_some_minutes() -> None:
    now = 0.0
    kept = DeletedConversations(lambda: now)
    early, late = kept.keep(deleted("early")), kept.keep(deleted("late"))
    now = KEPT_SECONDS - 1.0
    assert kept.take(early).conversation.title == "early"
    now = KEPT_SECONDS + 1.0
    with pytest.raises(NotFound, match="ten minutes"):
        kept.take(late)


def test_only_so_many_are_kept() -> None:
    kept = DeletedConversations()
    keys = [kept.keep(deleted(str(number))) for number in range(MOST_KEPT + 1)]
    with pytest.raises(NotFound):
        kept.take(keys[0])
    assert kept.take(keys[1]).conversation.title == "1"
