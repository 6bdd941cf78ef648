"""What is kept of questions and answers, and what every store of it can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from service.store.reflection_contract import ReflectionStore
from service.types import Answer, Turn


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it was kept; the assistant's turn has its answer, unless a much older version wrote it."""

    role: str
    content: str
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's entry; `title` is the first question until somebody names it, and empty before that."""

    id: str
    title: str
    created_at: str
    """ISO 8601, UTC."""
    updated_at: str


@dataclass(frozen=True, slots=True)
class Position:
    """The place of an answer: its conversation, and its number there (from 1)."""

    conversation_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said about an answer."""

    answer_id: str
    verdict: str
    text: str | None
    created_at: str


@dataclass(frozen=True, slots=True)
class AnswerWithFeedback:
    """An answer with everything that readers said about it, oldest first."""

    answer: Answer
    feedback: tuple[Feedback, ...]


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key's entry. Times are ISO 8601, UTC, milliseconds; None if it has not happened yet."""

    id: str
    name: str
    role: str
    created_at: str
    last_used_at: str | None = None
    ends_at: str | None = None
    revoked_at: str | None = None

    def works(self, moment: str) -> bool:
        """Whether the key opens the service at a given moment."""
        return self.revoked_at is None and (self.ends_at is None or moment < self.ends_at)


class KeyStore(Protocol):
    """Keeps keys and sign-ins by their digests. Any method raises StorageError when that can't be done."""

    def add_key(self, name: str, role: str, digest: str, ends_at: str | None = None) -> StoredKey:
        """Keep a new key; raises InvalidRequest when a key that works has the name."""
        ...

    def list_keys(self) -> tuple[StoredKey, ...]:
        """List all keys, oldest first, including those that no longer work."""
        ...

    def key_by_digest(self, digest: str) -> StoredKey | None:
        """Give the entry of a key that somebody sent."""
        ...

    def key_by_id(self, id_: str) -> StoredKey | None:
        """Give an entry."""
        ...

    def revoke_key(self, name: str) -> StoredKey:
        """End the key of this name (or id) now; raises NotFound when no key that works has it."""
        ...

    def mark_used(self, key_id: str) -> None:
        """Note that a key is used now."""
        ...

    def add_sign_in(self, digest: str, owner: str, ends_at: str) -> None:
        """Keep a sign-in, and delete those that have ended."""
        ...

    def signed_in(self, digest: str) -> str | None:
        """Give the owner who signed in; None if the sign-in has ended or never existed."""
        ...

    def end_sign_in(self, digest: str) -> None:
        """Delete a sign-in."""
        ...


@dataclass(frozen=True, slots=True)
class StoredBrief:
    """A brief as it is kept; `body` is its JSON."""

    id: str
    created_at: str
    question: str
    body: str


class BriefStore(Protocol):
    """Keeps briefs. Any method raises StorageError when that can't be done."""

    def save_brief(self, brief: StoredBrief) -> None:
        """Keep a brief."""
        ...

    def brief(self, id_: str) -> StoredBrief:
        """Give a brief to whoever has its address, as briefs are made to be passed on; raises NotFound."""
        ...

    def briefs(self, limit: int, question: str | None = None) -> tuple[StoredBrief, ...]:
        """List the caller's briefs, newest first; with `question`, only those on that question."""
        ...


@dataclass(frozen=True, slots=True)
class KeptCounts:
    """How many conversations, answers and so on are kept, or were deleted."""

    conversations: int = 0
    answers: int = 0
    """In conversations and by themselves."""
    briefs: int = 0
    reflections: int = 0

    def __bool__(self) -> bool:
        """Whether any count is above zero."""
        return bool(self.conversations or self.answers or self.briefs or self.reflections)


class RetentionStore(Protocol):
    """Counts and deletes in bulk. Any method raises StorageError when that can't be done."""

    def count_all(self) -> KeptCounts:
        """Count what belongs to anybody."""
        ...

    def count_own(self) -> KeptCounts:
        """Count what belongs to the caller."""
        ...

    def delete_own(self) -> KeptCounts:
        """Delete everything that the caller asked, with its feedback; give the counts of what was deleted."""
        ...

    def delete_before(self, moment: str) -> KeptCounts:
        """Delete everybody's entries last used before a moment (ISO 8601, UTC); give the counts of what was deleted.

        Of reflections, only those that nobody accepted are deleted.
        """
        ...


class Store(KeyStore, BriefStore, ReflectionStore, RetentionStore, Protocol):
    """Keeps conversations, answers and feedback. Any method raises StorageError when that can't be done.

    Entries that do not belong to the caller (see `seen_by`) are not found.
    """

    def seen_by(self, owners: tuple[str, ...]) -> "Store":
        """Give this store as these owners see it; new conversations and answers belong to the first of them."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...

    def create_conversation(self, title: str | None = None) -> Conversation:
        """Start an empty conversation."""
        ...

    def conversations(
        self, limit: int, offset: int = 0, *, titled: bool = False, words: str = ""
    ) -> tuple[Conversation, ...]:
        """List conversations, most recently used first; `titled` leaves out those without a question or a name.

        With `words`, only those whose title, questions or answers contain each of them, also as part of a longer word.
        """
        ...

    def conversation(self, id_: str) -> Conversation:
        """Give one conversation's entry; raises NotFound."""
        ...

    def turns(self, conversation_id: str) -> tuple[StoredTurn, ...]:
        """Give all turns, oldest first, with their answers; raises NotFound."""
        ...

    def history(self, conversation_id: str, limit: int = 20) -> tuple[Turn, ...]:
        """Give the last turns, oldest first, for a follow-up question; raises NotFound."""
        ...

    def rename_conversation(self, id_: str, title: str) -> Conversation:
        """Change the title; raises NotFound."""
        ...

    def delete_conversation(self, id_: str) -> None:
        """Delete a conversation with its turns, answers and feedback; raises NotFound."""
        ...

    def put_back(
        self, conversation: Conversation, answers: Sequence[Answer], feedback: Sequence[Feedback]
    ) -> None:
        """Restore a deleted conversation under its id; it then belongs to the caller."""
        ...

    def save_answer(self, answer: Answer, conversation_id: str | None = None) -> None:
        """Keep an answer; with a conversation, append question and answer to it: both or neither."""
        ...

    def answer(self, id_: str) -> Answer:
        """Give an answer as it was given; raises NotFound."""
        ...

    def position_of(self, answer_id: str) -> Position | None:
        """Give the position of an answer; None if it belongs to no conversation."""
        ...

    def add_feedback(self, answer_id: str, verdict: str, text: str | None) -> Feedback:
        """Keep what a reader said about an answer; raises NotFound."""
        ...

    def change_feedback(self, answer_id: str, verdict: str, text: str | None) -> Feedback:
        """Keep this in place of all that was said about an answer before; raises NotFound."""
        ...

    def feedback_by_conversation(self, *ids: str) -> dict[str, tuple[Feedback, ...]]:
        """Give what readers said about the answers of these conversations, oldest first; without feedback, no entry."""
        ...

    def feedback(self, *answer_ids: str) -> tuple[Feedback, ...]:
        """Give what readers said about these answers, oldest first."""
        ...

    def answers_with_feedback(self) -> tuple[AnswerWithFeedback, ...]:
        """Give every answer that has feedback, in the order of the first feedback on each."""
        ...
