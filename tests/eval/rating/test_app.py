import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from fastapi.testclient import TestClient
from jinja2 import meta

from eval.html import environment
from eval.rating import pages, ratings
from eval.rating.app import app_for_feedback, app_for_run, create_app
from eval.rating.desk import Desk, items_of_feedback, items_of_run
from eval.runs.folder import begin_run
from eval.sets.drafts import Drafts
from eval.sets.files import read_set
from ingest.errors import InvalidRequest
from service.cli.main import main
from service.settings import load_settings
from service.store.contract import AnswerWithFeedback, Feedback
from service.store.sql import open_store
from service.types import Engine

HOSTILE = "<script>alert(1)</script>“\"'&{{ 7*7 }}"
ALL_YES = {"correct": "yes", "complete": "yes", "faithful": "yes", "useful": "yes", "note": ""}


def browser(desk: Desk, drafts: Drafts | None = None) -> TestClient:
    return TestClient(create_app(desk, drafts), base_url="http://127.0.0.1:8790")


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


@pytest.fixture
def desk(made: SimpleNamespace, tmp_path: Path) -> Desk:
    results = []
    for name in ("one", "two", "three", "four"):
        passage = made.passage("S1", "a", 0, 37, report_title=f"Report of {HOSTILE}")
        answer = made.answer([made.statement("Trust grew.", "S1")], [passage])
        case = made.case(name, question=f"{name}? {HOSTILE}", points=(("trust", "confidence"),))
        results.append(made.result(case, {"required_cited": 0.125}, answer=answer))
    return Desk("A set", items_of_run(results), tmp_path / "ratings.jsonl")


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return browser(desk)


def test_rating_all_answers_ends_with_the_list(client: TestClient, desk: Desk) -> None:
    page = client.get("/rate", params={"rater": "Ann B."})
    for _ in range(4):
        form = soup(page.text).find(id="rating")
        assert form is not None
        page = client.post(str(form["action"]), data=ALL_YES)
        assert page.status_code == 200
    assert soup(page.text).find(id="finished") is not None
    assert {rating.case_id for rating in desk.ratings()} == {"one", "two", "three", "four"}
    assert {rating.rater for rating in desk.ratings()} == {"Ann B."}


def test_going_back_changes_a_rating(client: TestClient, desk: Desk) -> None:
    client.post("/rate/Ann/2", data=ALL_YES)
    page = soup(client.get("/rate/Ann/2").text)
    assert [field["id"] for field in page.select("input[checked]")] == [
        "correct-yes", "complete-yes", "faithful-yes", "useful-yes",
    ]  # fmt: skip
    client.post("/rate/Ann/2", data={**ALL_YES, "useful": "no", "note": HOSTILE})
    (rating,) = desk.ratings()
    assert (rating.useful, rating.note) == ("no", HOSTILE)
    assert len(desk.path.read_text().splitlines()) == 2


def test_the_first_answer_without_a_rating_comes_next(client: TestClient) -> None:
    client.post("/rate/Ann/1", data=ALL_YES)
    after = client.post("/rate/Ann/4", data=ALL_YES, follow_redirects=False)
    assert after.headers["location"] == "/rate/Ann/2"
    assert client.get("/rate/Ann", follow_redirects=False).headers["location"] == "/rate/Ann/2"


def test_each_rater_has_an_order_that_stays(desk: Desk) -> None:
    orders = {name: [item.case_id for item in desk.order(name)] for name in ("Ann", "Bea", "Cleo")}
    assert orders == {name: [item.case_id for item in desk.order(name)] for name in orders}
    assert len({tuple(order) for order in orders.values()}) > 1
    assert all(sorted(order) == ["four", "one", "three", "two"] for order in orders.values())


def test_nothing_tells_engine_model_or_score(made: SimpleNamespace, tmp_path: Path) -> None:
    notes = ("The chat model could not be used: it was late.", "1 sentence was left out.")
    passages = [made.passage("S1", "a", 0, 37, score=0.7654)]
    answers = [
        made.answer([], notes=("No report mentions it.", *notes)),
        made.answer([made.statement("Trust grew.", "S1")], passages, notes=notes),
    ]
    results = [
        made.result(
            made.case(str(number)),
            {"cited_gold": 0.123},
            answer=replace(answer, engine=Engine("chat", "some-model-9")),
        )
        for number, answer in enumerate(answers)
    ]
    client = browser(Desk("A set", items_of_run(results), tmp_path / "ratings.jsonl"))
    shown = client.get("/rate/Ann/1").text + client.get("/rate/Ann/2").text
    assert "No report mentions it." in shown
    for word in ("chat", "model-9", "0.123", "0.7654", "extractive", "left out"):
        assert word not in shown


