"""How a command shows on stderr that it is at work: bars on a terminal, plain lines or nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from ingest import progress
from service.cli.terminal import strip_controls


@contextmanager
def show_progress() -> Iterator[progress.Progress]:
    """Give the progress that suits stderr."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    with _bars() as bars:
        yield Bars(bars)


@contextmanager
def show_count(words: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told how many of how many things are done."""
    if not sys.stderr.isatty():
        yield _say_count
        return
    with _bars() as bars:
        task = bars.add_task(words, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def show_waiting(words: str) -> AbstractContextManager[object]:
    """Show that something takes a moment, if a person is looking."""
    return Console(stderr=True).status(words) if sys.stderr.isatty() else nullcontext()


def _bars() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _say_count(done: int, total: int) -> None:
    if done % 10 == 0 or done == total:
        click.echo(f"{done} of {total}", err=True)


class Lines:
    """One line for each file begun."""

    def start_file(self, path: Path, number: int, total: int) -> None:
        """Name the file."""
        click.echo(strip_controls(f"[{number}/{total}] {path.name}"), err=True)

    def count_pages(self, path: Path, done: int, total: int) -> None:
        """Say nothing: a log needs no bar."""

    def count_encoded(self, path: Path, done: int, total: int) -> None:
        """Say nothing: a log needs no bar."""

    def finish_file(self, path: Path, outcome: progress.Outcome) -> None:
        """Say only what needs attention."""
        if outcome == "failed":
            click.echo(strip_controls(f"        {path.name} failed"), err=True)


class Bars:
    """A bar for the files, and one for the chunks of each file that is being encoded."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._files = bars.add_task("Reading", total=None)
        self._tasks: dict[Path, TaskID] = {}

    def start_file(self, path: Path, number: int, total: int) -> None:
        """Show the file."""
        self._bars.update(self._files, total=total, completed=number - 1)
        self._tasks[path] = self._bars.add_task(strip_controls(path.name).replace("[", "("), total=None)

    def count_pages(self, path: Path, done: int, total: int) -> None:
        """Say nothing: the file's bar counts what is encoded."""

    def count_encoded(self, path: Path, done: int, total: int) -> None:
        """Move the file's bar."""
        if path in self._tasks:
            self._bars.update(self._tasks[path], completed=done, total=total)

    def finish_file(self, path: Path, outcome: progress.Outcome) -> None:
        """Remove the file's bar."""
        self._bars.advance(self._files)
        task = self._tasks.pop(path, None)
        if task is not None:
            self._bars.remove_task(task)
