import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from jinja2 import meta

from eval.figures.compare import compare_runs
from eval.figures.measures import find_measure
from eval.figures.metrics import summarise
from eval.files import rewrite_file
from eval.html import environment, render
from eval.rating import ratings
from eval.rating.ratings import Mark, Rating
from eval.report.filters import interval, percent
from eval.report.page import RunPage, report_page, write_report
from eval.runs.folder import Run, begin_run
from eval.types import Gold, Result, Score, TextSpan
from ingest.errors import StorageError
from service.cli.main import main
from service.types import Engine, Statement

Made = SimpleNamespace
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>“\"'& {{ 7*7 }}"


def result(made: Made, name: str, value: float, **changed: object) -> Result:
    """An answered case with one gold passage cited and one missed, scores and one that could not be judged."""
    gold = (made.gold(("a", 0, 37)), Gold((TextSpan("b", 0, 22),), quotes=("Funding ended in 2021.",)))
    case = made.case(name, gold=gold, **({"question": f"{name}?", "points": (("trust", "faith"),)} | changed))
    answer = made.answer([made.statement("Trust grew.", "S1")], [made.passage("S1", "a", 0, 50)])
    scores = {"right_answer": 1.0, "required_cited": value, "answer_points": value, "latency_ms": 40.0}
    made_of = made.result(case, {**scores, "attribution_kept": None}, answer=answer)
    return replace(made_of, scores=(*made_of.scores, Score("words_verbatim", 1.0)))


@pytest.fixture
def results(made: Made) -> list[Result]:
    """Eight cases of two kinds and personas, one of which is a false answer and one a refusal that is right."""
    answered = [
        result(made, f"list-{n}", n / 4, kind="list", persona="leader" if n % 2 else "new_staff")
        for n in range(1, 5)
    ]
    other = [result(made, f"factual-{n}", 1.0) for n in range(2)]
    wrong = made.result(
        made.case("una-1", kind="unanswerable", answerable=False, question="How old is it?"),
        {"right_refusal": 0.0},
        answer=made.answer([made.statement("Trust grew.", "S1")], [made.passage("S1", "a", 0, 37)]),
    )
    right = made.result(
        made.case("una-2", kind="unanswerable", answerable=False),
        {"right_refusal": 1.0},
        answer=made.answer(notes=("No report says how old.",)),
    )
    return [*answered, *other, wrong, right]


def run_of(made: Made, results: Sequence[Result], tmp_path: Path) -> Run:
    run: Run = replace(made.run(results, repeats=1), folder=tmp_path)
    return run


def written(run: Run, against: Run | None = None) -> BeautifulSoup:
    return BeautifulSoup(render(report_page(run, against)), "lxml")


def cells(row: Tag | None) -> list[str]:
    assert row is not None
    return [" ".join(cell.get_text().split()) for cell in row.find_all("td")]


def test_figures_on_the_page_are_those_of_the_metrics(
    made: Made, results: list[Result], tmp_path: Path
) -> None:
    page = written(run_of(made, results, tmp_path))
    shown = [metric for metric in summarise(results) if metric.by == "all" and metric.name != "latency_ms"]
    assert {metric.name for metric in shown} >= {"right_answer", "required_cited", "right_refusal"}
    for metric in (each for each in shown if each.estimate.n):
        known = metric.estimate
        expected = [percent(known.value), interval(known), str(known.n), str(metric.unscored or "")]
        assert cells(page.find(id=f"metric-{metric.name}"))[1:] == expected, metric.name
    # By hand: 0.25, 0.5, 0.75 and three times 1 are 4.5 of 6.
    assert cells(page.find(id="metric-required_cited"))[1] == "75%"
    assert page.find(id="metric-attribution_kept") is None


