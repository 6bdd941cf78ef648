"""Query parameters of lists: which entries, which part of them, and the address of the next part."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Request, Response

from ingest.types import Details
from service.reports import records
from service.types import Filters
from service.web.context import Context
from service.wire import bodies
from service.wire.addresses import below_root

Item = TypeVar("Item")
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


class Selection:
    """Query parameters that select reports."""

    def __init__(
        self,
        place: Annotated[list[bodies.ShortText] | None, Query(max_length=50)] = None,
        kind: Annotated[list[bodies.ShortText] | None, Query(max_length=50)] = None,
        programme: bodies.ShortText | None = None,
        from_: Annotated[bodies.IsoDate | None, Query(alias="from")] = None,
        to: bodies.IsoDate | None = None,
    ) -> None:
        self._programme = programme
        self._filters = Filters(
            places=tuple(place or ()), kinds=tuple(kind or ()), from_date=from_, to_date=to
        )

    def of(self, parts: Context) -> list[Details]:
        """Give the catalogue's entries that pass."""
        return records.select_matching(parts.assistant.library.details, self._filters, self._programme)


class Paging:
    """Query parameters that take a part of a list; without them the whole list is given."""

    def __init__(
        self,
        request: Request,
        response: Response,
        limit: Annotated[int | None, Query(ge=1, le=1000)] = None,
        offset: Offset = 0,
    ) -> None:
        self._request, self._response = request, response
        self._limit, self._offset = limit, offset

    def of(self, items: Sequence[Item]) -> Sequence[Item]:
        """The part of a list that was asked for; the response then tells where the next one is."""
        end = len(items) if self._limit is None else self._offset + self._limit
        if end < len(items):
            link_next(self._request, self._response, end)
        return items[self._offset : end]


Selected = Annotated[Selection, Depends()]
Paged = Annotated[Paging, Depends()]


def link_next(request: Request, response: Response, offset: int) -> None:
    """Name the address of the part that begins at `offset`, in the form of RFC 8288."""
    query = request.url.include_query_params(offset=offset).query
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    response.headers["Link"] = f'<{below_root(path)}?{query}>; rel="next"'
