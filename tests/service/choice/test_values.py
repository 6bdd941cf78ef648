import pytest

from ingest.build import ingest
from service.assistant import Assistant
from service.choice.values import find_lacking_values
from service.question.wants import understand
from service.search.retrieve import search
from service.settings import Settings
from service.types import Filters

TEXT = """# Harbour Pilot: progress

## The teams

The Harbour Pilot has four teams. Eleven volunteers joined the reading group in spring 2021.
The toolkit was tried by the reading group, and the volunteers liked it.

## Money

The lottery fund gave a grant of £340,000 for the boat shed.
The reading group meets in the library on Thursdays.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Assistant:
    folder = tmp_path_factory.mktemp("values")
    (folder / "harbour.md").write_text(TEXT, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    assert not ingest([folder / "harbour.md"], settings).failures
    return Assistant(settings, embedder=sample_assistant.embedder)


def lacking(assistant: Assistant, question: str) -> list[str]:
    return list(
        find_lacking_values(
            understand(question), search(assistant.library, assistant.embedder, question, Filters())
        )
    )


@pytest.mark.parametrize(
    "question",
    [
        "What grant did the boat shed get?",
        "Cost of the boat shed, paid by the lottery fund?",
        "How many volunteers joined the reading group?",
        "In what year did volunteers join the reading group?",
        "Number of teams of the Harbour Pilot",
        "What do the volunteers think of the toolkit?",
    ],
)
def test_a_value_that_a_sentence_about_it_states_is_not_lacking(harbour: Assistant, question: str) -> None:
    assert lacking(harbour, question) == []


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        # There is a sum, but of something else.
        ("What is the annual budget of the reading group?", "a sum"),
        ("Purchase price of the toolkit for the reading group?", "a sum"),
        ("Reading group's weekly fee?", "a sum"),
        ("Quel budget pour le toolkit ?", "a sum"),
        ("What salary do the volunteers of the reading group get?", "pay"),
        ("How many toolkits did the reading group print?", "a number"),
        ("What percentage of volunteers liked the toolkit?", "a share"),
        ("What ISBN does the Harbour Pilot report carry?", "a number that identifies a publication"),
    ],
)
def test_a_value_that_stands_only_beside_other_things_is_lacking(
    harbour: Assistant, question: str, kind: str
) -> None:
    assert lacking(harbour, question) == [kind]
