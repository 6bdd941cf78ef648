from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from eval.runs.folder import append_results, begin_run
from eval.sets.files import read_set
from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app
from tests.library_files import LIBRARY


@pytest.fixture
def data_dir(sample_settings: Settings, tmp_path: Path) -> Path:
    """A data folder of its own with the small library in it."""
    for each in sample_settings.data_dir.iterdir():
        if each.name in LIBRARY:
            (tmp_path / each.name).symlink_to(each)
    return tmp_path


@pytest.fixture
def evaluator(data_dir: Path, sample_settings: Settings, sample_assistant: Assistant) -> Iterator[TestClient]:
    settings = sample_settings.model_copy(
        update={"data_dir": data_dir, "database_url": f"sqlite:///{data_dir}/own.sqlite"}
    )
    with TestClient(create_app(settings, sample_assistant), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def two_runs(data_dir: Path, made: SimpleNamespace) -> None:
    """Runs `before` and `after` of one case, which only the second gets right."""
    for name, value in (("before", 0.0), ("after", 1.0)):
        result = made.result(made.case(), {"right_answer": value}, answer=made.answer())
        run = begin_run(data_dir / "runs" / name, made.run([result]).provenance)
        with append_results(run) as appender:
            appender.append(result)


def test_without_runs_the_page_says_how_to_make_one(evaluator: TestClient) -> None:
    page = evaluator.get("/runs")
    assert page.status_code == 200
    assert "walkalong eval run" in page.text
    assert 'href="/runs" aria-current="page"' in page.text


@pytest.mark.usefixtures("two_runs")
def test_runs_are_listed_opened_and_compared(evaluator: TestClient) -> None:
    page = evaluator.get("/runs").text
    assert 'href="/runs/before"' in page
    assert 'href="/runs/after"' in page
    opened = evaluator.get("/runs/after")
    assert opened.status_code == 200
    assert "script-src 'sha256-" in opened.headers["content-security-policy"]
    compared = evaluator.get("/runs/compared", params={"first": "before", "second": "after"})
    assert compared.status_code == 200
    assert "before" in compared.text
    assert compared.text != opened.text


@pytest.mark.usefixtures("two_runs")
def test_a_run_that_is_not_there_and_a_run_beside_itself_are_refused(evaluator: TestClient) -> None:
    assert evaluator.get("/runs/..%2Fgenerations").status_code == 404
    assert evaluator.get("/runs/nothing").status_code == 404
    same = evaluator.get("/runs/compared", params={"first": "after", "second": "after"})
    assert same.status_code == 422
    assert "Choose two runs that differ" in same.text


@pytest.mark.usefixtures("two_runs")
def test_a_comparison_of_nothing_leads_to_the_list(evaluator: TestClient) -> None:
    answer = evaluator.get("/runs/compared", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/runs"


def test_a_broken_run_is_named_and_hides_no_other(
    evaluator: TestClient, data_dir: Path, two_runs: None
) -> None:
    (data_dir / "runs" / "before" / "run.json").write_text("{")
    page = evaluator.get("/runs").text
    assert 'href="/runs/after"' in page
    assert str(data_dir / "runs" / "before") in page


def test_the_question_of_an_answer_becomes_a_draft_case_once(evaluator: TestClient, data_dir: Path) -> None:
    answer = evaluator.post("/v1/answers", json={"question": "What is NWD?"}).json()
    for _ in range(2):
        response = evaluator.post(f"/answers/{answer['id']}/case", follow_redirects=False)
        assert response.status_code == 303
        assert response.headers["location"] == "/runs#drafts"
    (entry,) = read_set([data_dir / "draft-cases.yaml"]).entries
    assert entry.form.question == answer["standalone_question"]
    assert entry.form.gold
    assert "What is NWD?" in evaluator.get("/runs").text
    assert evaluator.post("/answers/none/case").status_code == 404
