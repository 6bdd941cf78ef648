from collections.abc import Iterator
from dataclasses import replace

import pytest

from ingest.types import Details
from service.assistant import Assistant
from service.telling.rows import ToldCell, ToldRow
from service.types import Answer, Ask
from service.web.pages.view import ShownLine, catalogue, join_rows, show_turn


def row(caption: str, words: str) -> ShownLine:
    return ShownLine(
        words, None, (), ToldRow(caption, ((("Lesson", 1),),), (ToldCell("Lesson", words, asked=False),))
    )


def test_rows_that_follow_one_another_in_a_table_are_shown_under_the_same_heads() -> None:
    a, b, other = row("Table 1", "a"), row("Table 1", "b"), row("Table 2", "c")
    joined = list(join_rows([a, b, other]))
    assert [(line.text, [each.text for each in line.following]) for line in joined] == [
        ("a", ["b"]),
        ("c", []),
    ]


def test_equal_sentences_stay_apart() -> None:
    line = ShownLine("The same.", None, ())
    again = ShownLine("The same.", None, ())
    assert list(join_rows([line, again])) == [line, again]


class _Walked(tuple[Details, ...]):
    """A catalogue that knows how often somebody went through it."""

    walks = 0

    def __iter__(self) -> Iterator[Details]:
        _Walked.walks += 1
        return super().__iter__()


def test_more_passages_do_not_mean_more_walks_through_the_catalogue(
    sample_assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = sample_assistant.answer(Ask("How did partners build trust?"))
    library = sample_assistant.library
    entries = catalogue(library)
    monkeypatch.setattr(library, "details", _Walked(library.details))

    def count_walks(shown: Answer) -> int:
        _Walked.walks = 0
        assert len(show_turn(shown, 1, library, entries).sources) > 0
        return _Walked.walks

    first = answer.passages[0]
    alone = [each for each in answer.statements if each.passage_ids == (first.id,)]
    few = replace(answer, passages=(first,), statements=tuple(alone), headline=None)
    assert len(answer.passages) > 3
    assert count_walks(answer) == count_walks(few)
