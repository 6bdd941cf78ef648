import pytest

from service.answer.acronyms import Explained
from service.answer.headline import LONGEST, headline
from service.question.wants import understand
from service.types import Passage


def made(text: str, key: str = "S1", score: float = 1.0) -> Passage:
    place = ("r", "A report", 1, "1", 0, len(text), text, text, ())
    return Passage(key, *place, "paragraph", "finding", None, (), score)


def first_line(question: str, *texts: str, explained: Explained | None = None) -> str | None:
    passages = [made(text, f"S{number}") for number, text in enumerate(texts, start=1)]
    line = headline(understand(question), passages, explained, frozenset({"Salford"}))
    return line.text if line else None


LINES = [
    ("What is No Wrong Door?", "No Wrong Door (NWD) is a hub. It grew.", "No Wrong Door (NWD) is a hub."),
    ("How much did the hub cost?", "Staff liked the hub. The hub cost £2m.", "The hub cost £2m."),
    ("When did the hub open?", "The hub grew. The hub opened in May 2021.", "The hub opened in May 2021."),
    ("How many leads did the hub have?", "The hub had four innovation leads.", "The hub had four innovation leads."),
    # None where the sentence tells something else, or nothing of what is asked for.
    ("What is No Wrong Door?", "No Wrong Door (NWD)", None),
    ("How much did the hub cost?", "The garden of the school was worth £2m.", None),
    ("How many leads did the hub have?", "The hub had leads in 2021.", None),
    ("How can trust be built?", "Trust is built over time.", None),
    ("When did the hub open?", f"The hub opened, {'slowly ' * (LONGEST // 7)}in May 2021.", None),
]  # fmt: skip


@pytest.mark.parametrize(("question", "text", "line"), LINES)
def test_the_first_line_holds_what_was_asked_for_or_there_is_none(
    question: str, text: str, line: str | None
) -> None:
    assert first_line(question, text) == line


@pytest.mark.parametrize(
    ("long", "said", "line"),
    [
        ("Local Pilot", True, "LP stands for Local Pilot."),
        ("Local Pilot", False, "LP may stand for Local Pilot: no report says so, but the letters fit."),
        (None, False, None),
    ],
)
def test_an_acronym_is_told_as_said_as_suggested_or_not_at_all(
    long: str | None, *, said: bool, line: str | None
) -> None:
    where = made("Each Local Pilot (LP) had a lead.")
    assert first_line("What is LP?", where.text, explained=Explained("LP", long, said, 3, where)) == line
