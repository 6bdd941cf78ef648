"""The answerer that needs no model: the reports' own sentences, as chosen and ordered, with who said them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from service.telling.plain import flatten_text
from service.telling.rows import write_words
from service.types import Engine, Evidence, Passage, Statement, StatementKind

_ATTRIBUTION = re.compile(r"\s*\((?P<role>[^()]{2,80})\)[.*_\s]*$")
"""Who said it, in brackets at the end: "We met (a nurse)." 80 characters at most, by judgement: more is no role."""
_MARKS = "\"'“”‘’«»"


class ExtractiveAnswerer:
    """Makes one statement of each passage, word for word."""

    engine = Engine("extractive")

    def statements(self, evidence: Evidence) -> Iterator[Statement]:
        """Yield a statement for each passage, in the order given."""
        grouped = (
            _group_by_part(evidence.passages, evidence.parts)
            if evidence.parts
            else _group_passages(evidence.passages)
        )
        for passage, group in grouped:
            yield statement(passage, group)


def label_part(question: str, report_title: str) -> str:
    """The label above what a report says on one of several questions."""
    return f"{question} · {report_title}"


def statement(passage: Passage, group: str | None = None) -> Statement:
    """The passage as a statement: quotations get their speaker in front, bullets become items."""
    if passage.voice == "quotation" and passage.speaker:
        row, quoted = _quote_cell(passage.text)
        said = f"{row}{passage.speaker}: “{unquote(flatten_text(quoted))}”"
        return Statement(said, (passage.id,), "quotation", group)
    words = write_words(passage)
    kind: StatementKind = "item" if passage.role in ("bullet", "table_row") else "sentence"
    return Statement(words, (passage.id,), kind, group)


def _quote_cell(text: str) -> tuple[str, str]:
    """What a table's row says first, and the cell that is quoted, its longest. Other text is quoted whole."""
    cells = [cell for cell in text.split("\t") if cell.strip()]
    if len(cells) < 2:
        return "", text
    quoted = max(cells, key=len)
    return "".join(f"{flatten_text(cell)} · " for cell in cells[: cells.index(quoted)]), quoted


def unquote(words: str) -> str:
    """Quoted words without their own quotation marks and the attribution at their end."""
    bare = _ATTRIBUTION.sub("", words).strip()
    if bare[:1] in _MARKS and bare[-1:] in _MARKS:
        bare = bare[1:-1].strip()
    return bare


def _group_by_part(passages: tuple[Passage, ...], parts: Mapping[str, str]) -> Iterator[tuple[Passage, str]]:
    """Each passage with its report; the first report on each question stands below the question as well."""
    labels: dict[tuple[str, str], str] = {}
    for passage in passages:
        part, title = parts[passage.id], passage.report_title
        is_first = all(asked != part for asked, _ in labels)
        yield passage, labels.setdefault((part, title), label_part(part, title) if is_first else title)


def _group_passages(passages: tuple[Passage, ...]) -> list[tuple[Passage, str | None]]:
    """Each passage with its label: its report if there are several, or else its place if there are several.

    Passages of one place are brought together, in the order in which the places first appear; rows of one table stay
    together whatever they name.
    """
    if len({passage.report_title for passage in passages}) > 1:
        return [(passage, None if _is_title(passage) else passage.report_title) for passage in passages]
    rows = Counter(passage.table.caption for passage in passages if passage.table)
    places = [
        passage.places[0]
        if len(passage.places) == 1 and not (passage.table and rows[passage.table.caption] > 1)
        else None
        for passage in passages
    ]
    apart = list(dict.fromkeys(place for place in places if place))
    if len(apart) < 2:
        return [(passage, None) for passage in passages]
    order = {None: -1} | {place: number for number, place in enumerate(apart)}
    return sorted(zip(passages, places, strict=True), key=lambda pair: order[pair[1]])


def _is_title(passage: Passage) -> bool:
    """Whether a passage is its report's title, which needs no label that says the same."""
    return flatten_text(passage.text).casefold() == passage.report_title.casefold()
