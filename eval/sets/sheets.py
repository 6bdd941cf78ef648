"""A question set as a table: its columns, turning rows into cases and back, and naming errors by cell."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eval.sets.cells import (
    CHOICES,
    CellSlip,
    choose_word,
    flatten,
    read_filters,
    read_history,
    read_points,
    read_yes,
    write_filters,
    write_points,
    write_yes,
)
from eval.sets.form import AnyPassage, CaseForm, SetProblem, list_field_complaints
from eval.tables import FileRow, FileTable, name_cell, read_table
from service.telling.workbook import FilledTable

COLUMNS = {
    "id": "A short name of the case, without spaces. Left empty, it is made from the question.",
    "question": "The question, as somebody would ask it. A row without one adds a passage to the case above.",
    "answerable": "no if the reports do not say, so that a refusal is right. Empty: yes.",
    "kind": "What sort of question it is. Empty: factual.",
    "persona": "Who asks. Empty: leader.",
    "points": "What a good answer must say, one point on each line. Separate other wordings of a point by ' / '.",
    "must_not_say": "What no answer may say, written like the points.",
    "report": "The report that has the quote: its id, or its file's name without the ending.",
    "quote": "Words of that report on which the answer rests, copied exactly.",
    "required": "no if a good answer may leave the passage out. Empty: yes.",
    "stance": "How the passage answers the question, if a brief is made. Empty: not said.",
    "claim": "The same number for passages of which one is enough. Empty: the passage is needed by itself.",
    "history": "Earlier turns, one on each line, beginning with 'user: ' or 'assistant: '.",
    "tags": "Your own words without spaces, separated by commas, to choose cases and to group figures.",
    "filters": "Search only here. One on each line, such as 'place: Salford': report, place, kind, voice, from, to.",
    "brief": "yes to make and score a brief on the question too. Empty: no.",
    "pair": "A name shared by two cases that ask the same from opposite sides.",
    "notes": "Anything to remember, which no score looks at. Columns with headings of your own are added to it.",
}
"""The columns that there may be, and what each is for."""
_BY_FIELD = {"gold": "quote"}
"""Field of a case -> its column, where the names differ."""
_PASSAGE = ("report", "quote", "required", "stance", "claim")
_ID_WORDS = 6
"""Words of a question that make up an id: enough to tell most questions apart, and still short."""


@dataclass(slots=True)
class _RowGroup:
    """A case while it is being gathered from its rows."""

    row: FileRow
    passages: list[FileRow] = field(default_factory=list)


def read_sheet(path: Path) -> tuple[list[CaseForm], list[SetProblem]]:
    """The cases of a CSV or XLSX file, and what is wrong, each with its row and column.

    A problem names the cell in the place of the case. What stands in columns of the writer's own goes to the notes.
    Raises InvalidRequest for a file that is no table of questions.
    """
    table = read_table(path, "question")
    problems = [
        SetProblem(path.name, f"column {name}", _name_slip(name))
        for name in table.columns
        if _find_meant(name)
    ]
    drafts: list[_RowGroup] = []
    forms: dict[str, CaseForm] = {}
    for row in table.rows:
        try:
            _sort_row(row, drafts)
        except CellSlip as wrong:
            problems.append(_problem(path, table, wrong))
    for draft in drafts:
        try:
            form = _make_case(draft, forms)
            forms[form.id] = form
        except CellSlip as wrong:
            problems.append(_problem(path, table, wrong))
    return list(forms.values()), problems


def lay_out_cases(forms: Iterable[CaseForm]) -> tuple[FilledTable, FilledTable]:
    """Cases as a table that `read_sheet` reads, and a second one that says what its columns are for.

    Runs of spaces and line breaks inside questions, points and quotes become single spaces.
    """
    rows = [row for form in forms for row in _case_rows(form)]
    about = [{"column": name, "what it holds": what, "words": _words(name)} for name, what in COLUMNS.items()]
    return (
        FilledTable("questions", tuple(COLUMNS), rows, CHOICES),
        FilledTable("columns", ("column", "what it holds", "words"), about),
    )


def _find_meant(name: str) -> str | None:
    """The column that a misspelt one was meant to be; None for a known one, a remark, or the writer's own column."""
    if name in COLUMNS or name.startswith("#"):
        return None
    return next(iter(get_close_matches(name, COLUMNS, n=1)), None)


def _name_slip(name: str) -> str:
    return (
        f"there is no such column. Perhaps {_find_meant(name)!r} is meant. There are {', '.join(COLUMNS)}; begin its "
        "heading with # to have it passed over."
    )


def _write_notes(cells: Mapping[str, str]) -> str:
    """The notes, then the words of the writer's own columns below their headings; a bare number is no note."""
    own = [
        f"{name.replace('_', ' ')}: {words}"
        for name, words in cells.items()
        if name not in COLUMNS and not name.startswith("#") and not words.replace(".", "").isdigit()
    ]
    return "\n".join([*([cells["notes"]] if "notes" in cells else []), *own])


