"""Tests of what readers said about answers, as pages show it."""

from service.store.contract import Feedback
from service.web.pages.shown.views import find_view


def test_the_last_view_of_an_answer_counts() -> None:
    said = [
        Feedback("a1", "wrong", "Not so.", "2026-01-01"),
        Feedback("a2", "missing", None, "2026-01-02"),
        Feedback("a1", "useful", None, "2026-01-03"),
    ]
    first, second = find_view("a1", said), find_view("a2", said[:2])
    assert first
    assert second
    assert (first.verdict, first.text, first.words) == ("useful", "", "Useful")
    assert second.words == "Something is missing"
    assert find_view("a3", said) is None


def test_what_was_written_stands_behind_the_verdict() -> None:
    view = find_view("a1", [Feedback("a1", "wrong", "Not so.", "2026-01-01")])
    assert view
    assert view.words == "Wrong: Not so."
