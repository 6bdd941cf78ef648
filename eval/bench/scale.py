"""How the commands that read a run cope with a large one: `python -m eval.bench.scale RUN`.

The large run repeats the answers of another under new ids.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path

import click

from eval.options import EXISTING_FOLDER
from eval.runs.folder import Run, append_results, begin_run, load_run
from eval.types import Result

CASES = 2000
"""Cases of the run that is made up: eight times the curated set."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, slots=True)
class Cost:
    """The time and memory that a command took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of processor, its child processes included; on a busy machine the figure to read."""
    peak: int
    """MB, of its largest process."""


@click.command()
@click.argument("folder", metavar="RUN", type=EXISTING_FOLDER)
@click.option("--cases", default=CASES, show_default=True, type=click.IntRange(1, 100_000))
def main(folder: Path, cases: int) -> None:
    """Make two large runs of one and measure what is done with them."""
    run = load_run(folder)
    with tempfile.TemporaryDirectory() as made:
        first, second = (write_repeated(run, cases, Path(made) / name) for name in ("a", "b"))
        report = Path(made) / "report.html"
        for name, arguments in (
            ("show", ["show", str(first)]),
            ("compare", ["compare", str(first), str(second)]),
            ("report", ["report", str(first), "--out", str(report)]),
            ("export --format csv", ["export", str(first), "--format", "csv", "-o", f"{made}/run.csv"]),
        ):
            click.echo(_tell(f"{name}, {cases} cases", measure(_walkalong(arguments))))
        if browser := next(filter(None, map(shutil.which, BROWSERS)), None):
            size = report.stat().st_size / 1e6
            wall = measure_opening(browser, report)
            click.echo(f"opening the report of {size:.1f} MB in a browser: {wall:.1f} s")


def write_repeated(run: Run, cases: int, folder: Path) -> Path:
    """Write a run of so many cases, whose answers are those of `run` in turn."""
    results = list(repeat_results(run.results, cases))
    ids = tuple(result.outcome.case.id for result in results)
    made = begin_run(folder, replace(run.provenance, cases=ids, repeats=1))
    with append_results(made) as file:
        for result in results:
            file.append(result)
    return folder


def repeat_results(results: Sequence[Result], count: int) -> Iterator[Result]:
    """Give so many results, with ids of their own: the number of the round is added to each id."""
    for row, result in enumerate(islice(cycle(results), count)):
        outcome = result.outcome
        case = replace(outcome.case, id=f"{outcome.case.id}-{row // len(results)}")
        yield replace(result, outcome=replace(outcome, case=case, repeat=0))


def measure(command: Sequence[str]) -> Cost:
    """Run a command to its end. Raises ClickException when it fails."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            message = f"{' '.join(command)}: {said.read().decode(errors='replace')[-300:]}"
            raise click.ClickException(message)
    return Cost(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def measure_opening(browser: str, page: Path) -> float:
    """Seconds in which a browser opens and paints a page, beyond what an empty one takes."""
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
                   f"--screenshot={profile}/page.png"]  # fmt: skip
        empty, full = (measure([*command, address]) for address in ("about:blank", page.as_uri()))
    return full.wall - empty.wall


def _walkalong(arguments: Sequence[str]) -> list[str]:
    program = "import sys; from service.cli.main import main; main(sys.argv[1:])"
    return [sys.executable, "-c", program, "eval", *arguments]


def _tell(name: str, cost: Cost) -> str:
    return f"{name:36} {cost.wall:5.1f} s, of processor {cost.cpu:5.1f} s, {cost.peak:5} MB at most"


if __name__ == "__main__":
    main()
