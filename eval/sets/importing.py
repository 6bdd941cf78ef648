"""`walkalong eval import`: other tools' question files become question sets."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.sets.files import is_table, read_set
from eval.sets.form import CaseForm, OnePassage, TurnForm, list_complaints
from ingest.errors import InvalidRequest

KINDS = {"quote_attribution": "quotation"}
"""What other files call a kind."""


class _EvidenceForm(BaseModel):
    doc: str
    quote: str
    required: bool = True


class _Line(BaseModel):
    """One question of a JSONL file; other fields are left out."""

    model_config = ConfigDict(extra="ignore")

    id: str
    kind: str
    persona: str
    question: str
    answerable: bool
    history: list[TurnForm] = Field(default_factory=list)
    answer_points: list[str | list[str]] = Field(default_factory=list)
    evidence: list[_EvidenceForm] = Field(default_factory=list)
    notes: str = ""

    def form(self) -> CaseForm:
        """The case in our form; raises ValidationError."""
        given: dict[str, Any] = {
            "id": self.id,
            "kind": KINDS.get(self.kind, self.kind),
            "persona": self.persona,
            "question": self.question,
            "history": self.history,
            "answerable": self.answerable,
            "points": self.answer_points,
            "gold": [OnePassage(report=e.doc, quote=e.quote, required=e.required) for e in self.evidence],
            "notes": self.notes,
        }
        return CaseForm.model_validate(given)


def read_questions(path: Path) -> list[CaseForm]:
    """Read a table, YAML or lines of JSON, by the ending of the file's name.

    Raises InvalidRequest with everything that is wrong.
    """
    if not is_table(path) and path.suffix.lower() not in (".yaml", ".yml"):
        return read_jsonl(path)
    found = read_set([path])
    if found.problems:
        raise InvalidRequest("\n".join(map(str, found.problems)))
    return [entry.form for entry in found.entries]


def read_jsonl(path: Path) -> list[CaseForm]:
    """Read a file with one question on a line: id, kind, persona, question, answerable; as far as there are any,
    history, answer_points, evidence (doc, quote, required) and notes.

    Raises InvalidRequest with every line that is wrong.
    """
    forms: dict[str, CaseForm] = {}
    wrong: list[str] = []
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            form = _Line.model_validate(json.loads(line)).form()
        except json.JSONDecodeError as error:
            wrong.append(f"{path.name}, line {number}: not JSON ({error})")
        except ValidationError as error:
            wrong.append(f"{path.name}, line {number}: {list_complaints(error)}")
        else:
            if form.id in forms:
                wrong.append(f"{path.name}, line {number}: the id {form.id!r} is taken by an earlier line")
            forms[form.id] = form
    if wrong or not forms:
        raise InvalidRequest("\n".join(wrong) or f"{path.name}: there is no question in it.")
    return list(forms.values())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path.name}: it can't be read as UTF-8 text ({error})."
        raise InvalidRequest(message) from error
