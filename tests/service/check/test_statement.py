"""Tests of the checker on sentences about the sample reports' matters, each wrong in one way or in none."""

from dataclasses import replace

import pytest

from service.check.statement import check_statement, find_faults
from service.types import Passage

TENSION = (
    "The report describes significant tension. Police officers give priority to intelligence; social workers want"
    " young people to feel safe. These aims don't always point the same way."
)
HANDBOOK = (
    "Two authorities had a handbook in March 2019. One project lead said that it may have made design faster."
)
TIES = "Veterans with old ties had wide nets, and newcomers had to weave theirs."
NETS = "Veterans had wide nets, and newcomers had to weave theirs."
ROTAS = (
    "Three supports. It is thought that the work may be supported by: 1. shared rotas; 2. a van. The wording is"
    " careful: these *may* support it. Rotas are shared by two teams."
)
CASES = [
    (TENSION, "Police officers give priority to intelligence.", None),
    (TENSION, "There was significant tension between police officers and social workers.", None),
    (TENSION, "The aims do not always point the same way.", None),
    (TENSION, "The aims of both always point the same way.", "denial"),
    (TENSION, "Social workers give priority to intelligence.", "actor"),
    (TENSION, "The report describes slight tension.", "opposite"),
    (HANDBOOK, "Two authorities had a handbook in March 2019.", None),
    (HANDBOOK, "A project lead said that a handbook may have made design faster.", None),
    (HANDBOOK, "Three authorities had a handbook in March 2019.", "exact"),
    (HANDBOOK, "Two authorities had a handbook in May 2019.", "exact"),
    (HANDBOOK, "The handbook may have made design faster.", "attribution"),
    (HANDBOOK, "A project lead said that it made design faster.", "hedge"),
    (HANDBOOK, "A project lead said that it may have made design slower.", "opposite"),
    (HANDBOOK, "Project leads said that it may have made design faster.", "quantity"),
    (HANDBOOK, "A practice lead said that it may have made design faster.", "actor"),
    (HANDBOOK, "Two authorities had a handbook in March 2019, and both bought new software.", "added"),
    ("Some schools joined in spring. Attendance rose.", "All schools joined in spring.", "quantity"),
    ("Some schools joined. Attendance rose.", "Attendance rose because some schools joined.", "cause"),
    ("Meetings moved online, and this led to better attendance.", "Attendance led to meetings online.", "cause"),
    ("It was hoped that the work would last.", "The work lasts.", "modality"),
    ("Some regions struggled at first.", "All regions struggled at first.", "quantity"),
    ("Many maps lack a key to their signs.", "Every map lacks a key to its signs.", "quantity"),
    ("The council should review the rota every spring.", "The council reviewed the rota every spring.", "modality"),
    ("The council should review the rota every spring.", "The council should review the rota.", None),
    ("The team is on its way to closing the gap.", "The team has closed the gap.", "modality"),
    ("Changes that have the potential to save money are rare.", "Such changes save money.", "modality"),
    ("It appears the hub mainly shared its data.", "The hub mostly shared its data.", "hedge"),
    (NETS, "Newcomers had wide nets, but veterans had to weave theirs.", "merge"),
    (TIES, "Newcomers had wide nets, while veterans with old ties had to weave theirs.", "merge"),
    (NETS, "Newcomers had to weave their nets, while veterans had wide ones.", None),
    (ROTAS, "Shared rotas support the work.", "hedge"),
    (ROTAS, "Shared rotas may support the work.", None),
    (ROTAS, "Rotas are shared by two teams.", None),
    ("Pride can't be mandated from above, but grows.", "Pride had to be ordered from above.", "denial"),
    ("Pride can't be mandated from above, but grows.", "Pride can't be ordered from above.", None),
    ("Jurors changed their minds after they heard the evidence.", "Jurors changed their minds before they heard the"
     " evidence.", "order"),
    ("Some jurors moved from being doubtful to being convinced.", "Some jurors moved from being convinced to being"
     " doubtful.", "order"),
    ("Night staff felt isolated from the wards.", "Night staff were isolated from the wards.", "attribution"),
    ("Marta believes that the visits made a difference.", "The visits made a difference.", "attribution"),
    ("Clinics open late have kept a register. Charities lend vans to volunteers.", "Charities have kept a register.",
     "merge"),
    ("Clinics have kept a register. They lend vans to volunteers.", "Clinics lend vans to volunteers.", None),
    ("DHSC should publish the plan.", "NHS Wales should publish the plan.", "exact"),
    ("90% of readers kept the leaflet.", "Nine in ten readers kept the leaflet.", None),
    ("The survey ran from May 2018 until June 2019.", "The survey ran from May 2018 to June 2019.", None),
    ("By June 2019, the page had over 2,060 readers.", "The page had over 2,060 readers by June 2019.", None),
    ("A plan for the wards was missing.", "A plan for the wards was in place.", "opposite"),
    ("Ms Diaz led work across portfolios.", "Ms Diaz led cross-portfolio work.", None),
    ("However, the full analysis and review of costs has not been possible owing to delays told elsewhere.",
     "The full analysis has been possible.", "denial"),
    ("Trust was built in the first year.", "Trust was always built in the first year.", "scope"),
]  # fmt: skip


def passage(text: str, key: str = "S1") -> Passage:
    return Passage(
        key, "r", "A report", 1, "1", 0, len(text), text, text, (), "paragraph", "finding", None, (), 1.0
    )


@pytest.mark.parametrize(("words", "sentence", "kind"), CASES)
def test_each_fault_is_found_and_no_other(words: str, sentence: str, kind: str | None) -> None:
    kinds = {fault.kind for fault in find_faults(sentence, [passage(words)])}
    assert kind in kinds if kind else kinds == set()


def test_verbatim_words_are_always_supported() -> None:
    for words in (TENSION, HANDBOOK):
        assert check_statement(words.split(". ")[0] + ".", [passage(words)]).outcome == "supported"


def test_a_lost_speaker_is_put_back() -> None:
    check = check_statement("The handbook may have made design faster.", [passage(HANDBOOK)])
    assert check.outcome == "overstated"
    assert check.proposal == "According to one project lead, the handbook may have made design faster."


def test_what_another_passage_says_is_cited_from_there() -> None:
    others = (passage(HANDBOOK, "S2"), passage("Nothing of this kind is told.", "S3"))
    check = check_statement("Two authorities had a handbook in March 2019.", [passage(TENSION)], others)
    assert (check.outcome, check.passage_ids) == ("supported_by_another", ("S2",))


def test_an_assumption_told_as_a_fact_is_mended() -> None:
    check = check_statement("The work lasts.", [passage("It was hoped that the work lasts.")])
    assert (check.outcome, check.proposal) == ("overstated", "It was hoped that the work lasts.")


def test_a_sentence_about_something_else_is_not_found() -> None:
    check = check_statement("Bananas are exported by ship.", [passage(TENSION)])
    assert check.outcome == "not_found"


def test_a_statement_that_cites_nothing_is_not_found() -> None:
    assert check_statement("Police officers give priority to intelligence.", []).outcome == "not_found"


def test_a_contradiction_is_told_before_an_overstatement() -> None:
    words = "One practitioner said that attendance may have risen."
    check = check_statement("Attendance fell.", [replace(passage(words), voice="quotation")])
    assert check.outcome == "contradicted"
