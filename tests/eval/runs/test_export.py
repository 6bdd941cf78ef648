import csv
import json
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest

from eval.runs.datasets import UNANSWERABLE
from eval.runs.export import export_run, write_out
from eval.runs.folder import Run
from eval.types import Gold, TextSpan

Made = SimpleNamespace


@pytest.fixture
def run(made: Made) -> Run:
    gold = Gold(
        (TextSpan("a", 0, 20), TextSpan("b", 0, 4)), quotes=("Trust grew\nin Salford", "Funding ended")
    )
    extra = Gold((TextSpan("b", 5, 9),), required=False, quotes=("Staff left.",))
    case = made.case("one", question="=SUM(1)", gold=(gold, extra), points=(("slow", "slowly"), ("trust",)))
    passage = made.passage("S1", "a", 0, 37)
    answer = made.answer([made.statement("It was “slow”, and, so.", "S1")], [passage])
    refused = made.answer(notes=("The reports do not mention a cost.",))
    return made.run(
        [
            made.result(case, {"right": 0.5, "judged": None}, answer=answer, found=(passage,)),
            made.result(made.case("two", answerable=False), {"right": 1.0, "judged": 1.0}, answer=refused),
        ]
    )


def lines(run: Run, form: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export_run(run, form).split("\n") if line]


def test_a_spreadsheet_has_a_row_for_each_result_and_a_column_for_each_score(run: Run) -> None:
    first, second = csv.DictReader(StringIO(export_run(run, "csv"), newline=""))
    assert (first["case"], first["right"], first["judged"]) == ("one", "0.5", "")
    assert first["unscored"] == "judged: not judged"
    assert first["answer"] == "It was “slow”, and, so."
    assert first["passages"] == "a, p. 1: Trust grew in Salford over 12 months."
    assert first["gold"] == "Trust grew in Salford / Funding ended\nStaff left."
    assert first["points"] == "slow / slowly\ntrust"
    assert (second["judged"], second["unscored"], second["passages"]) == ("1.0", "", "")
    assert second["answer"] == "The reports do not mention a cost."


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(made: Made, text: str) -> None:
    answer = made.answer([made.statement(text, "S1")], [made.passage("S1", "a", 0, 5)])
    case = made.case(question=text, points=((text,),))
    run = made.run([made.result(case, {"right": -0.5}, answer=answer)])
    (row,) = csv.DictReader(StringIO(export_run(run, "csv"), newline=""))
    assert row["question"] == row["answer"] == row["points"] == f"'{text}"
    assert row["right"] == "-0.5"


def test_lines_have_all_of_a_result(run: Run) -> None:
    first, second = lines(run, "jsonl")
    assert first["passages"][0]["text"] == "Trust grew in Salford over 12 months."
    assert first["found"] == first["passages"]
    assert first["gold"][1] == {"any_of": ["Staff left."], "required": False}
    assert first["scores"]["judged"] == {"value": None, "unscored": "not judged", "explanation": ""}
    assert (second["answerable"], second["status"]) == (False, "not_in_reports")


def test_ragas_gets_the_fields_of_its_samples(run: Run) -> None:
    first, second = lines(run, "ragas")
    # ragas 0.4.3, dataset_schema.SingleTurnSample; fields of other names would be dropped without a word.
    known = {
        "user_input",
        "retrieved_contexts",
        "reference_contexts",
        "retrieved_context_ids",
        "reference_context_ids",
        "response",
        "multi_responses",
        "reference",
        "rubrics",
        "persona_name",
        "query_style",
        "query_length",
    }
    assert set(first) == set(second) <= known
    assert first["retrieved_contexts"] == ["Trust grew in Salford over 12 months."]
    # The passage that carries the gold, and the gold's words as the answer.
    assert first["reference_contexts"] == ["Trust grew in Salford over 12 months."]
    assert first["reference"] == "Trust grew in Salford"
    assert second["reference"] == UNANSWERABLE


def test_an_answer_is_said_with_its_labels_and_its_list(made: Made) -> None:
    statements = [
        made.statement("First.", "S1", group="Salford"),
        made.statement("Second.", "S1", group="Salford"),
        made.statement("Third.", "S1", group="Wigan"),
        made.statement("Fourth.", "S1"),
    ]
    answer = made.answer(statements, [made.passage("S1", "a", 0, 5)])
    assert write_out(answer) == "Salford:\nFirst.\nSecond.\nWigan:\nThird.\nFourth."
