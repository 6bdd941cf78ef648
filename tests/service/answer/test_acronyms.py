import pytest

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings
from service.types import Ask


@pytest.mark.parametrize(
    "question", ["What does NWD stand for?", "What is NWD?", "What does NWD mean?", "NWD?"]
)
def test_the_first_line_says_what_an_acronym_stands_for(sample_assistant: Assistant, question: str) -> None:
    answer = sample_assistant.answer(Ask(question))
    assert answer.headline is not None
    assert answer.headline.text == "NWD stands for No Wrong Door."
    (key,) = answer.headline.passage_ids
    assert answer.passages[0].id == key
    assert "NWD" in answer.passages[0].text


def test_initials_are_cited_from_the_report_that_uses_them_most(sample_assistant: Assistant) -> None:
    assert sample_assistant.answer(Ask("What is NWD?")).passages[0].report_id == "no-wrong-door"


def test_the_plural_of_an_acronym_is_read_as_the_acronym(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Ask("What does LPs stand for?"))
    assert answer.headline is not None
    assert answer.headline.text == "LP stands for Local Pilot."


NOTES = """# Valley Agenda

## The agenda

The ROSE agenda guides the work of the valley, and ROSE was agreed in spring. The QXR tool is used by all teams.

## Notes

1. Acronym for Rivers, Open Spaces, Schools, and Energy.
"""


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Assistant:
    folder = tmp_path_factory.mktemp("acronyms")
    (folder / "valley.md").write_text(NOTES, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    assert not ingest([folder / "valley.md"], settings).failures
    return Assistant(settings, embedder=sample_assistant.embedder)


def test_a_note_may_give_the_words_without_the_initials(valley: Assistant) -> None:
    answer = valley.answer(Ask("ROSE agenda: letters stand for what?"))
    assert answer.headline is not None
    assert answer.headline.text == "ROSE stands for Rivers, Open Spaces, Schools, and Energy."


@pytest.mark.parametrize(
    "question", ["QXR – what do the letters mean?", "What does QXR stand for?", "QXR in full?"]
)
def test_initials_that_nothing_spells_out_are_told_so_with_a_use(valley: Assistant, question: str) -> None:
    answer = valley.answer(Ask(question))
    assert answer.status == "not_in_reports"
    assert answer.notes == ("QXR is used once and spelled out nowhere in the reports that came nearest.",)
    assert "QXR" in answer.nearest[0].text
