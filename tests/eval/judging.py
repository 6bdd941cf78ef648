"""A server that a judge is asked over: OpenAI-compatible, answering what a test wants."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tests.serving import QuietHandler, served_handler


@contextmanager
def judge_server(reply: Callable[[dict[str, Any]], bytes]) -> Iterator[str]:
    """An OpenAI-compatible server whose answer to each request is what `reply` makes of it."""

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = reply(request)
            with suppress(OSError):  # who waited may have gone
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

    with served_handler(Handler) as address:
        yield f"{address}/v1"


def completion(content: str) -> bytes:
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps(
        {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    ).encode()


def verdict(word: str, reasons: str = "So.") -> bytes:
    return completion(json.dumps({"reasons": reasons, "verdict": word}))
