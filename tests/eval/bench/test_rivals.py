import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.bench.rivals import list_losses, locate_chunks, main, splitters, token_windows
from eval.figures.intervals import Estimate

WORDS = " ".join(f"word{number}" for number in range(500)) + "\n\n\n\nThe end.  The end."


def count_words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize("name", splitters(count_words))
def test_chunks_of_every_splitter_are_found_where_they_stand(name: str) -> None:
    chunks = splitters(count_words)[name](WORDS)
    places = locate_chunks(WORDS, chunks)
    assert [WORDS[start:end].split() for start, end in places] == [chunk.split() for chunk in chunks]
    assert [start for start, _ in places] == sorted({start for start, _ in places})
    assert places[0][0] == 0
    assert places[-1][1] == len(WORDS)


def test_a_chunk_that_is_not_in_the_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in its text"):
        locate_chunks("one two", ["two", "one"])


def test_windows_of_tokens_overlap_and_leave_nothing_out() -> None:
    windows = token_windows(count_words, 4, 2, "a b c d e f g")
    assert windows == ["a b c d", "c d e f", "e f g"]


def test_where_a_rival_is_ahead_it_is_named() -> None:
    ours = {"recall in 5 spans": Estimate(0.9, 10, 0.8, 1.0), "IoU of 5 spans": Estimate(0.1, 10, 0.0, 0.2)}
    better = {
        "recall in 5 spans": Estimate(0.95, 10, 0.9, 1.0),
        "IoU of 5 spans": Estimate(0.2, 10, 0.1, 0.3),
    }
    assert list(list_losses(ours, {"same": ours, "better": better})) == [
        "recall in 5 spans: better, 95.0 [90.0, 100.0]"
    ]
    assert list(list_losses(ours, {"same": ours})) == []


def test_the_program_scores_us_and_every_rival_on_each_text(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "river.md").write_text(
        "The river floods every spring. In 1953 it carried the bridge away.", "utf-8"
    )
    gold = json.dumps([{"start_index": 31, "end_index": 66}]).replace('"', '""')
    rows = f'question,references,corpus_id\nWhat carried the bridge away?,"{gold}",river\n'
    (tmp_path / "questions.csv").write_text(rows, "utf-8")
    arguments = [
        "--texts",
        str(texts),
        "--questions",
        str(tmp_path / "questions.csv"),
        "--out",
        str(tmp_path),
    ]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    rivals = len(splitters(count_words))
    assert len(list(tmp_path.glob("*.jsonl"))) == 2 * (rivals + 1)
    lines = done.stdout.splitlines()
    assert lines.count("river, n=1") == 1
    assert lines.count("Walkalong is below no rival") == 2
    assert sum(" 100.0" in line for line in lines) == 2 * (rivals + 1)
