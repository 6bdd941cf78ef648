import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.bench.spans import read_questions
from eval.types import TextSpan
from ingest.errors import InvalidRequest
from service.cli.main import main

SCHOOL = "The school opened in 1911 and closed in 1960.\n\nIts garden had forty apple trees."
RIVER = "The river floods every spring.\n\nIn 1953 the flood carried the old bridge away."


@pytest.fixture
def benchmark(tmp_path: Path) -> tuple[Path, Path]:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "school.md").write_text(SCHOOL, "utf-8")
    (texts / "river.md").write_text(RIVER, "utf-8")
    start = SCHOOL.index("Its garden")
    gold = json.dumps([{"start_index": start, "end_index": len(SCHOOL)}]).replace('"', '""')
    rows = f'question,references,corpus_id\nHow many apple trees were in the garden?,"{gold}",school\n'
    (tmp_path / "questions.csv").write_text(rows, "utf-8")
    return texts, tmp_path / "questions.csv"


def test_a_run_is_written_and_scored_text_by_text(benchmark: tuple[Path, Path], tmp_path: Path) -> None:
    texts, file = benchmark
    out = tmp_path / "run.jsonl"
    arguments = ["eval", "spans", "--texts", str(texts), "--questions", str(file), "--out", str(out)]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    [line] = out.read_text("utf-8").splitlines()
    found = json.loads(line)
    assert found["question_id"] == 0
    text, start, end = found["spans"][0]
    assert text == "school"
    assert "forty apple trees" in SCHOOL[start:end]
    lines = done.stdout.splitlines()
    assert "school, n=1" in lines
    assert "  recall in 4,000 characters      100.0" in lines


def test_gold_excerpts_are_read_where_there_are_any(benchmark: tuple[Path, Path], tmp_path: Path) -> None:
    [wanted] = read_questions(benchmark[1])
    assert wanted.excerpts == (TextSpan("school", SCHOOL.index("Its garden"), len(SCHOOL)),)
    (tmp_path / "bare.csv").write_text("question\nWhere?\n", "utf-8")
    assert read_questions(tmp_path / "bare.csv")[0].excerpts == ()


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("query\nWhere?\n", "no column 'question'"),
        ("question,references,corpus_id\nWhere?,nowhere,school\n", "question 0: `references` must be"),
        ('question,references\nWhere?,"[{""start_index"": 1, ""end_index"": 2}]"\n', "column `corpus_id`"),
    ],
)
def test_a_file_of_another_form_is_refused_by_name(tmp_path: Path, rows: str, complaint: str) -> None:
    (tmp_path / "wrong.csv").write_text(rows, "utf-8")
    with pytest.raises(InvalidRequest, match=complaint):
        read_questions(tmp_path / "wrong.csv")
