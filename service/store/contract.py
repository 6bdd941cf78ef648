"""What is kept of questions and answers, and what every store of it can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from service.store.reflection_contract import ReflectionStore
from service.types import Answer, Turn


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it was kept; the assistant's has its answer, unless a much older version wrote it."""

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
    """Where an answer stands: its conversation, and its number there (from 1)."""

    conversation_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said of an answer."""

    answer_id: str
    verdict: str
    text: str | None
    created_at: str


@dataclass(frozen=True, slots=True)
class AnswerWithFeedback:
    """An answer with all that readers said of it, oldest first."""

    answer: Answer
    feedback: tuple[Feedback, ...]


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key's entry. Times are ISO 8601, UTC, milliseconds; None where nothing happened yet."""

    id: str
    name: str
    role: str
    created_at: str
    last_used_at: str | None = None
    ends_at: str | None = None
    revoked_at: str | None = None

    def works(self, moment: str) -> bool:
        """Whether it opens the service at a moment."""
        return self.revoked_at is None and (self.ends_at is None or moment < self.ends_at)


class KeyStore(Protocol):
    """Keeps keys and sign-ins by their digests. Any method raises StorageError when that can't be done."""

    def add_key(self, name: str, role: str, digest: str, ends_at: str | None = None) -> StoredKey:
        """Keep a new key; raises InvalidRequest when a key that works has the name."""
        ...

    def list_keys(self) -> tuple[StoredKey, ...]:
        """List all keys, also those that don't work any more, oldest first."""
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
        """Keep that a key was used now."""
        ...

    def add_sign_in(self, digest: str, owner: str, ends_at: str) -> None:
        """Keep a sign-in; those that have ended go."""
        ...

    def signed_in(self, digest: str) -> str | None:
        """Give who signed in, as owner; None when the sign-in has ended or never was."""
        ...

    def end_sign_in(self, digest: str) -> None:
        """Forget a sign-in."""
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
        """List the caller's briefs, the newest first; with `question`, those on it."""
        ...


@dataclass(frozen=True, slots=True)
class KeptCounts:
    """How much is kept, or was deleted, of what somebody asked."""

    conversations: int = 0
    answers: int = 0
    """In conversations and by themselves."""
    briefs: int = 0
    reflections: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.conversations or self.answers or self.briefs or self.reflections)


class RetentionStore(Protocol):
    """Counts and deletes in bulk. Any method raises StorageError when that can't be done."""

    def count_all(self) -> KeptCounts:
        """Count what is anybody's."""
        ...

    def count_own(self) -> KeptCounts:
        """Count what is the caller's."""
        ...

    def delete_own(self) -> KeptCounts:
        """Delete all that the caller asked, with the feedback on it; gives what went."""
        ...

    def delete_before(self, moment: str) -> KeptCounts:
        """Delete, whoever asked it, what was last used before a moment (ISO 8601, UTC); gives what went.

        Of reflections, those that nobody accepted.
        """
        ...


class Store(KeyStore, BriefStore, ReflectionStore, RetentionStore, Protocol):
    """Keeps conversations, answers and feedback. Any method raises StorageError when that can't be done.

    What is not the caller's (see `seen_by`) is not found.
    """

    def seen_by(self, owners: tuple[str, ...]) -> "Store":
        """Give this store as these owners see it; new conversations and answers are the first one's."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...

    def create_conversation(self, title: str | None = None) -> Conversation:
        """Start an empty conversation."""
        ...

    def conversations(
        self, limit: int, offset: int = 0, *, titled: bool = False, words: str = ""
    ) -> tuple[Conversation, ...]:
        """List conversations, the latest used first; `titled` leaves out those that nobody asked in or named.

        With `words`, only those that have each of them, or a part of a word like it, in title, questions or answers.
        """
        ...

    def conversation(self, id_: str) -> Conversation:
        """Give one conversation's entry; raises NotFound."""
        ...

    def turns(self, conversation_id: str) -> tuple[StoredTurn, ...]:
        """Give all turns, oldest first, with their answers; raises NotFound."""
        ...

    def history(self, conversation_id: str, limit: int = 20) -> tuple[Turn, ...]:
        """Give the last turns, oldest first, for asking on; raises NotFound."""
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
        """Keep a conversation that was deleted again, under its id, as the caller's."""
        ...

    def save_answer(self, answer: Answer, conversation_id: str | None = None) -> None:
        """Keep an answer; with a conversation, append question and answer to it, both or neither."""
        ...

    def answer(self, id_: str) -> Answer:
        """Give an answer as it was given; raises NotFound."""
        ...

    def position_of(self, answer_id: str) -> Position | None:
        """Give the position of an answer; None for one that was asked outside any conversation."""
        ...

    def add_feedback(self, answer_id: str, verdict: str, text: str | None) -> Feedback:
        """Keep what a reader said of an answer; raises NotFound."""
        ...

    def feedback(self, *answer_ids: str) -> tuple[Feedback, ...]:
        """Give what readers said of these answers, oldest first."""
        ...

    def answers_with_feedback(self) -> tuple[AnswerWithFeedback, ...]:
        """Give every answer that readers said something of, in the order of the first feedback on each."""
        ...
