"""What is kept of questions and answers, and what every store of it can do."""

from dataclasses import dataclass
from typing import Protocol

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


class Store(Protocol):
    """Keeps conversations, answers and feedback. Any method raises StorageError when that can't be done."""

    def close(self) -> None:
        """Give the connections back."""
        ...

    def create_conversation(self, title: str | None = None) -> Conversation:
        """Start an empty conversation."""
        ...

    def conversations(self, limit: int, offset: int = 0, *, titled: bool = False) -> tuple[Conversation, ...]:
        """List conversations, the latest used first; `titled` leaves out those that nobody asked in or named."""
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
