"""Tags for pages: each page gets a tag of its content, and a browser that already has the page is told so."""

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class PageTags:
    """Tags pages that have no tag of their own. Only the browser keeps a page, and it asks again each time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        start: Message | None = None
        body = b""

        async def send_tagged(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
                return
            if start is None:
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            await _send_page(start, body, known, send)

        await self._app(scope, receive, send_tagged)


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    kind = headers.get("content-type", "").partition(";")[0]
    return bool(start["status"] == 200 and kind == "text/html" and "etag" not in headers)


async def _send_page(start: Message, body: bytes, known: str, send: Send) -> None:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = MutableHeaders(raw=start["headers"])
    headers["ETag"] = tag
    headers.setdefault("Cache-Control", "private, no-cache")
    # Compressing a page makes its tag a weak one.
    if tag in {each.strip().removeprefix("W/") for each in known.split(",")}:
        del headers["content-length"]
        start["status"], body = 304, b""
    await send(start)
    await send({"type": "http.response.body", "body": body})
