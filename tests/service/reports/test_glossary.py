from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ingest.build import ingest
from ingest.library.open import Library, open_library
from service.assistant import Assistant
from service.reports.glossary import find_terms, list_meanings, spell_out
from service.reports.library_cache import MOST_SELECTIONS
from service.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

REPORTS = {
    "one.md": """# One

The Joint Action Team (JAT) met in Salford. The JAT met again. It asked the XQZ for help. The XQZ helped.
Thank you, XQZ!
""",
    "two.md": """# Two

The Junior Advice Trust (JAT) gave money to Wigan. The XQZ wrote a letter. The XQZ wrote again, and the XQZ waited.
""",
    "three.md": """# Three

The joint action teams (JAT) grew. The JAT was thanked.
""",
}


@pytest.fixture(scope="module")
def differing(tmp_path_factory: pytest.TempPathFactory, sample_assistant: Assistant) -> Iterator[Library]:
    """A library whose reports disagree about what an acronym stands for."""
    folder: Path = tmp_path_factory.mktemp("differing")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, "utf-8")
    settings = Settings(data_dir=folder / "data", embedding_dtype="float32")
    assert not ingest(
        [folder / name for name in REPORTS], settings, embedder=sample_assistant.embedder
    ).failures
    library = open_library(settings)
    yield library
    library.close()


def test_reports_that_differ_are_shown_side_by_side(differing: Library) -> None:
    entry = next(entry for entry in find_terms(differing, differing.details) if entry.short == "JAT")
    assert {m.long.casefold() for m in entry.meanings} >= {"joint action team", "junior advice trust"}
    for meaning in entry.meanings:
        assert meaning.long in meaning.passage.text
        assert meaning.passage.report_id in {report.id for report in meaning.reports}
    assert sum(use.uses for use in entry.uses) >= 4


def test_a_plural_is_not_another_meaning(sample_assistant: Assistant) -> None:
    found = [
        m.long.casefold()
        for entry in find_terms(sample_assistant.library, sample_assistant.library.details)
        for m in entry.meanings
    ]
    assert not {f"{long}s" for long in found} & set(found)


def test_a_term_that_no_report_spells_out_has_no_meaning(differing: Library) -> None:
    entry = next(entry for entry in find_terms(differing, differing.details) if entry.short == "XQZ")
    assert entry.meanings == ()
    assert "XQZ" in entry.first.text
    assert [use.report.id for use in entry.uses] == ["one", "two"]


def test_terms_come_in_the_order_of_their_letters_each_once(sample_assistant: Assistant) -> None:
    shorts = [entry.short for entry in find_terms(sample_assistant.library, sample_assistant.library.details)]
    assert shorts == sorted(shorts, key=lambda short: (short.casefold(), short))
    assert len(set(shorts)) == len(shorts)
    assert "NWD" in shorts


def test_every_meaning_is_in_the_passage_that_gives_it(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    meanings = [meaning for entry in find_terms(library, library.details) for meaning in entry.meanings]
    assert meanings
    for meaning in meanings:
        passage = meaning.passage
        assert library.report(passage.report_id).text[passage.start : passage.end] == passage.text


def test_a_reports_own_meaning_goes_before_those_of_others(differing: Library) -> None:
    assert spell_out(differing, ["two", "gone"])["JAT"] == ("Junior Advice Trust",)
    assert set(spell_out(differing)["JAT"]) == {"Joint Action Team", "Junior Advice Trust"}
    assert "XQZ" not in spell_out(differing)


def test_the_terms_of_a_library_are_put_together_once(differing: Library) -> None:
    assert find_terms(differing, differing.details) is find_terms(differing, differing.details)


def test_the_flat_list_is_the_same_glossary(differing: Library) -> None:
    entries = find_terms(differing, differing.details)
    flat = list_meanings(differing, differing.details)
    pairs = [(entry.short, m.long) for entry in entries for m in entry.meanings or (None,) if m]
    assert [(item.term.short, item.term.long) for item in flat if item.term.long] == pairs
    assert {item.term.short for item in flat} == {entry.short for entry in entries}
    assert [item.passage.id for item in flat] == [f"T{number}" for number in range(1, len(flat) + 1)]


def test_terms_of_some_reports_are_told_from_those_only(differing: Library) -> None:
    two = [report for report in differing.details if report.id == "two"]
    meanings = [
        (m.term.long or "").casefold() for m in list_meanings(differing, two) if m.term.short == "JAT"
    ]
    assert meanings == ["junior advice trust"]


def test_only_the_latest_selections_are_kept(differing: Library) -> None:
    first = find_terms(differing, differing.details[:1])
    assert find_terms(differing, differing.details[:1]) is first
    for number in range(MOST_SELECTIONS + 1):
        find_terms(differing, [differing.details[1]] * (number + 1))
    assert find_terms(differing, differing.details[:1]) is not first