def test_an_unfinished_form_saves_nothing_and_keeps_what_was_typed(client: TestClient, desk: Desk) -> None:
    page = client.post("/rate/Ann/1", data={"correct": "partly", "complete": "great", "note": HOSTILE})
    assert page.status_code == 422
    found = soup(page.text)
    assert "complete and faithful and useful" in found.select_one("[role=alert]").text  # type: ignore[union-attr]
    assert [field["id"] for field in found.select("input[checked]")] == ["correct-partly"]
    assert found.find(id="note")["value"] == HOSTILE  # type: ignore[index]
    assert desk.ratings() == ()


def test_a_note_that_is_too_long_is_refused(client: TestClient, desk: Desk) -> None:
    assert client.post("/rate/Ann/1", data={**ALL_YES, "note": "x" * 2001}).status_code == 422
    assert desk.ratings() == ()


def test_hostile_text_stays_text(client: TestClient) -> None:
    client.post("/rate/Ann/1", data={**ALL_YES, "note": HOSTILE})
    client.post("/rate/Bea/1", data={**ALL_YES, "correct": "no", "note": HOSTILE})
    for path in ("/", "/rate/Ann/1", "/rate/Ann/all", "/agreement"):
        page = client.get(path)
        scripts = soup(page.text).find_all("script")
        assert [script.get("src") for script in scripts] in ([], ["/static/rate.js"])
        assert all(not script.text for script in scripts)
        assert "script-src 'self'" in page.headers["content-security-policy"]
    assert HOSTILE in soup(client.get("/rate/Ann/1").text).get_text()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://evil.test"}, 403),
        ({"Host": "evil.test"}, 400),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
    ],
)
def test_another_site_can_not_rate(
    client: TestClient, desk: Desk, headers: dict[str, str], status: int
) -> None:
    sent = client.post("/rate/Ann/1", data=ALL_YES, headers=headers, follow_redirects=False)
    assert sent.status_code == status
    assert len(desk.ratings()) == (status == 303)


@pytest.mark.parametrize("name", ["", "  ", "a" * 41, "<b>", "../x", "a\nb\x00"])
def test_a_name_that_is_none_is_refused_in_words(client: TestClient, name: str) -> None:
    page = client.get("/rate", params={"rater": name})
    assert page.status_code == 422
    assert "letters" in soup(page.text).select_one("[role=alert]").text  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/rate/Ann/0", "/rate/Ann/5", "/rate/Ann/of?case=gone", "/nowhere"])
