"""Runs in a row: the figures of each, and how far each moved from the run of the same set before."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from eval.figures.compare import Difference, compare_runs
from eval.figures.intervals import Estimate
from eval.figures.measures import MAIN, find_measure
from eval.figures.metrics import summarise
from eval.runs.folder import ABOUT, Run, load_about, load_run
from ingest.disk.folder import raise_storage_errors
from ingest.errors import InvalidRequest


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One run of a list."""

    folder: Path
    started: str
    """ISO 8601, UTC."""
    questions: str
    """Name of its set."""
    asked: int
    """Results that it has, of `expected`."""
    expected: int
    engine: str
    """Who was to write the answers: the chat model, or `extractive`."""
    figures: dict[str, Estimate]
    """The main ones, over all cases."""
    since: str | None = None
    """Folder name of the run of the same set before; None for the first."""
    differences: tuple[Difference, ...] = ()
    """From that run, over the cases of both; the main figures."""

    def tell_move(self, name: str) -> int:
        """1 where a figure is better than before by more than chance, -1 where worse, else 0."""
        found = next((each.paired for each in self.differences if each.name == name), None)
        if found is None or found.low is None or found.high is None or found.low <= 0 <= found.high:
            return 0
        return 1 if (found.low > 0) != find_measure(name).lower_is_better else -1


def list_runs(folder: Path, questions: str | None = None) -> tuple[RunEntry, ...]:
    """The runs in the folders of a folder, those that began first coming first; of one set, where it is named.

    Two runs are in memory at a time. Raises InvalidRequest where there is none, or where one can't be read.
    """
    with raise_storage_errors(folder):
        paths = [path.parent for path in folder.glob(f"*/{ABOUT}")]
    entries: list[RunEntry] = []
    by_start = sorted(paths, key=lambda path: (load_about(path).started, path.name))
    before: dict[str, Path] = {}
    for path in by_start:
        run = load_run(path)
        name = run.provenance.questions
        if questions in (None, name):
            earlier = load_run(before[name]) if name in before else None
            entries.append(describe_run(run, earlier))
            before[name] = path
    if not entries:
        named = f" of the set {questions!r}" if questions else ""
        message = f"{folder} has no run{named}. `walkalong eval run` makes one."
        raise InvalidRequest(message)
    return tuple(entries)


def describe_run(run: Run, earlier: Run | None) -> RunEntry:
    """A run as an entry of the list, with what moved since an earlier one."""
    metrics = summarise(run.results)
    made = run.provenance
    return RunEntry(
        folder=run.folder,
        started=run.about.started,
        questions=made.questions,
        asked=len(run.results),
        expected=run.expected,
        engine=made.model or made.engine,
        figures={m.name: m.estimate for m in metrics if m.by == "all" and m.name in MAIN},
        since=earlier.folder.name if earlier else None,
        differences=tuple(_main(compare_runs(earlier, run).differences)) if earlier else (),
    )


def _main(differences: Iterable[Difference]) -> Iterable[Difference]:
    return (each for each in differences if each.name in MAIN)