def _problem(path: Path, table: FileTable, wrong: CellSlip) -> SetProblem:
    return SetProblem(path.name, name_cell(table, wrong.column, wrong.row), wrong.what)


def _sort_row(row: FileRow, drafts: list[_RowGroup]) -> None:
    """Begin a case, or add a passage to the one above."""
    cells = row.cells
    if "question" in cells:
        drafts.append(_RowGroup(row, [row] if any(name in cells for name in _PASSAGE) else []))
        return
    own = [name for name in cells if name in COLUMNS and name not in (*_PASSAGE, "id")]
    is_more = bool(drafts) and not own and cells.get("id") in (None, drafts[-1].row.cells.get("id"))
    if not is_more:
        raise CellSlip(
            row.number,
            "question",
            "it is empty. Write the question; a row that only adds a passage to the case above has nothing but report, "
            "quote, required and claim.",
        )
    if any(name in cells for name in _PASSAGE):
        drafts[-1].passages.append(row)


def _make_case(draft: _RowGroup, taken: Mapping[str, CaseForm]) -> CaseForm:
    row, cells = draft.row.number, draft.row.cells
    given: dict[str, Any] = {
        "id": cells.get("id") or make_id(cells["question"], taken),
        "kind": choose_word(row, "kind", cells.get("kind", "factual")),
        "persona": choose_word(row, "persona", cells.get("persona", "leader")),
        "question": cells["question"],
        "answerable": read_yes(row, "answerable", cells),
        "history": read_history(row, cells.get("history", "")),
        "points": read_points(cells.get("points", "")),
        "must_not_say": read_points(cells.get("must_not_say", "")),
        "gold": _read_gold(draft.passages),
        "tags": [tag for tag in re.split(r"[,;\s]+", cells.get("tags", "")) if tag],
        "filters": read_filters(row, cells.get("filters", "")),
        "brief": "brief" in cells and read_yes(row, "brief", cells),
        "pair": cells.get("pair"),
        "notes": _write_notes(cells),
    }
    if given["id"] in taken:
        raise CellSlip(
            row, "id", f"{given['id']!r} is taken by a row above. Give each case an id of its own."
        )
    try:
        return CaseForm.model_validate(given)
    except ValidationError as error:
        said = list_field_complaints(error)
        name, what = next(iter(said.items()))
        column = name.partition(".")[0]
        raise CellSlip(row, _BY_FIELD.get(column, column), what) from error


def make_id(question: str, taken: Collection[str]) -> str:
    """An id of the question's first words, which stays when rows are moved."""
    words = re.findall(r"[a-z0-9]+", question.casefold())[:_ID_WORDS]
    name = "-".join(words) or "question"
    number = 2
    found = name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def _read_gold(rows: Sequence[FileRow]) -> list[dict[str, Any]]:
    """The claims in the order of their first passages."""
    claims: dict[str, list[dict[str, str]]] = {}
    needed: dict[str, bool] = {}
    stances: dict[str, str] = {}
    for row in rows:
        for name, remedy in (
            ("report", "Name the report that it stands in."),
            ("quote", "Copy words of the report."),
        ):
            if name not in row.cells:
                raise CellSlip(row.number, name, f"it is empty, and the row has a passage. {remedy}")
        claim = row.cells.get("claim", f"row {row.number}")
        is_needed = read_yes(row.number, "required", row.cells)
        if needed.setdefault(claim, is_needed) != is_needed:
            raise CellSlip(
                row.number, "required", f"passages of the claim {claim} say yes and no. Write the same."
            )
        if stance := row.cells.get("stance"):
            stances.setdefault(claim, choose_word(row.number, "stance", stance))
        claims.setdefault(claim, []).append({"report": row.cells["report"], "quote": row.cells["quote"]})
    return [
        (passages[0] if len(passages) == 1 else {"any_of": passages})
        | {"required": needed[claim], "stance": stances.get(claim)}
        for claim, passages in claims.items()
    ]


def _case_rows(form: CaseForm) -> Iterator[dict[str, str]]:
    """A row for the case with its first passage, one for each other passage."""
    first = {
        "id": form.id,
        "question": flatten(form.question),
        "answerable": write_yes(form.answerable),
        "kind": form.kind,
        "persona": form.persona,
        "points": write_points(form.points),
        "must_not_say": write_points(form.must_not_say),
        "history": "\n".join(f"{turn.role}: {flatten(turn.content)}" for turn in form.history),
        "tags": ", ".join(form.tags),
        "filters": write_filters(form.filters),
        "brief": write_yes(form.brief) if form.brief else "",
        "pair": form.pair or "",
        "notes": form.notes,
    }
    passages = [
        {
            "report": quote.report,
            "quote": flatten(quote.quote),
            "required": write_yes(claim.required),
            "stance": claim.stance or "",
            "claim": str(number) if isinstance(claim, AnyPassage) else "",
        }
        for number, claim in enumerate(form.gold, start=1)
        for quote in claim.quotes
    ]
    yield first | (passages[0] if passages else {})
    yield from ({"id": form.id} | passage for passage in passages[1:])


def _words(column: str) -> str:
    return ", ".join(CHOICES.get(column, ()))
