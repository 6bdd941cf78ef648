from collections.abc import Iterator
from dataclasses import replace

import pytest

from ingest.errors import ModelUnavailable
from service.answer.writer import Writer
from service.types import Check, Engine, Evidence, Omission, Statement

TRUST = Statement("Trust takes time.", ("S1",))
GRANT = Statement("The grant was £2m.", ("S2",))


class Written:
    """An answerer that yields what it is given, and then may fail."""

    def __init__(self, *items: Statement | Omission, fails: str | None = None) -> None:
        self.engine = Engine("chat", "any")
        self.items, self.fails = items, fails

    def statements(self, evidence: Evidence) -> Iterator[Statement | Omission]:
        assert evidence.question
        yield from self.items
        if self.fails:
            raise ModelUnavailable(self.fails)


FALLBACK = Written(GRANT)


def write(*items: Statement | Omission, fails: str | None = None) -> Writer:
    writer = Writer(Written(*items, fails=fails), FALLBACK)
    given = [*writer.write(Evidence("What takes time?", ()))]
    assert set(writer.statements) <= set(given)
    return writer


def test_each_statement_is_given_once() -> None:
    assert write(TRUST, GRANT, TRUST, TRUST).statements == [TRUST, GRANT]


def test_the_model_that_finds_no_answer_is_not_overruled() -> None:
    writer = write(Omission("nothing_answers", "the passages do not answer"))
    assert writer.statements == []
    assert any("found no answer to the question" in note for note in writer.notes)


@pytest.mark.parametrize("kind", ["uncited", "unsupported", "unfinished"])
def test_when_nothing_stands_the_fallback_writes(kind: str) -> None:
    writer = write(Omission(kind, "why"))  # type: ignore[arg-type]
    assert writer.statements == [GRANT]
    assert writer.engine == FALLBACK.engine
    assert writer.notes[-1].endswith("these are the reports' own sentences.")


def test_a_sentence_that_a_model_in_a_loop_repeats_is_dropped_once() -> None:
    again = Omission("unsupported", "it denies “time”", "Trust takes no time.", "contradicted")
    writer = write(TRUST, again, again, Omission("unsupported", "no cost", "Trust costs 4 pounds."), again)
    assert [each.text for each in writer.dropped] == ["Trust takes no time.", "Trust costs 4 pounds."]
    assert writer.notes[0].startswith("2 sentences were left out")


def test_what_was_dropped_is_kept_with_the_reason_and_counted() -> None:
    writer = write(TRUST, Omission("unsupported", "it denies “time”", "Trust takes no time.", "contradicted"))
    assert [(each.text, each.outcome) for each in writer.dropped] == [
        ("Trust takes no time.", "contradicted")
    ]
    assert any("1 sentence was left out" in note and "contradicted" in note for note in writer.notes)


def test_what_was_put_right_is_counted() -> None:
    check = Check("overstated", "it is what a manager said", ("S1",), repaired=True)
    assert (
        "1 sentence was put right, so that the passages say it." in write(replace(TRUST, check=check)).notes
    )


def test_an_answer_that_broke_off_says_so() -> None:
    assert any("broke off" in note for note in write(TRUST, Omission("unfinished", "it broke off")).notes)
    writer = write(TRUST, fails="It can't be reached.")
    assert writer.statements == [TRUST]
    assert any("It can't be reached." in note for note in writer.notes)


def test_what_turns_out_to_have_been_thoughts_is_none_of_the_answer() -> None:
    assert write(TRUST, Omission("thoughts", "thoughts"), GRANT).statements == [GRANT]
