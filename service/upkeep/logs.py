"""What the service logs about its work: lines for people, or JSON for programs that collect them.

A line has its request's id, and contains words of a question only if a setting asks for them.
"""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Set for each request, and known in all that is done for it."""
FACTS = "facts"
"""The name under which a log record carries further values, by name."""


def set_up_logs(*, as_json: bool) -> None:
    """Make this process write all log lines to stderr in one form."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else PlainLines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for chatty in ("httpx", "mcp", "sse_starlette", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class JsonLines(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        return json.dumps(self._facts(record), ensure_ascii=False, default=str)

    def _facts(self, record: logging.LogRecord) -> dict[str, object]:
        facts: dict[str, object] = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if id_ := REQUEST_ID.get():
            facts["request_id"] = id_
        if record.exc_info:
            facts["error"] = self.formatException(record.exc_info)
        return facts | getattr(record, FACTS, {})


class PlainLines(logging.Formatter):
    """A line for people: time, level, message, and its further fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record; line breaks and the like are escaped, so that nobody can forge a line."""
        facts = dict(getattr(record, FACTS, {}))
        if id_ := REQUEST_ID.get():
            facts["request_id"] = id_
        shown = " ".join(f"{name}={json.dumps(value, default=str)}" for name, value in facts.items())
        words = f"{_moment(record)} {record.levelname} {record.getMessage()}"
        line = f"{words} {shown}".rstrip().replace("\n", "\\n").replace("\r", "\\r")
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
