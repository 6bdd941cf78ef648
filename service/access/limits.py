"""How much one caller may ask in a given time. The home of limits, the package that counts."""

import time
from dataclasses import dataclass
from typing import Literal

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from service.access.callers import Caller
from service.settings import Settings

Work = Literal["answers", "briefs", "checks", "uploads", "requests", "sign_ins"]

WORK: dict[str, Work] = {
    "POST /ask": "answers",
    "POST /v1/answers": "answers",
    "POST /v1/chat/completions": "answers",
    "POST /v1/search": "answers",
    "POST /mcp": "answers",
    "POST /v1/briefs": "briefs",
    "POST /briefs": "briefs",
    # A survey takes about as long as an answer, and whoever reads one opens a few more.
    "GET /v1/assumptions": "answers",
    "GET /assumptions": "answers",
    "GET /v1/comparisons": "answers",
    "GET /v1/comparisons.csv": "answers",
    "GET /v1/comparisons.xlsx": "answers",
    "GET /compare": "answers",
    "GET /v1/themes": "answers",
    "GET /theme": "answers",
    "GET /v1/stories": "answers",
    **{f"GET /v1/stories.{form}": "answers" for form in ("md", "html", "docx", "pdf")},
    "GET /story": "answers",
    "POST /v1/checks": "checks",
    "POST /checks": "checks",
    "POST /add": "uploads",
    "POST /v1/ingestions": "uploads",
    "POST /sign-in": "sign_ins",
}
"""What is counted separately, by method and path; everything else is `requests`."""
AT_ONCE = frozenset({"answers", "briefs", "checks"})
"""Work that keeps a core busy, so only so much of it is done at once."""
DEFAULTS: dict[Work, str] = {
    # A person asks a few questions a minute; a program that asks without pause gets an answer every half second.
    "answers": "120/minute",
    "briefs": "30/minute",
    "checks": "30/minute",
    "uploads": "120/hour",
    # A page and its pictures are some 40 requests.
    "requests": "3000/minute",
    # No person mistypes a key this often, and nobody guesses a key in so few attempts.
    "sign_ins": "20/minute",
}
OFF = "off"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a limit says about one request."""

    work: Work
    allowed: bool
    limit: int
    """Requests in the limit's time."""
    remaining: int
    seconds: int
    """Seconds until the caller may do one more, if none remains; at least 1."""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that tell this to the client."""
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.seconds),
        }
        return told if self.allowed else {**told, "Retry-After": str(self.seconds)}


class Limits:
    """Counts, in this process, what callers do. Callers on this machine are counted only if a setting says so."""

    def __init__(self, settings: Settings) -> None:
        said = {work: getattr(settings, f"limit_{work}", None) for work in DEFAULTS}
        self._set = {work: _parse(text) for work, text in said.items() if text}
        self._default = {work: parse(text) for work, text in DEFAULTS.items()}
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def count(self, work: Work, caller: Caller | None, address: str) -> Allowance | None:
        """Count one request, by the caller's key or, without one, by the address; None if there is no limit."""
        item = self._item(work, caller)
        if item is None:
            return None
        who = (work, caller.owner if caller and caller.owner else address)
        allowed = self._counter.hit(item, *who)
        window = self._counter.get_window_stats(item, *who)
        seconds = max(1, round(window.reset_time - time.time()))
        return Allowance(work, allowed, item.amount, max(0, window.remaining), seconds)

    def _item(self, work: Work, caller: Caller | None) -> RateLimitItem | None:
        if work in self._set:
            return self._set[work]
        is_here = caller is not None and caller.kind == "local"
        return None if is_here else self._default[work]


def work_of(method: str, path: str) -> Work:
    """Tell under which kind of work a request is counted."""
    return WORK.get(f"{method} {path}", "requests")


def _parse(text: str) -> RateLimitItem | None:
    return None if text == OFF else parse(text)
