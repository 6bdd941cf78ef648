"""How answers, passages and lists look in a terminal.

Reports' and callers' words go through `plain` before they are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ingest.types import Details
from service.cli.terminal import strip_controls
from service.reports.records import DefinedTerm
from service.telling.arrange import Part, describe_setting, lay_out, number_passages
from service.telling.rows import tell_row, write_words
from service.telling.wording import abbreviate_page
from service.types import Answer, CitedRow, Passage, Statement

WIDTH = 92
"""Lines longer than this are tiring to read."""
TIED = "\ue000"
"""Stands for a no-break space while lines are broken, as rich (15.0) breaks at those too; then a space is written."""


def print_answer(answer: Answer, catalogue: Iterable[Details]) -> None:
    """Write an answer with the passages behind it to stdout."""
    console = _console()
    numbered = number_passages(answer)
    if answer.standalone_question != answer.question:
        console.print(Text(f"Understood as: {strip_controls(answer.standalone_question)}", "italic dim"))
    console.print()
    for section in lay_out(answer):
        if section.label:
            _print_hanging(console, "", Text(_flat(section.label), "bold"))
        for part in section.parts:
            _print_part(console, part, numbered, "bold" if section.is_headline else "")
    for line in _remarks(answer):
        _print_hanging(console, "", Text(_flat(line), "dim" if answer.statements else ""))
    shown = answer.passages or answer.nearest
    if shown:
        title = "Passages" if answer.passages else "The nearest passages"
        console.print(Text(title, "dim underline"))
        _print_passages(console, shown, numbered, catalogue)
    _print_suggestions(console, answer)


def print_passages(passages: Sequence[Passage], catalogue: Iterable[Details]) -> None:
    """Write passages, numbered, to stdout."""
    _print_passages(_console(), passages, {}, catalogue)


def print_reports(entries: Sequence[Details], warnings: Mapping[str, Sequence[str]]) -> None:
    """Write the catalogue to stdout, with what could not be read properly of each report."""
    console = _console()
    for entry in entries:
        facts = (entry.publisher, entry.date, entry.kind, ", ".join(entry.places), _pages(entry), entry.file)
        _print_hanging(
            console, "", Text.assemble((strip_controls(entry.id), "cyan"), "  ", (_flat(entry.title), "bold"))
        )
        _print_hanging(console, "  ", Text(strip_controls(" · ".join(fact for fact in facts if fact)), "dim"))
        for warning in warnings.get(entry.id, ()):
            _print_hanging(console, "  ", Text(strip_controls(f"Warning: {warning}"), "yellow"))


def print_questions(questions: Sequence[Passage], catalogue: Iterable[Details]) -> None:
    """Write reflective questions to stdout, under their reports."""
    console, paged = _console(), _find_paged(catalogue)
    for report, members in groupby(questions, key=lambda passage: passage.report_id):
        passages = list(members)
        console.print(Text(strip_controls(passages[0].report_title), "bold"))
        for passage in passages:
            page = f"  {abbreviate_page(passage)}" if report in paged else ""
            _print_hanging(console, "• ", Text.assemble(_flat(passage.text), (page, "dim")))
        console.print()


def print_terms(terms: Sequence[DefinedTerm], catalogue: Iterable[Details]) -> None:
    """Write the glossary to stdout."""
    console, paged = _console(), _find_paged(catalogue)
    for item in terms:
        long = strip_controls(item.term.long) if item.term.long else Text("not spelled out", "italic")
        page = f", {abbreviate_page(item.passage)}" if item.passage.report_id in paged else ""
        source = f"  {_flat(item.passage.report_title)}{page}"
        short = Text(strip_controls(item.term.short).ljust(10) + "  ", "bold")
        _print_hanging(console, short, Text.assemble(long, (source, "dim")))


def _console() -> Console:
    """Open stdout: colours only on a terminal and without NO_COLOR; no text is read as markup."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH)
    return console


