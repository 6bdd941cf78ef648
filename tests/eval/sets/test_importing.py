import json
from pathlib import Path
from typing import Any

import pytest

from eval.sets.files import read_set, write_set
from eval.sets.importing import read_jsonl
from ingest.errors import InvalidRequest

LINE: dict[str, Any] = {
    "id": "quo-01",
    "split": "dev",
    "persona": "leader",
    "kind": "quote_attribution",
    "question": "Who said it?",
    "history": [{"role": "user", "content": "Who spoke?"}],
    "answer_points": ["a project lead", ["Salford", "in Salford"]],
    "evidence": [{"doc": "report", "page": 3, "quote": "We kept going.", "required": True}],
    "answerable": True,
    "notes": "One voice.",
}


def written(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def test_a_line_becomes_a_case_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    (form,) = read_jsonl(written(tmp_path, LINE, ""))
    assert form.kind == "quotation"
    assert form.points == ("a project lead", ("Salford", "in Salford"))
    assert [(quote.report, quote.quote) for quote in form.quotes] == [("report", "We kept going.")]
    assert form.history[0].content == "Who spoke?"
    assert form.notes == "One voice."


def test_what_is_imported_is_a_set(tmp_path: Path) -> None:
    forms = read_jsonl(written(tmp_path, LINE))
    write_set(tmp_path / "set.yaml", forms)
    assert [entry.form for entry in read_set([tmp_path / "set.yaml"]).entries] == forms


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: case: "),
        (LINE | {"id": "b", "kind": "odd"}, "line 2: kind: "),
        (LINE | {"id": "b", "answerable": None}, "line 2: answerable: "),
        (LINE | {"id": "b", "evidence": [{"quote": "x"}]}, "line 2: evidence.0.doc: field required"),
        (LINE, "line 2: the id 'quo-01' is taken"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, line: object, said: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read_jsonl(written(tmp_path, LINE, line))
    assert f"questions.jsonl, {said}" in refused.value.message


def test_an_empty_file_and_one_that_is_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="no question"):
        read_jsonl(written(tmp_path, "", ""))
    (tmp_path / "odd.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidRequest, match=r"odd\.jsonl.*UTF-8"):
        read_jsonl(tmp_path / "odd.jsonl")
