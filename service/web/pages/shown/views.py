"""What readers said about an answer, as pages show it and let them change it."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.store.contract import Feedback
from service.telling import wording


@dataclass(frozen=True, slots=True)
class GivenView:
    """The last that was said about an answer."""

    answer_id: str
    verdict: str
    text: str
    words: str
    """Both, in words."""


def find_view(answer_id: str, feedback: Iterable[Feedback]) -> GivenView | None:
    """Give the last view of an answer; `feedback` is oldest first, and may be about other answers too."""
    views = [give_view(each) for each in feedback if each.answer_id == answer_id]
    return views[-1] if views else None


def give_view(said: Feedback) -> GivenView:
    """Give one piece of feedback as it is shown."""
    verdict = wording.VERDICTS.get(said.verdict, said.verdict)
    return GivenView(
        said.answer_id, said.verdict, said.text or "", f"{verdict}: {said.text}" if said.text else verdict
    )
