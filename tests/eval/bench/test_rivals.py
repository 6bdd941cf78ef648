import json
from pathlib import Path

from click.testing import CliRunner

from eval.bench.rivals import list_losses, main
from eval.bench.splitters import splitters
from eval.figures.intervals import Estimate


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
    rivals = len(splitters(len))
    assert len(list(tmp_path.glob("*.jsonl"))) == 2 * (rivals + 1)
    lines = done.stdout.splitlines()
    assert lines.count("river, n=1") == 1
    assert lines.count("Walkalong is below no rival") == 2
    assert sum(" 100.0" in line for line in lines) == 2 * (rivals + 1)
