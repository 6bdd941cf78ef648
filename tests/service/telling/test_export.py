from dataclasses import replace

from service.telling import export
from service.types import Answer, CitedRow, Engine, Passage, Statement

PASSAGE = Passage(
    "S1",
    "r",
    "A *report*",
    4,
    "3",
    0,
    5,
    "words [1]\nand more",
    "",
    (),
    "paragraph",
    "assumption",
    None,
    (),
    0.0,
)


def answer(*statements: Statement, **more: object) -> Answer:
    known = {
        "id": "a",
        "question": "Who?",
        "standalone_question": "Who?",
        "status": "answered",
        "statements": statements,
        "passages": (PASSAGE,) if statements else (),
        "nearest": (),
        "missing": (),
        "suggestions": (),
        "engine": Engine("extractive"),
        "timings_ms": {},
    }
    return Answer(**{**known, **more})  # type: ignore[arg-type]


def test_plain_text_has_numbers_and_passages() -> None:
    said = answer(Statement("They did.", ("S1",)), Statement("One", ("S1",), "item", "Salford"))
    assert export.answer_text(said, {}) == (
        "Who?\n\nThey did. (a working assumption) [1]\n\nSalford\n\n- One (a working assumption) [1]\n\n"
        "Passages\n[1] “words [1] and more” — A *report*, PDF page\u00a04 (printed\u00a03), a working assumption.\n"
    )


def test_markdown_has_footnotes_and_reads_nothing_into_words() -> None:
    said = answer(Statement("3. Earn *trust* <b>", ("S1",), "item"), Statement("# Not a title", ("S1",)))
    text = export.answer_markdown(said, {})
    assert "- 3\\. Earn \\*trust\\* \\<b\\> (a working assumption)[^1]\n" in text
    assert "\n\\# Not a title" in text
    assert "[^1]: “words \\[1\\] and more” — A \\*report\\*" in text


def test_a_conversation_numbers_its_footnotes_by_question() -> None:
    said = answer(Statement("They did.", ("S1",)))
    text = export.conversation_markdown("Monday", [said, said], {})
    assert text.startswith("# Monday\n\n## Who?\n")
    assert "They did. (a working assumption)[^2-1]" in text
    assert "[^1-1]: " in text


def test_a_refusal_says_why_and_what_is_near() -> None:
    refused = answer(
        status="not_in_reports", notes=("No report mentions Leeds.",), nearest=(PASSAGE,), missing=("Leeds",)
    )
    for text in (export.answer_text(refused, {}), export.answer_markdown(refused, {})):
        assert "The reports do not say." in text
        assert "No report mentions Leeds." in text
        assert "In no report: Leeds." in text
        assert "The nearest passages" in text
        assert "[^" not in text


def test_the_row_of_a_table_goes_along_under_its_heads() -> None:
    row = CitedRow("", (("Place", "Spent"),), ("Bury", "£3"), ((0, 4), (5, 7)), (1,))
    cited = replace(PASSAGE, table=row)
    told = answer(Statement("words", ("S1",), "item"))
    told = replace(told, passages=(cited,))
    assert "\n      Place: Bury\n    → Spent: £3\n" in export.answer_text(told, {})
    assert "\n    | Place | Spent |\n    | --- | --- |\n    | Bury | **£3** |\n" in export.answer_markdown(
        told, {}
    )
