"""The files of a question set: YAML or tables, read and written. PyYAML's home."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from eval.sets.form import CaseForm, SetEntry, SetProblem, list_complaints
from eval.sets.seal import find_seal
from eval.sets.sheets import lay_out_cases, read_sheet
from eval.sets.slips import tell_slip
from eval.tables import SUFFIXES, write_table
from ingest.disk.folder import raise_storage_errors, write_atomically
from ingest.errors import InvalidRequest

CURATED = Path(__file__).parents[1] / "questions"
"""The set that comes with Walkalong; its gold lies in the sample reports."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """What the files of a set hold: the readable cases, and what is wrong with the others."""

    name: str
    files: dict[str, str]
    """File name, with its folder's, -> SHA-256."""
    entries: tuple[SetEntry, ...]
    problems: tuple[SetProblem, ...]
    seal: Path | None = None
    """The file of its seal; None for a set whose questions may be shown."""


def read_set(paths: Sequence[Path]) -> QuestionSet:
    """Read files, and folders of files, without judging them by a library. Raises InvalidRequest for a missing one,
    and for a sealed set beside another.

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
    seals = [seal for seal in map(find_seal, paths) if seal.exists()]
    if seals and len(paths) > 1:
        message = f"{seals[0].name}: a sealed set is asked by itself, so that its figures are its own."
        raise InvalidRequest(message)
    return QuestionSet(paths[0].stem, digests, tuple(entries), tuple(problems), seals[0] if seals else None)


def write_set(path: Path, forms: Iterable[CaseForm]) -> int:
    """Write a file of cases, whole or not at all; gives their number. Raises StorageError.

    A name that ends in `.csv` or `.xlsx` makes a table, any other one YAML.
    """
    written = tuple(forms)
    if is_table(path):
        write_table(path, lay_out_cases(written))
        return len(written)
    with raise_storage_errors(path.parent):
        write_atomically(path, lambda file: file.write(dump_cases(written).encode()))
    return len(written)


def dump_cases(forms: Iterable[CaseForm]) -> str:
    """Cases as YAML text; such texts can be appended to each other."""
    raw = [form.model_dump(mode="json", exclude_defaults=True) for form in forms]
    text: str = yaml.dump(raw, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def is_table(path: Path) -> bool:
    """Whether a file's name is that of a table, CSV or XLSX."""
    return path.suffix.lower() in SUFFIXES


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
    forms, wrong = _read_table(path) if is_table(path) else _read_yaml(path)
    problems += wrong
    seen = {entry.form.id: entry.file for entry in entries}
    for form in forms:
        if form.id in seen:
            taken = f"the id is taken by another case, in {seen[form.id]}"
            problems.append(SetProblem(path.name, form.id, taken))
            continue
        seen[form.id] = path.name
        entries.append(SetEntry(path.name, form))


def _read_table(path: Path) -> tuple[list[CaseForm], list[SetProblem]]:
    try:
        return read_sheet(path)
    except InvalidRequest as error:
        return [], [SetProblem(path.name, "", error.message.removeprefix(f"{path.name}: "))]


def _read_yaml(path: Path) -> tuple[list[CaseForm], list[SetProblem]]:
    try:
        cases = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - derives from SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return [], [SetProblem(path.name, "", f"it can't be read as YAML: {tell_slip(error)}")]
    if not isinstance(cases or [], list):
        return [], [SetProblem(path.name, "", "it must be a list of cases, each beginning with `- id:`")]
    forms, problems = [], []
    for number, raw in enumerate(cases or [], start=1):
        given = raw.get("id") if isinstance(raw, dict) else None
        name = given if isinstance(given, str) else f"case {number}"
        try:
            forms.append(CaseForm.model_validate(raw))
        except ValidationError as error:
            problems.append(SetProblem(path.name, name, list_complaints(error)))
    return forms, problems


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class _Loader(yaml.SafeLoader):
    """YAML in which everything but `true`, `false` and `null` is text, so `No`, 2021 and 1.50 stay as written.

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