def test_what_is_not_there_is_told_in_words(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert "There is no" in page.text


def test_every_field_has_a_label_and_an_id(client: TestClient) -> None:
    page = soup(client.get("/rate/Ann/2").text)
    labelled = {label["for"] for label in page.select("label[for]")}
    fields = page.select("#rating input, #rating select, #rating textarea")
    assert len(fields) == 17
    assert {field["id"] for field in fields} <= labelled
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    cited = [str(link["href"]).removeprefix("#") for link in page.select("a.cite")]
    assert cited
    assert set(cited) <= set(ids)


def test_agreement_needs_two(client: TestClient) -> None:
    client.post("/rate/Ann/1", data=ALL_YES)
    assert soup(client.get("/agreement").text).find(id="nothing") is not None


def test_agreement_gives_kappa_or_says_why_not_and_lists_what_differs(client: TestClient, desk: Desk) -> None:
    marks = {"one": ("yes", "yes"), "two": ("no", "no"), "three": ("yes", "no"), "four": ("no", "no")}
    for name, column in (("Ann", 0), ("Bea", 1)):
        for place, item in enumerate(desk.order(name), 1):
            client.post(f"/rate/{name}/{place}", data={**ALL_YES, "correct": marks[item.case_id][column]})
    page = soup(client.get("/agreement").text)
    row = [cell.text.strip() for cell in page.select("#kappa-correct td")]
    # Same on 3 of 4. By chance: yes 2/4 x 1/4 + no 2/4 x 3/4 = 0.5. Kappa (0.75 - 0.5) / (1 - 0.5) = 0.5.
    assert row[:4] == ["4", "0", "75%", "0.50"]
    assert [cell.text.strip() for cell in page.select("#kappa-useful td")][:4] == ["4", "0", "100%", "none"]
    assert "same mark" in page.select("#kappa-useful td")[4].text
    assert [dispute.h3.text.split("?")[0] for dispute in page.select(".dispute")] == ["three"]  # type: ignore[union-attr]
    link = page.select_one(".dispute a")
    assert link is not None
    assert "three?" in soup(client.get(str(link["href"])).text).select_one("#question").text  # type: ignore[union-attr]


def test_a_page_uses_exactly_what_it_is_given() -> None:
    for page in (pages.StartPage, pages.ItemPage, pages.DonePage, pages.AgreementPage, pages.RatingErrorPage):
        assert environment.loader is not None
        source = environment.loader.get_source(environment, page.template)[0]
        used = meta.find_undeclared_variables(environment.parse(source))
        assert used - set(environment.globals) == set(page.__dataclass_fields__) - {"template"}


@pytest.fixture
def feedback(made: SimpleNamespace, tmp_path: Path) -> Callable[[], tuple[Desk, Drafts]]:
    """A desk over two answers that readers gave feedback on, with the file of drafts."""

    def start() -> tuple[Desk, Drafts]:
        answers = []
        for name in ("a" * 32, "b" * 32):
            said = made.answer([made.statement("It was slow.", "S1")], [made.passage("S1", "a", 38, 50)])
            asked = f"How fast? {HOSTILE}"
            answer = replace(said, id=name, question="and there?", standalone_question=asked)
            answers.append(
                AnswerWithFeedback(answer, (Feedback(name, "wrong", f"No! {HOSTILE}", "2026-01-02"),))
            )
        desk = Desk("Feedback", items_of_feedback(answers), tmp_path / "feedback-ratings.jsonl")
        return desk, Drafts(tmp_path / "draft-cases.yaml", answers)

    return start


def test_what_readers_said_is_shown_after_rating(feedback: Callable[[], tuple[Desk, Drafts]]) -> None:
    client = browser(*feedback())
    assert "No!" not in client.get("/rate/Ann/1").text
    page = client.post("/rate/Ann/1", data=ALL_YES)
    assert f"No! {HOSTILE}" in soup(page.text).select_one("#said").text  # type: ignore[union-attr]


def test_one_click_makes_a_real_question_a_draft_case(feedback: Callable[[], tuple[Desk, Drafts]]) -> None:
    desk, drafts = feedback()
    client = browser(desk, drafts)
    chosen = {"kind": "reflective", "persona": "leader", "answerable": "yes"}
    assert client.post("/rate/Ann/1/draft", data=chosen).status_code == 422
    client.post("/rate/Ann/1", data=ALL_YES)
    page = client.post("/rate/Ann/1/draft", data=chosen)
    assert soup(page.text).find(id="drafted") is not None
    assert soup(page.text).find(id="draft") is None
    made = read_set([drafts.path])
    assert made.problems == ()
    (form,) = (entry.form for entry in made.entries)
    assert (form.kind, form.persona, form.answerable) == ("reflective", "leader", True)
    assert form.question == f"How fast? {HOSTILE}"
    # Readers found the answer wrong, so what it cites is not taken for gold.
    assert not form.gold
    assert re.search("draft.*and there", form.notes, re.IGNORECASE)
    assert client.post("/rate/Ann/1/draft", data=chosen).status_code == 422
    assert len(ratings.read_ratings(desk.path)) == 1


def test_readers_feedback_comes_from_the_services_store(
    made: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(tmp_path))
    settings = load_settings()
    with pytest.raises(InvalidRequest, match="feedback"):
        app_for_feedback(settings)
    store = open_store(settings.database_url, settings.data_dir)
    store.save_answer(made.answer([made.statement("It was slow.", "S1")], [made.passage("S1", "a", 38, 50)]))
    store.add_feedback("1", "missing", "And the cost?")
    store.close()
    client = TestClient(app_for_feedback(settings), base_url="http://127.0.0.1")
    page = client.post("/rate/Ann/1", data=ALL_YES)
    said = soup(page.text).select_one("#said")
    assert said
    assert "Something is missing: “And the cost?”" in " ".join(said.text.split())
    client.post("/rate/Ann/1/draft", data={"kind": "list", "persona": "new_staff", "answerable": "yes"})
    assert [entry.form.kind for entry in read_set([tmp_path / "draft-cases.yaml"]).entries] == ["list"]
    assert len(ratings.read_ratings(tmp_path / "feedback-ratings.jsonl")) == 1


@pytest.mark.parametrize("arguments", [[], ["RUN", "--feedback"]])
def test_rating_needs_a_run_or_feedback(tmp_path: Path, arguments: list[str]) -> None:
    given = [str(tmp_path) if part == "RUN" else part for part in arguments]
    done = CliRunner().invoke(main, ["eval", "rate", *given])
    assert done.exit_code == 2
    assert "--feedback" in done.output


def test_a_run_without_results_can_not_be_rated(made: SimpleNamespace, tmp_path: Path) -> None:
    begin_run(tmp_path / "run", made.run([]).provenance)
    with pytest.raises(InvalidRequest, match="nothing to rate"):
        app_for_run(tmp_path / "run")


def test_without_points_a_rater_sees_what_the_author_noted(made: SimpleNamespace) -> None:
    noted = made.case("a", notes="expected answer: From North Yorkshire")
    both = made.case("b", notes="Asked twice", points=(("trust", "confidence"),))
    items = items_of_run([made.result(case, {}) for case in (noted, both)])
    assert [item.expected for item in items] == [
        ("expected answer: From North Yorkshire",),
        ("trust / confidence",),
    ]
