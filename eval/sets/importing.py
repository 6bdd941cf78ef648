"""`walkalong eval import`: other tools' question files become question sets."""

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.sets.files import is_table, read_set
from eval.sets.form import CaseForm, OnePassage, TurnForm, list_complaints
from eval.sets.sheets import make_id
from ingest.errors import InvalidRequest

_SAID = ("contains", "icontains", "contains-any", "icontains-any")
"""promptfoo's assertions that become one point; `-all` would be several points, and others have no words."""
_NOT_SAID = tuple(f"not-{name}" for name in _SAID)
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
            form = _read_line(json.loads(line), forms)
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


def _read_line(raw: object, taken: Collection[str]) -> CaseForm:
    """A question of this shape, a sample of inspect_ai, a test of promptfoo or a sample of ragas, by its fields.

    What was exported from here comes back whole. Of others come the question, earlier turns, what must be said and
    what must not; quotes of reports are to be added. Raises ValidationError.
    """
    record = raw if isinstance(raw, dict) else {}
    metadata = record.get("metadata")
    if isinstance(metadata, dict) and "walkalong" in metadata:
        return CaseForm.model_validate(metadata["walkalong"])
    if "vars" in record:
        return _read_test(record, taken)
    if "user_input" in record or "input" in record:
        return _read_sample(record, taken)
    return _Line.model_validate(raw).form()


def _read_test(record: dict[str, Any], taken: Collection[str]) -> CaseForm:
    """A test of promptfoo. Its question is the variable of that name, else the first; other assertions are left out."""
    given = record["vars"] if isinstance(record["vars"], dict) else {}
    question = str(given.get("question") or next(iter(given.values()), ""))
    asserted = [each for each in record.get("assert") or () if isinstance(each, dict)]
    return _make_case(
        record.get("description"),
        question,
        taken,
        points=[_wordings(each) for each in asserted if each.get("type") in _SAID],
        must_not_say=[_wordings(each) for each in asserted if each.get("type") in _NOT_SAID],
    )


def _read_sample(record: dict[str, Any], taken: Collection[str]) -> CaseForm:
    """A sample of inspect_ai or ragas. Its target is the reference that people compare with, and goes to the notes."""
    asked = record.get("input", record.get("user_input"))
    turns = [each for each in asked if isinstance(each, dict)] if isinstance(asked, list) else []
    question = turns[-1].get("content", "") if turns else asked
    target = record.get("target", record.get("reference")) or ""
    reference = " / ".join(map(str, target)) if isinstance(target, list) else str(target)
    history = [{"role": each.get("role"), "content": each.get("content")} for each in turns[:-1]]
    return _make_case(record.get("id"), str(question or ""), taken, history=history, notes=reference)


def _make_case(name: object, question: str, taken: Collection[str], **given: Any) -> CaseForm:  # noqa: ANN401
    """A case of another tool. It has no persona or kind: these are leader and factual until somebody changes them."""
    own = re.sub(r"[^A-Za-z0-9._-]+", "-", str(name)).strip("-._") if name is not None else ""
    fields = {
        "id": own or make_id(question, taken),
        "kind": "factual",
        "persona": "leader",
        "answerable": True,
    }
    return CaseForm.model_validate(fields | {"question": question} | given)


def _wordings(asserted: dict[str, Any]) -> list[str]:
    value = asserted.get("value")
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path.name}: it can't be read as UTF-8 text ({error})."
        raise InvalidRequest(message) from error
