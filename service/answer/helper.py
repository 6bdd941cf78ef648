"""Help before the search: a chat model gives smaller questions, other words and a sentence that may be looked for."""

import logging
import re
from dataclasses import dataclass

from ingest.errors import ModelUnavailable
from service.answer.chat import fence_text
from service.answer.model.chat_model import ChatModel
from service.answer.prompts import load_prompt
from service.answer.thoughts import ThoughtFilter
from service.settings import Settings

MOST_QUERIES, LONGEST_QUERY = 5, 300
"""Each query is a search of some milliseconds; a longer line is none that was asked for."""
_LINE = re.compile(r"^\W{0,4}(?:ASK|WORDS|LIKE)\W{0,4}:\W{0,4}(\S[^\n]*)$", re.MULTILINE)
"""A line of the model's as the prompt asks for it, with Markdown around its first word or not: "**WORDS:** trust"."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SearchHelper:
    """Asks the configured chat model what else to search for."""

    model: ChatModel
    seconds: float
    """Longest wait for it."""

    def suggest(self, question: str) -> tuple[str, ...]:
        """Up to MOST_QUERIES texts to search for beside the question; none where the model fails."""
        prompt = load_prompt("search.user", frozenset({"question"}))
        thoughts = ThoughtFilter()
        try:
            pieces = self.model.stream(
                [("human", prompt.render(question=fence_text(question)))], self.seconds
            )
            told = "".join(thoughts.feed(piece.text) for piece in pieces) + thoughts.finish()
        except ModelUnavailable as problem:
            _log.warning("no help before the search: %s", problem)
            return ()
        queries = dict.fromkeys(match[1].strip() for match in _LINE.finditer(told))
        return tuple(query for query in queries if len(query) <= LONGEST_QUERY)[:MOST_QUERIES]


def load_helper(settings: Settings) -> SearchHelper | None:
    """The helper, where a chat model is configured and the setting wants it. Raises SettingsError."""
    if not settings.chat_help or not (settings.chat_model or settings.chat_base_url):
        return None
    return SearchHelper(ChatModel(settings), settings.chat_help_seconds)
