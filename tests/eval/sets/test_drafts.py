from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.sets.drafts import Drafts, draft_case
from eval.sets.files import read_set
from ingest.errors import InvalidRequest
from service.store.contract import AnswerWithFeedback, Feedback


@pytest.fixture
def drafts(made: SimpleNamespace, tmp_path: Path) -> Drafts:
    answer = made.answer([made.statement("It was slow.", "S1")], [made.passage("S1", "a", 38, 50)])
    return Drafts(tmp_path / "new" / "draft-cases.yaml", [AnswerWithFeedback(answer, ())])


def test_a_draft_is_behind_what_was_there_comments_and_all(drafts: Drafts) -> None:
    drafts.path.parent.mkdir()
    before = "# Mine\n- id: first\n  kind: factual\n  persona: leader\n  question: Why?\n  answerable: false"
    drafts.path.write_text(before)
    drafts.add("1", "factual", "new_staff", True)
    assert drafts.path.read_text().startswith(before + "\n")
    read = read_set([drafts.path])
    assert [entry.form.id for entry in read.entries] == ["first", "asked-1"]
    assert read.problems == ()
    assert drafts.has("1")


def test_what_no_report_answers_has_no_gold(made: SimpleNamespace) -> None:
    answer = made.answer([made.statement("It was slow.", "S1")], [made.passage("S1", "a", 38, 50)])
    assert draft_case(answer, "unanswerable", "leader", False).gold == ()
    assert len(draft_case(answer, "factual", "leader", True).gold) == 1


@pytest.mark.parametrize(
    ("answer", "kind", "persona", "said"),
    [
        ("1", "rude", "leader", "kind"),
        ("1", "factual", "king", "persona"),
        ("gone", "factual", "leader", "gone"),
    ],
)
def test_what_is_unknown_is_refused(drafts: Drafts, answer: str, kind: str, persona: str, said: str) -> None:
    with pytest.raises(InvalidRequest, match=said):
        drafts.add(answer, kind, persona, True)
    assert not drafts.path.exists()


@pytest.mark.parametrize("before", ["[]\n", "- id: [\n", "a: mapping\n", "- id: asked-1\n"])
def test_a_file_that_can_not_take_a_case_stays_as_it_is(drafts: Drafts, before: str) -> None:
    drafts.path.parent.mkdir()
    drafts.path.write_text(before)
    with pytest.raises(InvalidRequest, match=r"draft-cases\.yaml"):
        drafts.add("1", "factual", "leader", True)
    assert drafts.path.read_text() == before
    assert not drafts.has("1")


@pytest.mark.parametrize(
    ("verdict", "quotes"), [("useful", 1), ("missing", 1), ("wrong", 0), ("wrong_passage", 0)]
)
def test_passages_that_readers_found_wrong_are_no_gold(
    made: SimpleNamespace, tmp_path: Path, verdict: str, quotes: int
) -> None:
    answer = made.answer([made.statement("It was slow.", "S1")], [made.passage("S1", "a", 38, 50)])
    said = Feedback("1", verdict, None, "2026-01-02T03:04:05Z")
    drafts = Drafts(tmp_path / "draft-cases.yaml", [AnswerWithFeedback(answer, (said,))])
    drafts.add("1", "factual", "leader", True)
    (entry,) = read_set([drafts.path]).entries
    assert len(entry.form.gold) == quotes
    assert ("found the answer or its passages wrong" in entry.form.notes) == (quotes == 0)
