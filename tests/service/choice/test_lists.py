import pytest

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings
from service.types import Ask

TEXT = """# Orchard Trial

## Whom we wanted to reach

Our leaflets and evenings were meant for:

- Growers with less than one hectare
- Allotment societies
- Head teachers
- Parish councils

## What was learned

The lessons that carry over to other trials are:

Time – growers need two winters before they trust a new method.

Money – small sums early did more than large sums late.

Company – nobody kept on alone.

## Weather

It rained on nine of the ten evenings, and the leaflets got wet. Growers came all the same.
"""


@pytest.fixture(scope="module")
def orchard(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Assistant:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "orchard.md").write_text(TEXT, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    assert not ingest([folder / "orchard.md"], settings).failures
    return Assistant(settings, embedder=sample_assistant.embedder)


@pytest.mark.parametrize(
    "question",
    [
        "Which groups did they want to reach?",
        "Whom did they want to reach? Complete list, please",
        "List everybody the leaflets were meant for",
    ],
)
def test_a_list_that_is_asked_for_is_told_whole_with_its_opening_line(
    orchard: Assistant, question: str
) -> None:
    told = [statement.text for statement in orchard.answer(Ask(question)).statements]
    assert told[:5] == [
        "Our leaflets and evenings were meant for:",
        "Growers with less than one hectare",
        "Allotment societies",
        "Head teachers",
        "Parish councils",
    ]


def test_paragraphs_after_a_colon_are_a_list_too(orchard: Assistant) -> None:
    told = [
        statement.text for statement in orchard.answer(Ask("List the lessons that carry over")).statements
    ]
    assert [text.split()[0] for text in told[:4]] == ["The", "Time", "Money", "Company"]


def test_a_question_for_one_thing_gets_no_list(orchard: Assistant) -> None:
    told = [statement.text for statement in orchard.answer(Ask("How often did it rain?")).statements]
    assert "Head teachers" not in told
