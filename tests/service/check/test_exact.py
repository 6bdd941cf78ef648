import pytest

from ingest.types import Voice
from service.check.exact import attribute, find_unsupported
from service.types import Passage, Statement

PLACES = frozenset({"Salford", "Manchester", "Greater Manchester", "Bury", "St Helens", "Evaluation"})


def passage(text: str, key: str = "S1", voice: Voice = "finding", speaker: str | None = None) -> Passage:
    return Passage(
        id=key,
        report_id="report",
        report_title="A report of 1999 from Leeds",
        page=77,
        page_label="77",
        start=0,
        end=len(text),
        text=text,
        context=f"Before, in Leeds in 1999. {text}",
        headings=("Leeds in 1999",),
        role="paragraph",
        voice=voice,
        speaker=speaker,
        places=(),
        score=1.0,
    )


def problem(written: str, *texts: str) -> str | None:
    passages = [passage(text, f"S{n}") for n, text in enumerate(texts, start=1)]
    return find_unsupported(Statement(written, tuple(p.id for p in passages)), passages, PLACES)


STANDS = [
    ("Three councils took part.", "In all, 3 councils took part."),
    ("30% of staff left.", "Some thirty per cent of the staff left."),
    ("It cost £2 million.", "The cost was £2m."),
    ("1,200 families were reached.", "It reached 1200 families."),
    ("The third wave began on 12 May 2021.", "Wave 3 began on 12th May 2021."),
    ("It began in March 2021.", "Start: 2021-03-15"),
    ("It ran from 2021 to 2022.", "The programme ran in 2021/22."),
    ("Half of the staff left.", "50% of the staff left."),
    ("One of the leads may march on.", "A lead spoke."),
    ("It grew in Salford.", "Salford saw it grow."),
    ("It grew in Salford’s schools.", "Schools in SALFORD saw it grow."),
    ("It grew across Greater Manchester.", "GMCA saw it grow."),
    ("It grew in St Helens.", "St Helens saw it grow."),
    ("Leads spoke of “trust and time”.", "It takes trust and\ntime to grow."),
    ('Leads said: "It takes trust ... to grow."', "It takes trust and time to grow, leads said."),
    ("Leads said that “[they] need time”.", "We need time."),
    ("The councils' leads' view was ‘trust takes time’.", "Trust takes time."),
    ("Covid-19 slowed the work.", "COVID slowed work."),
    ("Families in Key Stage 2 (KS2) gained.", "KS2 gains were seen at Key Stage 2."),
    ("Write to help@example.org.", "Contact help@example.org."),
    ("DfE paid for it.", "The Department for Education paid for it."),
    ("The lead of the DfE spoke.", "A lead of the Department for Education spoke."),
    ("It grew in the previous ten years.", "It grew in the previous decade."),
    ("It took twenty years.", "It took two decades."),
    ("Evaluation came late.", "The evaluation came late."),
    ("They say that Evaluation came late.", "The evaluation came late."),
    ("The lead of GMCA spoke.", "A lead of Greater Manchester Combined Authority spoke."),
    ("The lead of Local Pilots spoke.", "A lead of LPs spoke."),
    ("The title says A report, the lead I met.", "A lead."),
    ("Trust grew in 2021 in Salford.", "Trust grew in 2021 (see [3]) in Salford."),
]


@pytest.mark.parametrize(("written", "text"), STANDS, ids=[written for written, _ in STANDS])
def test_a_statement_stands_when_its_passage_has_what_it_names(written: str, text: str) -> None:
    assert problem(written, text) is None