def test_groups_have_their_own_figures_with_n(made: Made, results: list[Result], tmp_path: Path) -> None:
    page = written(run_of(made, results, tmp_path))
    rows = {row.th.text: cells(row) for row in page.select("#by-kind tbody tr") if row.th}
    heads = [head.text for head in page.select("#by-kind thead th")][1:]
    column = heads.index(find_measure("required_cited").label)
    # 0.25, 0.5, 0.75 and 1 are 2.5 of 4.
    assert re.match(r"62% n 4\b", rows["list"][column])
    assert rows["unanswerable"][column] == "–"
    assert [row.th.text for row in page.select("#by-persona tbody tr") if row.th] == ["leader", "new staff"]


def test_a_set_of_questions_alone_is_told_as_such(made: Made, tmp_path: Path) -> None:
    refused = made.result(
        made.case("one"), {"right_answer": 0.0, "required_cited": None}, answer=made.answer()
    )
    answered = made.result(made.case("two"), {"right_answer": 1.0, "required_cited": None})
    page = written(run_of(made, [refused, answered], tmp_path))
    first = page.select_one("#summary").text  # type: ignore[union-attr]
    assert "noted neither passages nor points" in " ".join(first.split())
    assert "For 2 of 2 questions nobody noted" in page.select_one("#limits").text  # type: ignore[union-attr]
    assert "refused; nobody noted an answer" in page.select_one("#look-at").text  # type: ignore[union-attr]
    assert "required gold cited" in page.select_one("#no-figures").text  # type: ignore[union-attr]
    assert page.select_one("#metric-required_cited") is None


def test_refusals_are_crossed(made: Made, results: list[Result], tmp_path: Path) -> None:
    page = written(run_of(made, results, tmp_path))
    assert [cells(row) for row in page.select(".cross tbody tr")] == [
        ["6", "0 false refusals"],
        ["1 false answers", "1"],
    ]
    assert "How old is it?" in page.select_one("#refusals ul").text  # type: ignore[union-attr]


def test_the_first_page_says_how_good_where_it_fails_and_what_is_not_known(
    made: Made, results: list[Result], tmp_path: Path
) -> None:
    summary = written(run_of(made, results, tmp_path)).find(id="summary")
    assert isinstance(summary, Tag)
    assert "8 questions" in summary.text
    assert "Every citation holds" in summary.text
    assert "75%" in summary.find(id="headline-required_cited").text  # type: ignore[union-attr]
    assert summary.select("#look-at a")[0]["href"] == "#case-una-1"
    assert "fewer than 10 questions" in summary.find(id="limits").text  # type: ignore[union-attr]


def test_every_case_shows_what_is_gold_what_was_missed_and_what_was_not_judged(
    made: Made, results: list[Result], tmp_path: Path
) -> None:
    page = written(run_of(made, results, tmp_path))
    assert len(page.select("article.case")) == 8
    case = page.find(id="case-list-1")
    assert isinstance(case, Tag)
    assert [mark.text for mark in case.select(".passages mark")] == ["Trust grew in Salford over 12 months."]
    assert case.select_one(".passages .fit").text == "gold"  # type: ignore[union-attr]
    missed = case.select_one(".missed")
    assert missed is not None
    assert "Funding ended in 2021." in missed.text
    assert "not found by search" in missed.text
    assert "attribution kept (not judged)" in case.select_one(".unscored").text  # type: ignore[union-attr]
    assert "No report says how old." in page.find(id="case-una-2").text  # type: ignore[union-attr]


def test_an_earlier_run_is_compared_question_by_question(
    made: Made, results: list[Result], tmp_path: Path
) -> None:
    answer = results[0].outcome.answer
    other = replace(answer, statements=(Statement("Trust did not grow.", ("S1",)),))
    changed = replace(
        results[0],
        outcome=replace(results[0].outcome, answer=other),
        scores=tuple(replace(s, value=1.0) if s.scorer == "answer_points" else s for s in results[0].scores),
    )
    run, earlier = run_of(made, results, tmp_path), run_of(made, [changed, *results[1:]], tmp_path)
    page = written(run, earlier)
    (row,) = [
        row for row in page.select("#differences tbody tr") if row.th and row.th.text == "answer points said"
    ]
    (known,) = [each for each in compare_runs(earlier, run).differences if each.name == "answer_points"]
    # By hand: 0.25 after 1 in one of 6 questions is 12.5 points of a hundred less.
    assert cells(row)[:3] == ["88%", "75%", "−12.5"]
    assert cells(row)[4:] == [f"{known.paired.p:.3f}", "6"]
    (shown,) = page.select(".change")
    assert [side.text for side in shown.select(".only")] == ["Trust did not grow.", "Trust grew."]
    assert "no figure moved by more than chance" in page.find(id="against").text  # type: ignore[union-attr]


