from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.figures.trend import describe_run, list_runs
from eval.report.terminal import trend_lines
from eval.runs.folder import append_results, begin_run
from ingest.errors import InvalidRequest


def kept(made: SimpleNamespace, folder: Path, right: float, started: str) -> None:
    """A run in a folder of its own, whose answers are right or wrong alike."""
    results = [made.result(made.case(f"c{n}"), {"right_answer": right}) for n in range(20)]
    run = begin_run(folder, made.run(results).provenance)
    with append_results(run) as file:
        for result in results:
            file.append(result)
    about = folder / "run.json"
    about.write_text(about.read_text().replace(run.about.started, started))


def test_runs_stand_in_the_order_of_time_and_tell_what_moved(made: SimpleNamespace, tmp_path: Path) -> None:
    kept(made, tmp_path / "a", 1.0, "2026-01-02T00:00:00+00:00")
    kept(made, tmp_path / "b", 0.0, "2026-01-01T00:00:00+00:00")
    first, second = list_runs(tmp_path)
    assert (first.folder.name, second.folder.name, second.since) == ("b", "a", "b")
    assert second.figures["right_answer"].value == 1.0
    assert (
        first.tell_move("right_answer"),
        second.tell_move("right_answer"),
        second.tell_move("cited_gold"),
    ) == (
        0,
        1,
        0,
    )
    assert "1.000 +" in "\n".join(trend_lines([first, second]))


def test_a_fall_is_marked_as_one(made: SimpleNamespace) -> None:
    runs = [
        made.run([made.result(made.case(f"c{n}"), {"right_answer": v}) for n in range(20)])
        for v in (1.0, 0.0)
    ]
    assert describe_run(runs[1], runs[0]).tell_move("right_answer") == -1


def test_runs_of_one_set_are_listed_and_none_is_told(made: SimpleNamespace, tmp_path: Path) -> None:
    kept(made, tmp_path / "a", 1.0, "2026-01-02T00:00:00+00:00")
    assert len(list_runs(tmp_path, "set")) == 1
    with pytest.raises(InvalidRequest, match="no run of the set 'other'"):
        list_runs(tmp_path, "other")
