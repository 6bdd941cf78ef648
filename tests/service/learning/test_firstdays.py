from pathlib import Path

import pytest

from ingest.build import ingest
from ingest.library.open import Library
from service.assistant import Assistant
from service.learning.candidates import stands_alone
from service.learning.firstdays import FEWEST_USES, MOST_TERMS, FirstDays, make_first_days
from service.settings import Settings
from service.types import Passage

OTHER = """# River Watch: third year report

May 2023

## What River Watch is

River Watch is a programme of forty villages that test their own water and publish what they find.
The River Watch programme was launched in March 2020 by the Water Trust (WT). The WT pays for the kits.

## Who does what

- Village stewards: people who take the samples each week and keep the village's notebook in order.
- Lab partners: the three colleges that repeat one test in ten and teach the stewards.
- Steering group: eight stewards who decide each spring what will be tested next.

## What we take as given

We assumed that villagers trust numbers which they took themselves.
Our assumption is that stewards stay when their village sees the results.
The principle is that nobody pays to see their own water.
The assumption about rain was tested, and it was not shown to hold.
This assumption is one that we would not make again.

## How the year went

In River Watch it was a wet year, and the programme is the better for it.
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Library:
    folder = tmp_path_factory.mktemp("other")
    (folder / "river.md").write_text(OTHER, "utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    assert not ingest([folder / "river.md"], settings).failures
    return Assistant(settings, embedder=sample_assistant.embedder).library


def passages_of(path: FirstDays) -> list[Passage]:
    return [
        *(passage for start in path.programmes for passage in start.passages),
        *(event.passage for event in path.timeline if event.passage),
        *(role.passage for role in path.people),
        *path.ideas,
        *(entry.first for entry in path.lingo),
    ]


def test_another_library_gives_another_path(other: Library) -> None:
    path = make_first_days(other, other.details)
    assert path.programmes[0].passages[0].text.startswith("River Watch is a programme")
    assert [event.date for event in path.timeline if event.passage] == ["2020-03"]
    assert {role.name for role in path.people} == {"Village stewards", "Lab partners", "Steering group"}
    # Neither what was found of an assumption, nor what points to the sentence before it.
    assert len(path.ideas) == 3
    assert not any("rain" in idea.text or "again" in idea.text for idea in path.ideas)
    assert not any("wet year" in passage.text for passage in path.programmes[0].passages)
    assert [entry.short for entry in path.lingo] == ["WT"]


def test_every_line_is_verbatim_in_its_report(corpus_assistant: Assistant) -> None:
    library = corpus_assistant.library
    path = make_first_days(library, library.details)
    assert all((path.programmes, path.timeline, path.people, path.ideas, path.lingo))
    for passage in passages_of(path):
        assert library.report(passage.report_id).text[passage.start : passage.end] == passage.text
        assert passage.page >= 1
    assert len(path.lingo) <= MOST_TERMS
    assert all(sum(use.uses for use in entry.uses) >= FEWEST_USES for entry in path.lingo)


def test_a_library_that_tells_nothing_gives_an_empty_path(
    tmp_path: Path, sample_assistant: Assistant
) -> None:
    (tmp_path / "thin.md").write_text(
        "# Rain\n\nIt rained on the hills for some days of that week.\n", "utf-8"
    )
    settings = Settings(data_dir=tmp_path / "data", embedding_dtype="float32")
    assert not ingest([tmp_path / "thin.md"], settings).failures
    library = Assistant(settings, embedder=sample_assistant.embedder).library
    assert not make_first_days(library, library.details)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Trust grew in both towns.", True),
        ("This report tells of trust.", True),
        ("These grew in both towns.", False),
        ("trust grew in both towns.", False),
        ("Trust grew in", False),
    ],
)
def test_a_sentence_stands_alone_or_leans_on_another(text: str, alone: bool) -> None:
    assert stands_alone(text) is alone