def test_what_two_people_said_stands_beside_the_figures(
    made: Made, results: list[Result], tmp_path: Path
) -> None:
    run = run_of(made, results, tmp_path)
    marks: dict[str, Mark] = {"Ann": "yes", "Bea": "partly"}
    for name, mark in marks.items():
        for case in ("una-1", "una-2"):
            ratings.add_rating(
                tmp_path / "ratings.jsonl", Rating(case, 0, name, mark, "yes", "no", mark, "", "")
            )
    page = written(run)
    assert cells(page.find(id="rated-correct"))[:5] == ["2", "2", "0", "0", "0% n 2"]
    assert "same mark" in cells(page.find(id="rated-faithful"))[5]
    assert "50%" in page.find(id="headline-useful").text  # type: ignore[union-attr]
    assert "Nobody has rated" not in page.text


def test_a_judge_stands_beside_the_people(made: Made, results: list[Result], tmp_path: Path) -> None:
    details = {
        "judge": "openai:some-model",
        "prompts": {"judge.system": "abc"},
        "verdicts": [
            {"verdict": "yes", "raw": HOSTILE, "problem": ""},
            {"verdict": None, "raw": "", "problem": "late"},
        ],
    }
    judged = Score("judged_correctness", 1.0, explanation="It agrees.", details=details)
    results = [replace(each, scores=(*each.scores, judged)) for each in results]
    for case, mark in (("una-1", "no"), ("list-1", "yes")):
        rating = Rating(case, 0, "Ann", mark, "yes", "yes", "yes", "", "")  # type: ignore[arg-type]
        ratings.add_rating(tmp_path / "ratings.jsonl", rating)
    page = written(run_of(made, results, tmp_path))
    assert cells(page.find(id="rated-correct"))[-1] == "0.00 n 2"
    assert "verdicts yes, none" in page.find(id="case-list-1").text  # type: ignore[union-attr]


def test_repeats_are_shown_one_by_one(made: Made, results: list[Result], tmp_path: Path) -> None:
    again = replace(results[0], outcome=replace(results[0].outcome, repeat=1))
    run = replace(made.run([results[0], again]), folder=tmp_path)
    page = written(run)
    assert [head.text for head in page.select("article.case h4") if "Answer" in head.text] == [
        "Answer 1",
        "Answer 2",
    ]
    assert "each 2 times" in page.find(id="summary").text  # type: ignore[union-attr]


def test_the_file_needs_nothing_from_elsewhere(made: Made, results: list[Result], tmp_path: Path) -> None:
    html = render(report_page(run_of(made, results, tmp_path), None))
    page = BeautifulSoup(html, "lxml")
    assert page.select("[src], link, iframe, object, [style]") == []
    assert all(str(link["href"]).startswith("#") for link in page.select("[href]"))
    assert "url(" not in html
    assert "@import" not in html
    policy = page.select_one("meta[http-equiv]")
    script = page.select_one("script")
    assert policy is not None
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(str(script.string).encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in str(policy["content"])
    assert "default-src 'none'" in str(policy["content"])


def test_every_link_leads_somewhere_and_no_id_is_used_twice(
    made: Made, results: list[Result], tmp_path: Path
) -> None:
    run = run_of(made, results, tmp_path)
    page = written(run, run)
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in page.select("[href]")} <= set(ids)


