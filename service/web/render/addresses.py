"""The addresses of pages and pictures, each made in one place."""

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from service.types import Passage
from service.wire.addresses import below_root, picture
from service.wire.addresses import report as report_of_api


def conversation(id_: str, turn: int | None = None, chosen: Iterable[tuple[str, str]] = ()) -> str:
    """A conversation, or one of its turns (from 1); `chosen` is what its form limits questions to."""
    address = with_fields(below_root(f"/conversations/{quote(id_, safe='')}"), chosen)
    return f"{address}#a{turn}" if turn else address


def answer(id_: str) -> str:
    """An answer by itself."""
    return below_root(f"/answers/{quote(id_, safe='')}")


def brief(id_: str) -> str:
    """A brief."""
    return below_root(f"/briefs/{quote(id_, safe='')}")


def story(about: str) -> str:
    """The story of a place, a theme or a report."""
    return f"{below_root('/story')}?{urlencode({'about': about})}"


def question(id_: str) -> str:
    """A reflective question's own page."""
    return below_root(f"/questions/{quote(id_, safe='')}")


def report(id_: str) -> str:
    """A report's own page."""
    return below_root(f"/reports/{quote(id_, safe='')}")


def address_passage(answer_id: str, key: str) -> str:
    """A passage of an answer, shown beside it."""
    return f"{answer(answer_id)}/passages/{quote(key, safe='')}"


def span(report_id: str, start: int, end: int) -> str:
    """Any words of a report, by themselves."""
    return f"{report(report_id)}/passages?{urlencode({'start': start, 'end': end})}"


def file(report_id: str, page: int | None = None) -> str:
    """The report's file, opened at a page where it has pages."""
    return f"{report_of_api(report_id)}/file" + (f"#page={page}" if page else "")


def page_of(passage: Passage) -> str:
    """The picture of the page on which a passage starts."""
    return picture(passage.report_id, passage.page, passage.start, passage.end)


def with_fields(address: str, fields: Iterable[tuple[str, str]]) -> str:
    """The address with the fields of a form, some of which may come more than once."""
    query = urlencode(tuple(fields))
    return f"{address}?{query}" if query else address


def with_query(address: str, **values: str | float | None) -> str:
    """The address with more in its query; a name with the value None is left out."""
    query = urlencode({name: value for name, value in values.items() if value is not None})
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address
