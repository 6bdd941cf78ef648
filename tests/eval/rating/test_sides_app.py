from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from fastapi.testclient import TestClient
from jinja2 import meta

from eval.html import environment
from eval.rating import sides_app
from eval.rating.preferences import PREFERENCES, read_preferences
from eval.rating.sides_app import app_for_sides
from eval.runs.folder import append_results, begin_run
from ingest.errors import InvalidRequest
from service.cli.main import main
from service.types import Engine

Made = SimpleNamespace
HOSTILE = "<script>alert(1)</script>“\"'&{{ 7*7 }}"


def write_run(made: Made, folder: Path, text: str, engine: Engine, opened: int | None = None) -> Path:
    results = []
    for name in ("one", "two", "three"):
        passage = made.passage("S1", "a", 0, 37)
        answer = made.answer([made.statement(f"{text} {HOSTILE}", "S1")], [passage])
        answer = replace(answer, engine=engine)
        results.append(
            made.result(made.case(name, question=f"{name}? {HOSTILE}"), {"right": 0.125}, answer=answer)
        )
    run = begin_run(folder, made.run(results).provenance)
    with append_results(run) as file:
        for result in results:
            file.append(result)
    if opened:
        about = folder / "run.json"
        about.write_text(about.read_text("utf-8").replace('"opened": null', f'"opened": {opened}'), "utf-8")
    return folder


@pytest.fixture
def runs(made: Made, tmp_path: Path) -> tuple[Path, Path]:
    new = write_run(made, tmp_path / "newest", "New words.", Engine("chat", "a-model"))
    return new, write_run(made, tmp_path / "former", "Old words.", Engine("extractive"))


@pytest.fixture
def client(runs: tuple[Path, Path]) -> TestClient:
    return TestClient(app_for_sides(*runs), base_url="http://127.0.0.1:8790")


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


def prefer(client: TestClient, rater: str, words: str) -> None:
    """Choose, question by question, the side on which these words stand."""
    page = client.get("/rate", params={"rater": rater})
    while (form := soup(page.text).find(id="rating")) is not None:
        found = soup(page.text).find(id="left")
        assert found is not None
        side = "left" if words in found.get_text() else "right"
        page = client.post(str(form["action"]), data={"better": side, "note": HOSTILE})


def test_what_stood_on_either_side_is_kept_as_the_run_that_it_was(
    client: TestClient, runs: tuple[Path, Path]
) -> None:
    prefer(client, "Ann", "New words.")
    prefer(client, "Bea", "New words.")
    prefer(client, "Cleo", "Old words.")
    kept = read_preferences(runs[0] / PREFERENCES)
    assert {(each.rater, each.better, each.against) for each in kept} == {
        ("Ann", "this", "former"), ("Bea", "this", "former"), ("Cleo", "other", "former"),
    }  # fmt: skip
    outcome = soup(client.get("/outcome").text)
    assert "found better on 3 questions, the other's on 0" in outcome.get_text()
    assert len(outcome.select(".dispute")) == 3


def test_nothing_tells_whose_answer_is_whose(client: TestClient) -> None:
    for place in (1, 2, 3):
        page = client.get(f"/rate/Ann/{place}").text
        assert all(
            word not in page for word in ("newest", "former", "a-model", "extractive", "0.125", "chat")
        )
        assert "New words." in page
        assert "Old words." in page


def test_hostile_words_stay_words(client: TestClient) -> None:
    prefer(client, "Ann", "New words.")
    prefer(client, "Bea", "Old words.")
    for address in ("/", "/rate/Ann/1", "/outcome"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert ">49<" not in page


def test_a_choice_can_be_changed_and_is_shown(client: TestClient, runs: tuple[Path, Path]) -> None:
    client.post("/rate/Ann/2", data={"better": "same", "note": ""})
    page = soup(client.get("/rate/Ann/2").text)
    assert [field["id"] for field in page.select("input[checked]")] == ["better-same"]
    client.post("/rate/Ann/2", data={"better": "cannot_tell", "note": "hm"})
    assert [each.better for each in read_preferences(runs[0] / PREFERENCES)] == ["cannot_tell"]


def test_a_form_without_a_choice_saves_nothing_and_says_so(
    client: TestClient, runs: tuple[Path, Path]
) -> None:
    for form in ({"note": "kept"}, {"better": "up", "note": "kept"}, {"better": "left", "note": "x" * 2001}):
        page = client.post("/rate/Ann/1", data=form)
        assert page.status_code == 422
        assert "Nothing was saved" in page.text
    assert read_preferences(runs[0] / PREFERENCES) == ()
    assert client.get("/rate/Ann/9").status_code == 404


def test_a_sealed_set_is_not_shown(made: Made, runs: tuple[Path, Path], tmp_path: Path) -> None:
    sealed = write_run(made, tmp_path / "sealed", "Other.", Engine("extractive"), opened=1)
    with pytest.raises(InvalidRequest, match="sealed"):
        app_for_sides(runs[0], sealed)


def test_pages_use_exactly_what_they_are_given() -> None:
    for page in (sides_app.SidesStartPage, sides_app.SidesPage, sides_app.SidesOutcomePage):
        source = environment.loader.get_source(environment, page.template)[0]  # type: ignore[union-attr]
        used = meta.find_undeclared_variables(environment.parse(source)) - set(environment.globals)
        assert used == set(page.__dataclass_fields__) - {"template"}


def test_the_command_says_what_goes_together(runs: tuple[Path, Path], tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["eval", "rate", "--feedback", "--against", str(runs[1])])
    assert found.exit_code == 2
    assert "--against" in found.output
