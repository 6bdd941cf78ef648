"""Addresses of what the service gives, below the path under which a proxy serves it."""

from collections.abc import Sequence
from contextvars import ContextVar
from urllib.parse import quote, urlencode

ROOT: ContextVar[str] = ContextVar("root", default="")
"""Set for each request: the path under which it came in (`/walkalong`), empty at the top and outside of requests."""


def below_root(path: str) -> str:
    """Give the address of a path of this service, for use in a page, a redirect or an answer."""
    return f"{ROOT.get()}{path}"


def report(report_id: str) -> str:
    """A report of the HTTP interface."""
    return below_root(f"/v1/reports/{quote(report_id, safe='')}")


def picture(
    report_id: str,
    page: int,
    start: int,
    end: int,
    scale: float | None = None,
    *,
    lines: bool = False,
    cells: Sequence[tuple[int, int]] = (),
) -> str:
    """The picture of a page with words marked; with `cells`, only these are marked.

    With `lines`, it shows only the lines around them.
    """
    query = {"start": start, "end": end} | ({"scale": f"{scale:g}"} if scale else {})
    query |= {"lines": "true"} if lines else {}
    query |= {"cells": ",".join(f"{first}-{last}" for first, last in cells)} if cells else {}
    return f"{report(report_id)}/pages/{page}.png?{urlencode(query)}"
