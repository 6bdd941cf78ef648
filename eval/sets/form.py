"""The form of a question set: YAML files of cases, what may stand in them, and reading and writing them.

The only home of PyYAML, and of the checks that need no library.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    TypeAdapter,
    ValidationError,
)

from eval.sets.slips import tell_slip
from eval.types import Kind, Persona
from ingest.disk.folder import storage_errors, write_atomically
from ingest.errors import InvalidRequest

CURATED = Path(__file__).parents[1] / "questions"
"""The set that comes with Walkalong; its gold lies in the sample reports."""

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnForm(_Form):
    """An earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    content: Words


class QuoteForm(_Form):
    """Words of a report."""

    report: Words = Field(description="The report's id, or its file's name without the ending.")
    quote: Words = Field(description="The words as they stand in the report.")


class OnePassage(QuoteForm):
    """A claim that one passage carries."""

    required: bool = Field(default=True, description="False: it helps, and an answer may do without.")

    @property
    def quotes(self) -> tuple[QuoteForm, ...]:
        """The one passage, as a group."""
        return (self,)


class AnyPassage(_Form):
    """A claim that several passages carry; one of them is enough."""

    any_of: tuple[QuoteForm, ...] = Field(min_length=1)
    required: bool = Field(default=True, description="False: it helps, and an answer may do without.")

    @property
    def quotes(self) -> tuple[QuoteForm, ...]:
        """The passages, as they stand in the file."""
        return self.any_of


def _claim(value: object) -> str:
    several = "any_of" in value if isinstance(value, dict) else isinstance(value, AnyPassage)
    return "several" if several else "one"


GoldForm = Annotated[
    Annotated[OnePassage, Tag("one")] | Annotated[AnyPassage, Tag("several")], Discriminator(_claim)
]


class CaseForm(_Form):
    """One question with what a good answer rests on."""

    id: Name
    kind: Kind
    persona: Persona = Field(description="Who asks.")
    question: Words
    history: tuple[TurnForm, ...] = Field(default=(), description="Earlier turns, oldest first.")
    answerable: bool = Field(description="False where the reports do not say, and a refusal is right.")
    points: tuple[Words | Annotated[tuple[Words, ...], Field(min_length=1)], ...] = Field(
        default=(), description="What must be said; a list gives acceptable wordings of one point."
    )
    must_not_say: tuple[Words | Annotated[tuple[Words, ...], Field(min_length=1)], ...] = Field(
        default=(),
        description="What no answer may say, nor a note beside it; a list gives wordings of one claim.",
    )
    gold: tuple[GoldForm, ...] = Field(default=(), description="What the answer rests on, claim by claim.")
    pair: Name | None = Field(
        default=None, description="Shared by the two cases that ask the same from opposite sides."
    )
    notes: str = ""

    @property
    def quotes(self) -> tuple[QuoteForm, ...]:
        """All passages of its gold."""
        return tuple(quote for claim in self.gold for quote in claim.quotes)


@dataclass(frozen=True, slots=True)
class SetProblem:
    """Something in a set that is wrong, and where."""

    file: str
    case: str
    """The case's id, or its place in the file where it has none."""
    what: str

    def __str__(self) -> str:
        """As a line for people."""
        return f"{self.file}, {self.case}: {self.what}" if self.case else f"{self.file}: {self.what}"


@dataclass(frozen=True, slots=True)
class SetEntry:
    """A case as its file has it."""

    file: str
    form: CaseForm


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """What some files hold: the cases that can be read, and what is wrong with the others."""

    name: str
    files: dict[str, str]
    """File name, with its folder's, -> SHA-256."""
    entries: tuple[SetEntry, ...]
    problems: tuple[SetProblem, ...]


def make_schema() -> dict[str, Any]:
    """The JSON Schema of a file."""
    described = TypeAdapter(tuple[CaseForm, ...]).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Question set"} | described


