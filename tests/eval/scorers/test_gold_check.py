from types import SimpleNamespace

import pytest

from eval.scorers.gold_check import check_gold
from eval.types import Case, Gold, TextSpan
from ingest.library.open import Library
from service.assistant import Assistant

Made = SimpleNamespace
SENTENCE = "it came from North Yorkshire County Council"


@pytest.fixture(scope="module")
def library(sample_assistant: Assistant) -> Library:
    return sample_assistant.library


def gold(library: Library, *quotes: str) -> Gold:
    text = library.report("no-wrong-door").text
    spans = tuple(TextSpan("no-wrong-door", at := text.index(quote), at + len(quote)) for quote in quotes)
    return Gold(spans, quotes=quotes)


def case(made: Made, library: Library, *points: tuple[str, ...], **changed: object) -> Case:
    given = {"gold": (gold(library, SENTENCE),), "points": points} | changed
    found: Case = made.case(**given)
    return found


def test_gold_that_says_every_point_is_sound(made: Made, library: Library) -> None:
    found = check_gold(case(made, library, ("North Yorkshire",), ("made elsewhere", "came from")), library)
    assert (found.wrong, found.weak) == ((), ())


def test_a_point_that_no_gold_says_can_not_be_scored(made: Made, library: Library) -> None:
    found = check_gold(case(made, library, ("North Yorkshire",), ("South Yorkshire",)), library)
    assert found.wrong == ("no gold passage says the point “South Yorkshire”",)


def test_a_point_that_gold_denies_is_not_said_by_it(made: Made, library: Library) -> None:
    found = check_gold(case(made, library, ("never came from North Yorkshire",)), library)
    assert len(found.wrong) == 1


def test_a_point_without_a_word_that_counts_is_told(made: Made, library: Library) -> None:
    found = check_gold(case(made, library, ("the of", "North Yorkshire")), library)
    assert found.wrong == ("the point “the of” has no word that counts; give the words that carry it",)


def test_a_passage_that_is_allowed_and_leaves_a_point_unsaid_is_weak(made: Made, library: Library) -> None:
    text = library.report("no-wrong-door").text
    other = next(
        text[each.start : each.end]
        for each in library.report("no-wrong-door").sentences
        if "Yorkshire" not in text[each.start : each.end] and each.end - each.start > 60
    )
    either = case(made, library, ("North Yorkshire",), gold=(gold(library, SENTENCE, other),))
    assert check_gold(either, library).weak == (
        "an answer that quotes other allowed passages leaves “North Yorkshire” unsaid",
    )
    both = case(made, library, ("North Yorkshire",), gold=(gold(library, SENTENCE), gold(library, other)))
    assert check_gold(both, library).weak == ()


def test_gold_that_says_what_must_not_be_said_is_told(made: Made, library: Library) -> None:
    found = check_gold(case(made, library, must_not_say=(("came from North Yorkshire",),)), library)
    assert found.wrong == ("gold says what must not be said: “came from North Yorkshire”",)


def test_a_quote_that_stands_everywhere_marks_nothing(made: Made, library: Library) -> None:
    spans = tuple(TextSpan("no-wrong-door", at, at + 3) for at in range(0, 40, 10))
    vague = case(made, library, gold=(Gold(spans, quotes=("the",) * 4),))
    (told,) = check_gold(vague, library).wrong
    assert told.startswith("the quote “the” stands in 4 places")
