from pathlib import Path

import pytest

from eval.figures.intervals import estimate_proportion
from eval.rating.preferences import (
    Preference,
    add_preference,
    preference_lines,
    read_preferences,
    sort_disputed,
    sum_preferences,
)
from ingest.errors import InvalidRequest

AT = "2026-01-02T03:04:05+00:00"


def chosen(case: str, rater: str, better: str, against: str = "old") -> Preference:
    return Preference(case, 0, rater, against, better, "", AT)  # type: ignore[arg-type]


def test_of_each_raters_choices_the_last_counts(tmp_path: Path) -> None:
    path = tmp_path / "preferences.jsonl"
    for made in (chosen("a", "Ann", "this"), chosen("a", "Bea", "same"), chosen("a", "Ann", "other")):
        add_preference(path, made)
    assert {(each.rater, each.better) for each in read_preferences(path)} == {
        ("Ann", "other"),
        ("Bea", "same"),
    }
    assert read_preferences(tmp_path / "none.jsonl") == ()


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text("\n{}\n", "utf-8")
    with pytest.raises(InvalidRequest, match="line 2: this is no choice"):
        read_preferences(tmp_path / "p.jsonl")


def test_a_question_counts_once_however_many_judged_it() -> None:
    given = [chosen(f"this-{n}", rater, "this") for n in range(8) for rater in ("Ann", "Bea", "Cleo")]
    given += [
        chosen("split", "Ann", "this"),
        chosen("split", "Bea", "other"),
        chosen("unclear", "Ann", "cannot_tell"),
    ]
    given += [
        chosen("other", "Ann", "other"),
        chosen("other", "Bea", "other"),
        chosen("other", "Cleo", "this"),
    ]
    (found,) = sum_preferences(given)
    assert (found.this, found.other, found.even) == (8, 1, 2)
    assert found.share == estimate_proportion([True] * 8 + [False])
    # Of the 512 ways in which nine coins fall, 20 are as uneven: none or one, and eight or nine.
    assert found.p == pytest.approx(20 / 512)
    assert found.raters == {"Ann": 11, "Bea": 10, "Cleo": 9}
    assert "found better on 8 questions, the other's on 1, neither on 2" in preference_lines([found])[0]


def test_each_other_run_has_figures_of_its_own() -> None:
    found = sum_preferences([chosen("a", "Ann", "this"), chosen("a", "Ann", "other", "older")])
    assert [(each.against, each.this, each.other) for each in found] == [("old", 1, 0), ("older", 0, 1)]


def test_that_nothing_was_decided_is_no_figure() -> None:
    (found,) = sum_preferences([chosen("a", "Ann", "same")])
    assert (found.p, found.share.value, found.even) == (None, None, 1)
    assert "neither on 1." in preference_lines([found])[0]


def test_where_raters_differ_comes_first_what_divides_them_most() -> None:
    given = [chosen("agreed", "Ann", "this"), chosen("agreed", "Bea", "this")]
    given += [
        chosen("two-to-one", name, better) for name, better in (("A", "this"), ("B", "this"), ("C", "same"))
    ]
    given += [chosen("apart", "Ann", "this"), chosen("apart", "Bea", "other")]
    assert [own[0].case_id for own in sort_disputed(given)] == ["apart", "two-to-one"]