def test_hostile_text_stays_text(made: Made, tmp_path: Path) -> None:
    passage = made.passage("S1", "a", 0, 37, report_title=HOSTILE, text=HOSTILE, speaker=HOSTILE)
    answer = made.answer([Statement(HOSTILE, ("S1",), group=HOSTILE)], [passage], notes=(HOSTILE,))
    case = made.case(
        question=HOSTILE,
        notes=HOSTILE,
        points=((HOSTILE,),),
        gold=(Gold((TextSpan("b", 0, 9),), quotes=(HOSTILE,)),),
    )
    made_of = made.result(case, {}, answer=answer)
    scores = (Score("right_answer", 0.0, explanation=HOSTILE), Score("cited_gold", None, HOSTILE))
    run = replace(made.run([replace(made_of, scores=scores)], questions=HOSTILE), folder=tmp_path)
    page = written(run, run)
    assert len(page.find_all("script")) == 1
    assert page.find_all("img") == []
    assert HOSTILE in page.find(id="cases").text  # type: ignore[union-attr]
    assert "49" not in page.select_one("article.case h3").text  # type: ignore[union-attr]


def test_a_run_without_results_is_reported_as_cut_off(made: Made, tmp_path: Path) -> None:
    run = replace(made.run([], cases=("one", "two")), folder=tmp_path)
    page = written(run)
    assert "cut off: 0 of 2 results" in page.find(id="limits").text  # type: ignore[union-attr]
    assert page.select("article.case") == []


def test_the_page_uses_exactly_what_it_is_given() -> None:
    assert environment.loader is not None
    source = environment.loader.get_source(environment, RunPage.template)[0]
    used = meta.find_undeclared_variables(environment.parse(source))
    assert used - set(environment.globals) == set(RunPage.__dataclass_fields__) - {"template"}


def test_150_long_cases_stay_under_3_megabytes(made: Made, tmp_path: Path) -> None:
    words = "Trust grew in Salford over twelve months, as partners met. " * 6
    passages = [made.passage(f"S{n}", "a", 0, 37, text=words) for n in range(1, 11)]
    answer = made.answer([made.statement(words, each.id) for each in passages], passages)
    results = [replace(result(made, f"c{n}", 0.5)) for n in range(150)]
    long = [replace(each, outcome=replace(each.outcome, answer=answer)) for each in results]
    write_report(replace(made.run(long), folder=tmp_path), None, tmp_path / "report.html")
    assert (tmp_path / "report.html").stat().st_size < 3_000_000


def test_a_report_that_can_not_be_written_is_told(made: Made, results: list[Result], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        write_report(run_of(made, results, tmp_path), None, tmp_path / "file" / "report.html")


def test_the_command_writes_the_file(made: Made, results: list[Result], tmp_path: Path) -> None:
    folder = tmp_path / "run"
    run = begin_run(folder, made.run(results, repeats=1).provenance)
    rewrite_file(folder / "results.jsonl", lambda _: b"")
    done = CliRunner().invoke(main, ["eval", "report", str(folder), "--against", str(run.folder)])
    assert done.exit_code == 0, done.output
    assert str(folder / "report.html") in done.output
    assert "How good are the answers?" in (folder / "report.html").read_text("utf-8")
    missing = CliRunner().invoke(main, ["eval", "report", str(tmp_path)])
    assert missing.exit_code == 1
    assert "is no run" in missing.output


@pytest.mark.parametrize(
    ("engines", "told"),
    [
        (("extractive", "extractive"), "wrote none: all are the reports’ own sentences"),
        (("chat", "extractive"), "Of 2 answers 1 were written by the chat model tiny"),
        (("chat", "chat"), "The answers were written by the chat model tiny"),
    ],
)
def test_page_one_says_who_really_wrote_the_answers(
    made: Made, engines: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    results = []
    for number, engine in enumerate(engines):
        answer = replace(made.answer([made.statement("So.", "S1")]), engine=Engine(engine))
        results.append(made.result(made.case(str(number)), {"right_answer": 1.0}, answer=answer))
    page = written(made.run(results, str(tmp_path), engine="chat", model="tiny"))
    assert told in " ".join(page.select("#summary")[0].text.split())
