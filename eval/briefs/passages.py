"""The passages for measuring stances, each with the one or two labels that a reader gave it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import InvalidRequest
from ingest.types import Voice
from service.brief.types import Stance

Half = Literal["rules", "held"]
HALVES: tuple[Half, ...] = get_args(Half)


class LabelledForm(BaseModel):
    """One line of a file of labels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    report: str
    """The id of the sample report that has the passage."""
    voice: Voice
    text: str
    """The passage, with its lines joined."""
    stances: tuple[Stance, ...] = Field(min_length=1, max_length=2)
    """The reader's label; a second one where a careful reader might as well give it."""


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """A passage with what it says to the subject of a question, as a reader saw it."""

    question: str
    report: str
    voice: Voice
    text: str
    stances: tuple[Stance, ...]


def load_labelled(half: Half) -> list[LabelledPassage]:
    """Read a half. Raises InvalidRequest, with the line, for any other file."""
    path = Path(__file__).with_name(f"{half}.jsonl")
    return [_read(line, number, path) for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)]


def _read(line: str, number: int, path: Path) -> LabelledPassage:
    try:
        form = LabelledForm.model_validate_json(line)
    except ValidationError as problem:
        message = f"{path.name}, line {number}: {problem}"
        raise InvalidRequest(message) from problem
    return LabelledPassage(form.question, form.report, form.voice, form.text, form.stances)
