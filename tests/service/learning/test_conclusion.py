from pathlib import Path

import pytest

from ingest.meaning.details import make_details
from ingest.meaning.structure import understand
from ingest.readers.markdown import read_markdown
from ingest.types import Report
from service.learning.conclusion import LONGEST, find_conclusion

TOLD = "Trust between partners grew where leaders shared one office and met each week of the year."
OTHER = "The survey reached forty families in three towns, and most of them answered it at home."


def report_of(text: str) -> Report:
    path = Path("r.md")
    reading = read_markdown(text.encode(), path)
    return understand(reading, make_details(reading, path, "0" * 64, {}))


def conclusions(text: str) -> list[str | None]:
    report = report_of(text)
    found = [find_conclusion(report, report.sentences[row].start) for row in report.questions]
    for each in found:
        assert each is None or report.text[each.start : each.end] == each.text
    return [each.text if each else None for each in found]


def test_each_question_of_a_list_follows_the_prose_before_the_list() -> None:
    text = f"# Next\n\n{OTHER}\n\n{TOLD}\n\n- How can we share an office?\n- How might we meet more often?\n"
    assert conclusions(text) == [TOLD, TOLD]


def test_the_line_that_only_opens_the_list_is_no_conclusion() -> None:
    text = f"# Next\n\n{TOLD}\n\nSo we ask:\n\n- How can we share an office?\n"
    assert conclusions(text) == [TOLD]
    assert conclusions(f"# Next\n\n{TOLD} So we ask:\n\n- How can we share an office?\n") == [TOLD]


@pytest.mark.parametrize(
    ("headings", "follows"),
    [
        # A section's own questions, at the end of a section that concludes, and after any other section.
        (("# Trust", "## Reflection questions"), True),
        (("# Conclusions", "# Questions for your team"), True),
        (("# Method", "# Questions for your team"), False),
        (("# Trust", "# Where next"), False),
    ],
)
def test_a_heading_over_the_questions_is_crossed_to_what_they_follow(
    headings: tuple[str, str], follows: bool
) -> None:
    text = f"# Report\n\n{headings[0]}\n\n{TOLD}\n\n{headings[1]}\n\n- How can we share an office?\n"
    assert conclusions(text) == [TOLD if follows else None]


def test_a_question_without_prose_before_it_follows_nothing() -> None:
    assert conclusions("# Next\n\n- How can we share an office?\n\nText that comes after it.\n") == [None]


def test_of_a_long_paragraph_the_sentences_nearest_to_the_question_are_given() -> None:
    long = " ".join(f"In year {number} the partners met and agreed to go on." for number in range(60))
    (found,) = conclusions(f"# Next\n\n{long}\n\n- How can we go on?\n")
    assert found is not None
    assert len(found) <= LONGEST
    assert long.endswith(found)
