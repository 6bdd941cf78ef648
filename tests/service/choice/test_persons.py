import pytest

from ingest.build import ingest
from service.assistant import Assistant
from service.choice.persons import NAMED
from service.settings import Settings
from service.types import Ask

TEXT = """# Orchard Trial: final report

## Who did the work

Ada Brook, Orchard Manager at Lowland Council, planned the evenings and spoke to the growers each week.

The steering group met each month and heard from growers, teachers and the council about how the trial went.

## What was learned

Growers wanted to hear from other growers, and came back when the evenings were kept short and were well led.

A school caretaker said that the trees were the first thing the children asked about on a Monday morning.
"""


@pytest.mark.parametrize(
    "text",
    [
        "Lead evaluator: Ada Brook",
        "Ada Brook, Monitoring and Evaluation Officer",
        "Coordinator (MR coordinator): Tomás Field",
        "It was led by Dr Brook.",
        "Ada van Brook (Deputy Director)",
    ],
)
def test_a_person_is_told_by_a_title_or_a_role_beside_the_name(text: str) -> None:
    assert NAMED.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Innovation lead: “It takes time.”",
        "One Assistant Director (AD) spoke of it.",
        "Team Around the School has a lead in each district.",
        "The manager of the hub, in Lowland, left.",
    ],
)
def test_a_role_or_a_service_is_no_person(text: str) -> None:
    assert not NAMED.search(text)


@pytest.fixture(scope="module")
def orchard(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Assistant:
    folder = tmp_path_factory.mktemp("persons")
    (folder / "orchard.md").write_text(TEXT, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    assert not ingest([folder / "orchard.md"], settings).failures
    return Assistant(settings, embedder=sample_assistant.embedder)


def test_who_holds_a_role_is_told_where_a_report_names_somebody(orchard: Assistant) -> None:
    answer = orchard.answer(Ask("Who is the orchard manager?"))
    assert answer.status == "answered"
    assert any("Ada Brook" in passage.text for passage in answer.passages)


def test_a_name_that_no_report_gives_is_not_made_up(orchard: Assistant) -> None:
    answer = orchard.answer(
        Ask("What is the name of the school caretaker who spoke of the children? Name the person.")
    )
    assert answer.status in ("not_in_reports", "declined")
