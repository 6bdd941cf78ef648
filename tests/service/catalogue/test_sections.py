import pytest

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings
from service.types import Answer, Ask

MILL = """# Mill Street Hub: evaluation

## What was done

The hub opened in a former shop and offered advice on three mornings a week, with tea for whoever came by.

## Recommendations

Recommendation 1.

The council should keep the hub open for two more winters and say so in good time before the lease ends.

Recommendation 2.

Advisers should be paid for the hours in which they only listen, since that is when people come back.

Recommendation 3.

A second door would let parents with prams come in without waiting for somebody to help them.

## Risks

The lease may end early.

Volunteers may tire of the winter mornings.
"""
POND = """# Pond Lane Allotments: review

## Lessons

| Lesson | Who says it |
|---|---|
| Water butts fill faster than hoses | The warden |
| Sheds want a second key | The members |
"""
LAKE = """# Lake Road Library: case study

## Recommendations

Shelves on wheels should be bought for the children's corner.

The reading group should meet in the evening as well.
"""


@pytest.fixture(scope="module")
def few_reports(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Assistant:
    folder = tmp_path_factory.mktemp("sections")
    for name, text in (("mill", MILL), ("lake", LAKE), ("pond", POND)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    assert not ingest([folder / "mill.md", folder / "lake.md", folder / "pond.md"], settings).failures
    return Assistant(settings, embedder=sample_assistant.embedder)


def _ask(assistant: Assistant, question: str) -> Answer:
    return assistant.answer(Ask(question))


@pytest.mark.parametrize(
    "question",
    [
        "What were the main recommendations of the Mill Street Hub evaluation?",
        "List the recommendations of the Mill Street evaluation",
        "What did the Mill Street evaluation recommend?",
    ],
)
def test_the_points_of_the_section_are_told_in_order(few_reports: Assistant, question: str) -> None:
    answer = _ask(few_reports, question)
    text = " ".join(statement.text for statement in answer.statements)
    assert {passage.report_id for passage in answer.passages} == {"mill"}
    assert text.index("two more winters") < text.index("only listen") < text.index("second door")
    assert answer.notes[0].startswith("These are the points of the section “Recommendations”")


def test_a_section_that_only_one_report_has_needs_no_name(few_reports: Assistant) -> None:
    answer = _ask(few_reports, "What are the risks?")
    assert [passage.text for passage in answer.passages] == [
        "The lease may end early.",
        "Volunteers may tire of the winter mornings.",
    ]


def test_one_point_of_a_section_is_searched_like_anything_else(few_reports: Assistant) -> None:
    answer = _ask(few_reports, "What did the evaluation recommend about parents with prams?")
    assert any("second door" in passage.text for passage in answer.passages)
    assert not any("points of the section" in note for note in answer.notes)


def test_sections_of_several_reports_are_not_taken_for_one(few_reports: Assistant) -> None:
    answer = _ask(few_reports, "What are the recommendations?")
    assert not any("points of the section" in note for note in answer.notes)


def test_the_heads_of_a_table_are_no_point(few_reports: Assistant) -> None:
    answer = _ask(few_reports, "What are the lessons?")
    assert {passage.text for passage in answer.passages} == {
        "| Water butts fill faster than hoses | The warden |",
        "| Sheds want a second key | The members |",
    }
