"""How many tokens the chat model has read and written today, held against the budget of a day."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache

from ingest.errors import ModelUnavailable
from service.settings import Settings
from service.types import Usage

_CHARS_PER_TOKEN = 4
"""Of English text with the tokenizers of current models; only for servers that don't count themselves."""


def _today() -> date:
    return datetime.now(UTC).date()


class Spending:
    """The tokens of one day (UTC) in this process. Safe to use from several threads."""

    def __init__(self, most: int | None, today: Callable[[], date] = _today) -> None:
        self._most, self._today = most, today
        self._day, self._spent = today(), 0
        self._lock = threading.Lock()

    def check(self) -> None:
        """Raise ModelUnavailable where the day's budget is used up."""
        if self._most is not None and self.spent >= self._most:
            message = f"Its budget of {self._most:,} tokens for today is used up."
            raise ModelUnavailable(message)

    def add(self, usage: Usage) -> None:
        """Count what a request took."""
        with self._lock:
            self._turn_page()
            self._spent += usage.input_tokens + usage.output_tokens

    @property
    def spent(self) -> int:
        """Tokens of today so far."""
        with self._lock:
            self._turn_page()
            return self._spent

    def _turn_page(self) -> None:
        if self._day != (day := self._today()):
            self._day, self._spent = day, 0


@lru_cache(maxsize=16)
def find_spending(settings: Settings) -> Spending:
    """The one for these settings: writing, help before the search and second opinions share a budget."""
    return Spending(settings.chat_day_tokens)


def estimate_usage(read: int, written: int) -> Usage:
    """Tokens for so many characters, where a server does not count them."""
    return Usage(-(-read // _CHARS_PER_TOKEN), -(-written // _CHARS_PER_TOKEN))


def price(usage: Usage, settings: Settings) -> float | None:
    """What tokens cost in the currency of the settings' prices; None without them."""
    if settings.chat_price_input is None or settings.chat_price_output is None:
        return None
    cost = usage.input_tokens * settings.chat_price_input + usage.output_tokens * settings.chat_price_output
    return round(cost / 1_000_000, 6)
