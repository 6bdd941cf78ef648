from dataclasses import replace
from types import SimpleNamespace

from eval.html import render
from eval.report.page import report_page
from eval.report.spent import sum_usage
from eval.report.terminal import headline_lines
from eval.types import Result
from service.types import Usage


def result(made: SimpleNamespace, name: str, usage: Usage | None) -> Result:
    answer = replace(made.answer([made.statement("So.", "S1")]), usage=usage)
    found: Result = made.result(made.case(name), {"right_answer": 1.0}, answer=answer)
    return found


def test_tokens_and_prices_are_summed_over_the_answers_that_have_them(made: SimpleNamespace) -> None:
    priced = [result(made, "a", Usage(1000, 20, 0.25)), result(made, "b", Usage(500, 30, 0.5))]
    found = sum_usage([*priced, result(made, "c", None)])
    assert found is not None
    assert (found.answers, found.input_tokens, found.output_tokens, found.cost) == (2, 1500, 50, 0.75)
    said = "The chat model read 1,500 and wrote 50 tokens for 2 answers, for 0.75 in the currency"
    assert str(found).startswith(said)
    run = made.run(priced)
    assert any(line.startswith(said) for line in headline_lines(run))
    assert said in render(report_page(run, None))


def test_without_a_price_for_each_answer_there_is_no_cost_and_without_tokens_nothing(
    made: SimpleNamespace,
) -> None:
    found = sum_usage([result(made, "a", Usage(10, 2, 0.25)), result(made, "b", Usage(5, 3))])
    assert found is not None
    assert found.cost is None
    assert "currency" not in str(found)
    assert sum_usage([result(made, "c", None)]) is None
