"""The chat model as a judge of single sentences: whether their passages say them."""

import logging
import re
from collections.abc import Sequence

from ingest.errors import ModelUnavailable
from service.answer.chat import fence_text
from service.answer.model.chat_model import ChatModel
from service.answer.prompts import load_prompt
from service.answer.thoughts import ThoughtFilter
from service.check.faults import Opinion
from service.settings import Settings
from service.types import Passage

_VERDICT = re.compile(r"\b(SAID|CONTRADICTED|NOT_SAID)\b")
"""The words that the prompt asks for, in capitals only: "said" in a sentence of the model's is no verdict."""
_OPINIONS = {"SAID": Opinion(1.0, 0.0), "CONTRADICTED": Opinion(0.0, 1.0), "NOT_SAID": Opinion(0.0, 0.0)}
_log = logging.getLogger(__name__)


class ChatOpinion:
    """Asks the configured chat model about one sentence at a time."""

    def __init__(self, settings: Settings) -> None:
        """Make the model ready without calling it. Raises SettingsError."""
        self._model = ChatModel(settings)
        self._system = load_prompt("check.system", frozenset())
        self._user = load_prompt("check.user", frozenset({"passages", "sentence"}))

    def hear(self, text: str, passages: Sequence[Passage]) -> Opinion | None:
        """What the model says; None where it fails or says none of the three words."""
        user = self._user.render(
            passages=[fence_text(passage.text) for passage in passages], sentence=fence_text(text)
        )
        thoughts = ThoughtFilter()
        try:
            pieces = self._model.stream([("system", self._system.render()), ("human", user)])
            told = [thoughts.feed(piece.text) for piece in pieces]
        except ModelUnavailable as problem:
            _log.warning("no second opinion: %s", problem)
            return None
        found = _VERDICT.findall("".join((*told, thoughts.finish())))
        return _OPINIONS[found[-1]] if found else None