FALLS = [
    ("Four councils took part.", "In all, 3 councils took part.", "“4”"),
    ("30% of staff left.", "30 of the staff left.", "30%"),
    ("30 staff left.", "30% of the staff left.", "30"),
    ("It cost £2 billion.", "The cost was £2m.", "£2 billion"),
    ("It cost €2m.", "The cost was £2m.", "€2m"),
    ("It began in April 2021.", "It began in March 2021.", "Apr"),
    ("It may have begun in May.", "It began in March and may go on.", "May"),
    ("It began in 1999.", "It began.", "1999"),
    ("It is told on page 77.", "It is told.", "77"),
    ("Half of the staff left.", "Some of the staff left.", "half"),
    ("Hundreds of families came.", "Families came.", "Hundreds"),
    ("It began in summer.", "It began in autumn.", "summer"),
    ("It grew twofold in Q3.", "It grew twofold.", "Q3"),
    ("It grew in Leeds.", "It grew.", "Leeds"),
    ("In Birmingham, it grew.", "It grew.", "Birmingham"),
    ("Bury saw it grow.", "Salford saw it grow and bury doubts.", "Bury"),
    ("Salford saw it grow.", "It grew.", "Salford"),
    ("It grew in Manchester.", "It grew in Greater Manchester.", "Manchester"),
    ("Trust helped Birmingham.", "Trust helped.", "Birmingham"),
    ("The lead of Ofsted spoke.", "A lead spoke.", "Ofsted"),
    ("3 councils took part.", "In all, 13 councils took part.", "3"),
    ("It cost 200 pounds.", "It cost 1,200 pounds.", "200"),
    ("A lead said “he agreed”.", "A lead said that she agreed.", "he agreed"),
    ("Leads spoke of “trust and money”.", "It takes trust and time.", "trust and money"),
    ("Leads said “it takes trust … and money”.", "It takes trust and time.", "it takes trust"),
    ("“Trust takes money, leads said.", "Trust takes time, leads said.", "Trust takes money"),
    ("See https://example.org/other.", "See https://example.org/this.", "example.org/other"),
]


@pytest.mark.parametrize(("written", "text", "named"), FALLS, ids=[written for written, *_ in FALLS])
def test_a_statement_falls_with_a_reason_that_names_what_no_passage_has(
    written: str, text: str, named: str
) -> None:
    reason = problem(written, text)
    assert reason is not None
    assert named.casefold() in reason.casefold()
    assert reason.endswith("is in none of its passages")


def test_the_passages_of_a_statement_may_share_the_work() -> None:
    assert problem("Salford had three leads.", "Salford had leads.", "There were 3.") is None


def test_a_passage_that_is_not_cited_supports_nothing() -> None:
    passages = [passage("There were leads.", "S1"), passage("There were 3.", "S2")]
    assert find_unsupported(Statement("There were 3 leads.", ("S1",)), passages, PLACES) is not None


def test_a_quotation_is_not_pieced_together_from_two_passages() -> None:
    assert problem("“Trust … takes time.”", "Trust matters.", "It takes time.") is not None


def test_the_words_of_a_passage_always_stand() -> None:
    text = "In Leeds, “trust” took 1.2.3 steps in Q9 (see www.example.org), she said: ‘it"
    assert problem(text, f"Before. {text} After.") is None


def test_a_view_keeps_the_role_of_who_holds_it() -> None:
    said = passage("We need time.", voice="quotation", speaker="Innovation Lead, Salford")
    bare = attribute(Statement("They need time.", ("S1",)), [said])
    assert bare.text == "They need time (Innovation Lead, Salford)."
    assert find_unsupported(bare, [said], PLACES) is None


def test_a_role_that_is_told_is_not_told_twice() -> None:
    said = passage("We need time.", voice="quotation", speaker="Innovation Lead, Salford")
    told = Statement("An innovation lead said that they need time.", ("S1",))
    assert attribute(told, [said]) == told


def test_a_finding_needs_no_speaker() -> None:
    said = passage("We need time.", voice="quotation", speaker="Innovation Lead")
    found = passage("Time was needed.", "S2")
    statement = Statement("Time was needed.", ("S1", "S2"))
    assert attribute(statement, [said, found]) == statement
