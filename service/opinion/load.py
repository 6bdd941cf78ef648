"""Makes the second opinion that the settings name: a cross-encoder for entailment, or the chat model as a judge."""

from collections.abc import Sequence

from ingest.embedding.entailment import EntailmentModel
from ingest.errors import SettingsError
from service.check.faults import Hear, Opinion
from service.opinion.chat import ChatOpinion
from service.settings import Settings
from service.types import Passage

CHAT = "chat"
"""The setting's value for the chat model."""


def load_opinion(settings: Settings) -> Hear | None:
    """The second opinion that the setting `checker` names, None without one.

    Raises ModelUnavailable for a model that can't be loaded, SettingsError for `chat` without a chat model.
    """
    if not settings.checker:
        return None
    if settings.checker != CHAT:
        return _make_hearing(EntailmentModel(settings.checker))
    if not (settings.chat_model or settings.chat_base_url):
        message = "WALKALONG_CHECKER is chat, but no chat model is configured. Set WALKALONG_CHAT_MODEL."
        raise SettingsError(message)
    return ChatOpinion(settings).hear


def _make_hearing(model: EntailmentModel) -> Hear:
    def hear(text: str, passages: Sequence[Passage]) -> Opinion:
        return Opinion(*model.judge("\n".join(passage.text for passage in passages), text))

    return hear