def _print_part(console: Console, part: Part, numbered: dict[str, int], style: str = "") -> None:
    if part.kind == "item":
        for statement in part.statements:
            _print_hanging(console, "• ", _render_statement(statement, numbered))
    elif part.kind == "quotation":
        _print_hanging(console, "│ ", _render_statement(part.statements[0], numbered, "italic"))
    else:
        _print_hanging(
            console, "", Text(" ").join(_render_statement(s, numbered, style) for s in part.statements)
        )
    console.print()


def _render_statement(statement: Statement, numbered: dict[str, int], style: str = "") -> Text:
    keys = [f"[{numbered[key]}]" for key in statement.passage_ids if key in numbered]
    return Text.assemble((_flat(statement.text), style), (f" {''.join(keys)}" if keys else "", "cyan"))


def _remarks(answer: Answer) -> list[str]:
    missing = ", ".join(f"“{word}”" for word in answer.missing)
    return [*answer.notes, *([f"No report contains {missing}."] if missing else [])]


def _print_passages(
    console: Console, passages: Sequence[Passage], numbered: dict[str, int], catalogue: Iterable[Details]
) -> None:
    """Write title and page, then headings and voice, then the words; no repeats."""
    entries = {entry.id: entry for entry in catalogue}
    several = len({entry.publisher for entry in entries.values()}) > 1
    source = headings = Text()
    for place, passage in enumerate(passages, 1):
        before = source, headings
        source, headings = (
            _source(passage, entries.get(passage.report_id), several),
            Text(_flat(describe_setting(passage)), "dim"),
        )
        heads = [source, headings] if source != before[0] else [headings] if headings != before[1] else []
        number = f"[{numbered.get(passage.id, place)}]".ljust(5)
        body = Text("\n").join([*heads, Text(f"“{_flat(write_words(passage))}”")])
        _print_hanging(console, Text(number, "cyan"), body)
        if passage.table:
            _print_row(console, passage.table)


def _print_row(console: Console, row: CitedRow) -> None:
    """Write the cells of a table's row below each other, after their heads; the cell asked for looks different."""
    grid = Table.grid(padding=(0, 2))
    for cell in tell_row(row).filled:
        mark, style = ("→", "bold") if cell.asked else (" ", "")
        grid.add_row(mark, Text(_flat(cell.name), "dim"), Text(_flat(cell.text), style))
    console.print(Padding(grid, (0, 0, 0, 3)))


def _source(passage: Passage, entry: Details | None, with_publisher: bool) -> Text:
    publisher = (
        f" ({strip_controls(entry.publisher)})" if with_publisher and entry and entry.publisher else ""
    )
    page = f", {abbreviate_page(passage)}" if entry is None or entry.format == "pdf" else ""
    return Text.assemble((_flat(passage.report_title), "bold"), publisher, page)


def _print_suggestions(console: Console, answer: Answer) -> None:
    if answer.suggestions:
        console.print()
        console.print(Text("To ask next", "dim"))
        for suggestion in answer.suggestions:
            _print_hanging(console, "• ", Text(_flat(suggestion)))


def _print_hanging(console: Console, mark: str | Text, body: Text) -> None:
    """Write a mark in the margin, with all lines of the body right of it."""
    margin = cell_len(str(mark))
    body.plain = body.plain.replace("\u00a0", TIED)
    for number, line in enumerate(body.wrap(console, console.width - margin)):
        line.rstrip()
        line.plain = line.plain.replace(TIED, " ")
        console.print(Text.assemble(mark if number == 0 else " " * margin, line), soft_wrap=True)


def _find_paged(catalogue: Iterable[Details]) -> set[str]:
    """Give the ids of reports that have pages."""
    return {entry.id for entry in catalogue if entry.format == "pdf"}


def _flat(text: str) -> str:
    """Give a text on one line: the line breaks of a report's page have no meaning here."""
    return " ".join(strip_controls(text).split())


def _pages(entry: Details) -> str:
    return f"{entry.pages} pages" if entry.format == "pdf" else entry.format
