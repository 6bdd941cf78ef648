import json
from typing import Any

QUESTION = "What is the No Wrong Door approach?"


def test_an_answer_shows_numbers_passages_pages_and_words(run: Any) -> None:
    result = run("ask", QUESTION)
    assert result.exit_code == 0
    answer, _, passages = result.stdout.partition("Passages\n")
    assert "[1]" in answer
    assert passages.startswith("[1] ")
    assert "p. 1" in passages
    assert "“" in passages
    assert "\x1b" not in result.stdout
    assert not any(line.endswith(" ") for line in result.stdout.splitlines())


def test_json_is_the_answer_of_the_http_interface(run: Any) -> None:
    answer = json.loads(run("ask", QUESTION, "--json").stdout)
    assert answer["status"] == "answered"
    assert answer["passages"][0]["url"].startswith("/v1/reports/")


def test_filters_restrict_search_and_answers(run: Any) -> None:
    found = json.loads(run("search", "governance", "--report", "no-wrong-door", "--json").stdout)
    assert {passage["report_id"] for passage in found["passages"]} == {"no-wrong-door"}
    assert "[1]" in run("search", "governance", "--budget", "300").stdout


def test_a_conversation_goes_on_where_it_was_left(run: Any) -> None:
    first = run("chat", stdin="What is the role of a project lead?\n\n/quit\n")
    assert first.exit_code == 0
    id_ = first.stderr.split()[-1]
    second = run("chat", "--conversation", id_, stdin="And in Stockport?\n")
    assert "Understood as:" in second.stdout
    assert id_ in second.stderr


def test_an_unusable_question_does_not_end_a_conversation(run: Any) -> None:
    result = run("chat", stdin=f"{'x' * 4001}\n{QUESTION}\n")
    assert result.exit_code == 0
    assert "4" in result.stderr
    assert "[1]" in result.stdout


def test_what_initials_stand_for_is_the_first_line(run: Any) -> None:
    assert (
        run("ask", "What does NWD stand for?")
        .stdout.split("\n")[1]
        .startswith("NWD stands for No Wrong Door. [1]")
    )
