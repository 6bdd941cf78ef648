from dataclasses import replace

from service.telling.arrange import number_passages
from service.telling.pieces import Pieces, cut_passages
from service.types import Answer, Engine, Passage, Statement

PASSAGE = Passage(
    "S1", "r", "A *report*", 4, "4", 0, 5, "words [1]", "", (), "paragraph", "finding", None, (), 0.0
)
OTHER = replace(PASSAGE, id="S2", voice="assumption")
ANSWER = Answer(
    id="a",
    question="Who?",
    standalone_question="Who?",
    status="answered",
    statements=(
        Statement("They did.", ("S1",)),
        Statement("And <b>others</b>.", ("S2", "S1")),
        Statement("One", ("S1",), "item", "Salford"),
        Statement("Two", ("S2",), "item", "Salford"),
        Statement("“We did.”", ("S1",), "quotation"),
    ),
    passages=(PASSAGE, OTHER),
    nearest=(),
    missing=(),
    suggestions=(),
    engine=Engine("extractive"),
    timings_ms={},
)


def written(answer: Answer) -> tuple[str, Pieces]:
    pieces = Pieces(answer.passages, answer.headline)
    text = pieces.open(answer.question, answer.standalone_question)
    text += "".join(pieces.add(statement) for statement in answer.statements)
    return text + pieces.close(answer, {}), pieces


def test_statements_are_laid_out_and_marked() -> None:
    text, _ = written(ANSWER)
    assert text == (
        "They did. [1] And \\<b\\>others\\</b\\>. [2] [1]\n\n**Salford**\n\n- One [1]\n"
        "- Two (a working assumption) [2]\n\n> “We did.” [1]\n\n**Passages**\n\n"
        "[1] “words \\[1\\]” — A \\*report\\*, page 4, a finding.\n\n"
        "[2] “words \\[1\\]” — A \\*report\\*, page 4, a working assumption."
    )


def test_each_mark_is_where_it_says() -> None:
    text, pieces = written(ANSWER)
    numbers = number_passages(ANSWER)
    assert len(pieces.marks) == 6
    assert all(text[mark.start : mark.end] == f"[{numbers[mark.passage.id]}]" for mark in pieces.marks)


def test_the_headline_comes_first_and_is_not_said_twice() -> None:
    text, _ = written(replace(ANSWER, headline=Statement("They did.", ("S2",))))
    assert text.startswith("They did. (a working assumption) [1]\n\nAnd")
    assert text.count("They did.") == 1


def test_a_follow_up_says_how_it_was_understood() -> None:
    text, _ = written(replace(ANSWER, standalone_question="Who did [it]?"))
    assert text.startswith("Understood as: Who did \\[it\\]?\n\nThey did.")


def test_a_refusal_says_why_and_shows_what_came_nearest() -> None:
    refusal = replace(
        ANSWER,
        status="not_in_reports",
        statements=(),
        passages=(),
        nearest=(replace(PASSAGE, id="N1"),),
        missing=("budget",),
        notes=("No passage holds a sum.",),
    )
    text, pieces = written(refusal)
    assert text.startswith(
        "The reports do not say.\n\nNo passage holds a sum.\n\nIn no report: budget.\n\n**The nearest passages**"
    )
    assert pieces.marks == []


def test_the_passages_can_be_cut_off_again() -> None:
    text, _ = written(ANSWER)
    assert cut_passages(text).endswith("> “We did.” [1]")
    assert cut_passages("They did.") == "They did."
