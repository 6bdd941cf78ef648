"""The checker on the sentences written by hand, against its baseline."""

from pathlib import Path

import pytest

from eval.checker import sentences
from eval.checker.benchmark import KEPT, find_losses, measure, read_baseline
from eval.checker.sentences import HALVES, Half, load_sentences
from ingest.errors import InvalidRequest
from service.assistant import Assistant


@pytest.mark.parametrize("half", HALVES)
def test_no_figure_falls_below_the_baseline(half: Half, corpus_assistant: Assistant) -> None:
    library = corpus_assistant.library
    judged = load_sentences(half, library)
    measured = measure(judged, corpus_assistant.embedder.embed_documents, frozenset(library.lexicon.places))
    assert find_losses(half, measured) == []


def test_the_halves_are_of_different_reports_and_large_enough(corpus_assistant: Assistant) -> None:
    rules, held = (load_sentences(half, corpus_assistant.library) for half in HALVES)
    assert len(rules) >= 200
    assert len(held) >= 200
    assert not {each.passage.report_id for each in rules} & {each.passage.report_id for each in held}
    assert {each.way for each in held} == {each.way for each in rules}


def test_a_loss_is_named(corpus_assistant: Assistant) -> None:
    judged = [each for each in load_sentences("held", corpus_assistant.library) if each.faithful][:4]
    measured = measure(judged, corpus_assistant.embedder.embed_documents, frozenset())
    named = find_losses("held", measured)
    lost = {name for name in read_baseline()["held"] if name not in measured.shares}
    assert KEPT not in lost
    assert len(named) >= len(lost)


def test_a_passage_that_is_in_no_report_is_named(
    corpus_assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "- {report: where-next, passage: Nobody wrote this., faithful: [], hard: [], broken: {}}"
    (tmp_path / "held.yaml").write_text(words)
    monkeypatch.setattr(sentences, "__file__", str(tmp_path / "sentences.py"))
    with pytest.raises(InvalidRequest, match="Nobody wrote this"):
        load_sentences("held", corpus_assistant.library)
