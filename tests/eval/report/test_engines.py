from dataclasses import replace
from types import SimpleNamespace

from bs4 import BeautifulSoup

from eval.html import render
from eval.report.engines import compare_engines, list_engine_lines
from eval.report.page import report_page
from eval.runs.folder import Run
from eval.types import Gold, Result, TextSpan
from service.types import Answer, Check, Dropped, Engine, Statement

Made = SimpleNamespace
GOLD = (
    Gold((TextSpan("a", 0, 37),), quotes=("Trust grew in Salford over 12 months.",)),
    Gold((TextSpan("b", 0, 22),), quotes=("Funding ended in 2021.",)),
)
POINTS = (("trust grew",), ("funding ended",))


def answered(made: Made, name: str, answer: Answer) -> Result:
    result: Result = made.result(
        made.case(name, gold=GOLD, points=POINTS), {"answer_points": 0.5}, answer=answer
    )
    return result


def pair(made: Made) -> tuple[Run, Run]:
    """A run of two cases by each engine: in one case the model says another point than the reports' sentences."""
    first = made.answer([made.statement("Trust grew.", "S1")], [made.passage("S1", "a", 0, 37)])
    wrote = Statement(
        "Funding <b>ended</b>.",
        ("S2",),
        check=Check("overstated", "they say in 2021", ("S2",), repaired=True),
    )
    written = made.answer(
        [wrote],
        [made.passage("S2", "b", 0, 22)],
        dropped=(Dropped("<i>All</i> staff left.", "overstated", "some left"),),
    )
    second = replace(written, engine=Engine("chat", "tiny"))
    own = [answered(made, "one", first), answered(made, "same", first)]
    chat = [answered(made, "one", second), answered(made, "same", first)]
    return made.run(own, "own"), made.run(chat, "chat", engine="chat", model="tiny")


def test_what_a_model_adds_loses_and_had_dropped_is_counted(made: Made) -> None:
    found = compare_engines(*pair(made))
    assert found is not None
    assert (found.common, found.written) == (2, 1)
    (gain,) = found.gains
    assert (gain.said, gain.unsaid) == (("funding ended",), ("trust grew",))
    assert (gain.cited, gain.uncited) == ((GOLD[1].quotes[0],), (GOLD[0].quotes[0],))
    assert [each.text for each in gain.repaired] == ["Funding <b>ended</b>."]
    assert {label: count for label, count in found.outcomes.items() if count} == {
        "written, put right": 1,
        "dropped: overstated": 1,
    }
    lines = "\n".join(list_engine_lines(found))
    assert "wrote 1 of 2 answers" in lines
    assert "says 1 answer point (in 1 case)" in lines
    assert "Of 2 sentences that it wrote: written, put right 1; dropped: overstated 1." in lines


def test_only_an_extractive_and_a_written_run_are_such_a_pair(made: Made) -> None:
    own, chat = pair(made)
    assert compare_engines(own, own) is None
    assert compare_engines(chat, own) is None
    other = made.run([answered(made, "other", made.answer())], engine="chat")
    assert compare_engines(own, other) is None


def test_the_report_sets_both_side_by_side_and_what_a_model_wrote_stays_text(made: Made) -> None:
    own, chat = pair(made)
    page = BeautifulSoup(render(report_page(chat, own)), "lxml")
    section = page.find(id="engines")
    assert section is not None
    text = " ".join(section.get_text().split())
    assert "Only the chat model says 1 answer point (in 1 question) and cites 1 needed passage" in text
    assert "<i>All</i> staff left. overstated: some left" in text
    assert "Funding <b>ended</b>. overstated: they say in 2021" in text
    assert section.find("i") is None
    case = page.find(id="case-one")
    assert case is not None
    assert "What the checker changed" in case.get_text()
    assert "What differs from the extractive run" in page.get_text()
    assert "earlier run" not in page.get_text()


def test_of_a_sealed_set_no_case_is_shown(made: Made) -> None:
    own, chat = pair(made)
    sealed = replace(chat, about=replace(chat.about, opened=1))
    page = BeautifulSoup(render(report_page(sealed, own)), "lxml")
    assert page.find(id="engines") is not None
    assert page.select(".gain") == []
    assert "staff left" not in page.get_text()
