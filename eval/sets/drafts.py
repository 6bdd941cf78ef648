"""From a question that somebody really asked to a draft case, to be checked by an evaluator."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from eval.files import rewrite_file
from eval.sets.files import dump_cases, read_set
from eval.sets.form import CaseForm, list_complaints
from ingest.errors import InvalidRequest
from service.store.contract import AnswerWithFeedback
from service.types import Answer

_CHECK = "Draft from a question that was asked: check wording, kind, points and gold before it counts."

_DOUBTS = ("wrong", "wrong_passage")
"""Feedback that says that an answer's passages are wrong, so they must not become gold."""
_DOUBTED = (
    " Readers found the answer or its passages wrong, so none of them is gold: look for the right ones."
)


class Drafts:
    """The file that draft cases go into, with the answers that they can be made from."""

    def __init__(self, path: Path, answers: Iterable[AnswerWithFeedback]) -> None:
        self.path = path
        known = tuple(answers)
        self._answers = {each.answer.id: each.answer for each in known}
        self._doubted = {each.answer.id for each in known if any(f.verdict in _DOUBTS for f in each.feedback)}

    def has(self, answer_id: str) -> bool:
        """Whether the answer's question is in the file."""
        entries = read_set([self.path]).entries if self.path.exists() else ()
        return name_case(answer_id) in {entry.form.id for entry in entries}

    def add(self, answer_id: str, kind: str, persona: str, answerable: bool) -> None:
        """Append a case to the file. If that fails, the file stays as it is.

        Raises InvalidRequest for an unknown kind, persona or answer, for a question that is in the file
        already, and for a file that is broken; StorageError.
        """
        if answer_id not in self._answers:
            message = f"There is no answer {answer_id!r} with feedback."
            raise InvalidRequest(message)
        form = draft_case(
            self._answers[answer_id], kind, persona, answerable, is_doubted=answer_id in self._doubted
        )
        rewrite_file(self.path, lambda before: self._with(before, form))

    def _with(self, before: bytes, form: CaseForm) -> bytes:
        """The file with one more case, read once as a test before it replaces the old one."""
        gap = b"\n" if before and not before.endswith(b"\n") else b""
        after = before + gap + dump_cases([form]).encode()
        with tempfile.TemporaryDirectory() as folder:
            trial = Path(folder) / self.path.name
            trial.write_bytes(after)
            if problems := read_set([trial]).problems:
                message = f"Nothing was added. {problems[0]}. Mend that first."
                raise InvalidRequest(message)
        return after


def name_case(answer_id: str) -> str:
    """The id of the case made from an answer."""
    return f"asked-{answer_id[:12]}"


def draft_case(
    answer: Answer, kind: str, persona: str, answerable: bool, *, is_doubted: bool = False
) -> CaseForm:
    """The draft case. The cited passages are its proposed gold, unless readers found the answer wrong.

    Raises InvalidRequest for an unknown kind or persona.
    """
    is_gold = answerable and not is_doubted
    gold = [{"report": each.report_id, "quote": each.text} for each in answer.passages] if is_gold else []
    doubted = _DOUBTED if answerable and is_doubted else ""
    typed = f" Typed as: {answer.question}" if answer.question != answer.standalone_question else ""
    try:
        return CaseForm.model_validate(
            {
                "id": name_case(answer.id),
                "kind": kind,
                "persona": persona,
                "question": answer.standalone_question,
                "answerable": answerable,
                "gold": gold,
                "notes": _CHECK + doubted + typed,
            }
        )
    except ValidationError as error:
        message = f"No case was made: {list_complaints(error)}."
        raise InvalidRequest(message) from error
