import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.runs.datasets import UNANSWERABLE, list_samples, list_tests, unresolve_case
from eval.runs.export import export_run
from eval.runs.folder import Run
from eval.sets.importing import read_jsonl
from eval.types import Gold, TextSpan
from service.types import Filters, Turn


@pytest.fixture
def run(made: SimpleNamespace) -> Run:
    gold = Gold(
        (TextSpan("a", 0, 20), TextSpan("b", 0, 4)), quotes=("Trust grew\nin Salford", "Funding ended")
    )
    case = made.case(
        "one",
        question="How did it go?",
        history=(Turn("user", "What is it?"), Turn("assistant", "A team.")),
        gold=(gold, Gold((TextSpan("b", 5, 9),), required=False, quotes=("Staff left.",))),
        points=(("slow", "not quick"), ("trust",)),
        must_not_say=(("fast",),),
        tags=("new",),
        filters=Filters(places=("Salford",)),
    )
    return made.run([made.result(each, {}) for each in (case, made.case("two", answerable=False))])


def test_samples_have_the_fields_that_inspect_ai_reads(run: Run) -> None:
    # inspect_ai 0.3.285, dataset/_util.py: input is text or messages, target is text, metadata is an object.
    first, second = list_samples(run)
    assert set(first) == {"id", "input", "target", "metadata"}
    assert [message["role"] for message in first["input"]] == ["user", "assistant", "user"]
    assert first["target"] == "Trust grew in Salford"
    assert (second["input"], second["target"]) == ("?", UNANSWERABLE)


def test_tests_have_the_fields_and_assertions_of_promptfoo(run: Run) -> None:
    first, second = list_tests(run)
    assert set(first) == {"description", "vars", "assert", "metadata"}
    assert first["vars"]["question"] == "How did it go?"
    assert first["assert"] == [
        {"type": "icontains-any", "value": ["slow", "not quick"]},
        {"type": "icontains-any", "value": ["trust"]},
        {"type": "not-icontains-any", "value": ["fast"]},
    ]
    assert second["assert"] == []


@pytest.mark.parametrize("form", ["promptfoo", "inspect"])
def test_what_goes_out_comes_back_whole(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "set.jsonl").write_text(export_run(run, form), "utf-8")  # type: ignore[arg-type]
    forms = read_jsonl(tmp_path / "set.jsonl")
    assert [each.model_dump(mode="json", exclude_defaults=True) for each in forms] == [
        unresolve_case(case) for case in run.cases
    ]
    assert [len(claim.quotes) for claim in forms[0].gold] == [2, 1]


def test_sets_of_other_tools_become_cases(tmp_path: Path) -> None:
    lines = [
        {"input": "Why slow?", "target": ["trust", "money"], "id": 7},
        {
            "input": [{"role": "user", "content": "What?"}, {"role": "user", "content": "And why?"}],
            "target": "x",
        },
        {
            "vars": {"topic": "Why slow?"},
            "assert": [{"type": "contains", "value": "trust"}, {"type": "is-json"}],
        },
        {"user_input": "Who?", "reference": "A team.", "retrieved_contexts": []},
    ]
    (tmp_path / "set.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    forms = read_jsonl(tmp_path / "set.jsonl")
    assert [(form.id, form.question) for form in forms] == [
        ("7", "Why slow?"),
        ("and-why", "And why?"),
        ("why-slow", "Why slow?"),
        ("who", "Who?"),
    ]
    assert [form.notes for form in forms] == ["trust / money", "x", "", "A team."]
    assert (forms[1].history[0].content, forms[2].points) == ("What?", (("trust",),))