def write_schema() -> str:
    """The JSON Schema as its file has it."""
    return json.dumps(make_schema(), indent=1, ensure_ascii=False) + "\n"


def read_set(paths: Sequence[Path]) -> QuestionSet:
    """Read files, and folders of files, without judging them by a library. Raises InvalidRequest for a missing one.

    Everything else that is wrong is among the problems.
    """
    entries: list[SetEntry] = []
    problems: list[SetProblem] = []
    files = _files(paths)
    for path in files:
        _read_file(path, entries, problems)
    if not entries and not problems:
        problems.append(SetProblem(", ".join(path.name for path in paths), "", "there is no case in it"))
    digests = {f"{path.absolute().parent.name}/{path.name}": _digest(path) for path in files}
    return QuestionSet(paths[0].stem, digests, tuple(entries), tuple(problems))


def write_set(path: Path, forms: Iterable[CaseForm]) -> int:
    """Write a file of cases, whole or not at all; gives their number. Raises StorageError."""
    written = tuple(forms)
    with storage_errors(path.parent):
        write_atomically(path, lambda file: file.write(dump_cases(written).encode()))
    return len(written)


def dump_cases(forms: Iterable[CaseForm]) -> str:
    """Cases as a file has them; such texts can be put one behind another."""
    raw = [form.model_dump(mode="json", exclude_defaults=True) for form in forms]
    text: str = yaml.dump(raw, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def list_complaints(error: ValidationError) -> str:
    """What is wrong with a case, in one line: field and reason, each once."""
    said: dict[str, str] = {}
    for detail in error.errors():
        parts = [str(part) for part in detail["loc"] if isinstance(part, int) or _is_field(part)]
        if detail["type"] == "extra_forbidden":
            said.setdefault(str(detail["loc"][-1]), "there is no such field")
        else:
            said.setdefault(".".join(parts) or "case", _lower(detail["msg"]))
    return "; ".join(f"{field}: {reason}" for field, reason in said.items())


def _is_field(part: str) -> bool:
    """Whether a part of pydantic's location is a field, and not one way of a union."""
    return part.isidentifier() and part not in ("one", "several", "str")


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            message = f"{path}: there is no such file or folder of questions."
            raise InvalidRequest(message)
        inside = sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.is_dir() else [path]
        found += inside
    return found


def _read_file(path: Path, entries: list[SetEntry], problems: list[SetProblem]) -> None:
    try:
        cases = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - derives from SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(SetProblem(path.name, "", f"it can't be read as YAML: {tell_slip(error)}"))
        return
    if cases is None:
        cases = []
    if not isinstance(cases, list):
        problems.append(SetProblem(path.name, "", "it must be a list of cases, each beginning with `- id:`"))
        return
    seen = {entry.form.id: entry.file for entry in entries}
    for number, raw in enumerate(cases, start=1):
        given = raw.get("id") if isinstance(raw, dict) else None
        name = given if isinstance(given, str) else f"case {number}"
        try:
            form = CaseForm.model_validate(raw)
        except ValidationError as error:
            problems.append(SetProblem(path.name, name, list_complaints(error)))
            continue
        if form.id in seen:
            problems.append(
                SetProblem(path.name, name, f"the id is taken by another case, in {seen[form.id]}")
            )
            continue
        seen[form.id] = path.name
        entries.append(SetEntry(path.name, form))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class _Loader(yaml.SafeLoader):
    """YAML in which only `true`, `false` and `null` are no text: `No`, 2021 and 1.50 stay as written.

    A key that stands twice in a case is refused: PyYAML would lose the first.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT002 - PyYAML's signature
        """Construct a mapping whose keys differ."""
        keys = [key.value for key, _ in node.value]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise yaml.constructor.ConstructorError(None, None, f"{twice!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:null|~|)$"), ["n", "~", ""])


class _Dumper(yaml.SafeDumper):
    """YAML for people: no anchors, and lists indented under their field."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT002 - PyYAML's signature
        """Indent lists as well."""
        super().increase_indent(flow, indentless=False)
