from pathlib import Path

import pytest

from ingest.meaning.details import make_details
from ingest.meaning.structure import find_reflective_questions, understand
from ingest.readers.markdown import read_markdown
from ingest.types import Block, Report, Sentence

TEXT = """\
# Contents

- [Findings](#findings)

# Findings

The project began in Salford. Families reported fewer crises, as they said in Salford and Wigan.

> We were heard.
>
> It changed us (Project Lead).

What's different?

## What are hubs?

Hubs are rooms.

# Where next?

How might we keep trust?

- How can we pay for it?
- A plan.

> How would I know? (Practitioner)

We asked much. To what extent do we listen?

Everybody whom we met was asked:

- How can a hub help you?
- Which hub do you use?

Now for the team:

- Which hub would we close?

# Evaluation questions

How did services change?
"""


@pytest.fixture(scope="module")
def report() -> Report:
    path = Path("walking.md")
    reading = read_markdown(TEXT.encode(), path)
    return understand(reading, make_details(reading, path, "0" * 64, {}))


def words(report: Report, row: int) -> str:
    return report.text[report.sentences[row].start : report.sentences[row].end]


def test_each_block_has_the_path_of_headings_above_it(report: Report) -> None:
    paths = {report.text[block.start : block.end]: block.headings for block in report.blocks}
    assert paths["Hubs are rooms."] == ("Findings", "What are hubs?")
    assert paths["What are hubs?"] == ("Findings",)
    assert paths["How might we keep trust?"] == ("Where next?",)


def test_sentences_lie_in_their_blocks_in_order_and_contents_have_none(report: Report) -> None:
    end = 0
    for sentence in report.sentences:
        block = report.blocks[sentence.block]
        assert end <= sentence.start < sentence.end
        assert block.start <= sentence.start
        assert sentence.end <= block.end
        assert block.role != "contents"
        end = sentence.end


def test_every_word_of_a_block_is_in_a_sentence(report: Report) -> None:
    for row, block in enumerate(report.blocks):
        if block.role != "contents":
            own = [report.text[each.start : each.end] for each in report.sentences if each.block == row]
            whole = report.text[block.start : block.end]
            assert "".join("".join(own).split()) == "".join(whole.replace(">", "").split())


def test_all_sentences_of_a_quotation_have_its_speaker(report: Report) -> None:
    quoted = {
        words(report, row): each for row, each in enumerate(report.sentences) if each.voice == "quotation"
    }
    assert quoted["We were heard."].speaker == "Project Lead"
    assert quoted["It changed us (Project Lead)."].speaker == "Project Lead"


def test_sentences_know_the_places_they_name(report: Report) -> None:
    named = [each.places for each in report.sentences if each.places]
    assert named == [("Salford",), ("Salford", "Wigan")]


def test_reflective_questions_are_those_put_to_the_reader(report: Report) -> None:
    assert [words(report, row) for row in report.questions] == [
        "How might we keep trust?",
        "How can we pay for it?",
        "To what extent do we listen?",
        "Which hub would we close?",
    ]


def test_questions_in_a_box_that_names_them_as_the_studys_are_not_the_readers() -> None:
    texts = (
        "Box 1. Evaluation questions",
        "To what extent did it work?",
        "Box 2. To discuss",
        "Which hub first?",
    )
    starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]
    blocks = [
        Block(start, start + len(text), "bullet" if text.endswith("?") else "caption", headings=("Purpose",))
        for start, text in zip(starts, texts, strict=True)
    ]
    sentences = [
        Sentence(block.start, block.end, row, "question" if block.role == "bullet" else "description")
        for row, block in enumerate(blocks)
    ]
    assert find_reflective_questions("\n".join(texts), blocks, sentences) == (3,)


def test_a_quotation_broken_by_a_page_has_the_speaker_of_its_second_half() -> None:
    path = Path("a.md")
    text = (
        "# A\n\n> We were heard, and that\n\nText.\n\n# B\n\n> We were heard, and\n\n> then some (Manager).\n"
    )
    reading = read_markdown(text.encode(), path)
    report = understand(reading, make_details(reading, path, "0" * 64, {}))
    speakers = [each.speaker for each in report.sentences if each.voice == "quotation"]
    assert speakers == [None, "Manager", "Manager"]
