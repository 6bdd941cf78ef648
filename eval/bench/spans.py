"""`walkalong eval spans`: what the product's own search returns, for a benchmark with gold character ranges."""

import csv
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from eval.bench.excerpts import Wanted
from eval.types import Span
from ingest.build import ingest
from ingest.errors import InvalidRequest
from service.assistant import Assistant
from service.settings import Settings
from service.types import Filters

Progress = Callable[[int, int], None]


def questions(path: Path) -> list[Wanted]:
    """The rows of a CSV file, in order: column `question`, and the gold excerpts where there are any.

    Column `references` has them as a JSON list of `{"start_index", "end_index"}`, `corpus_id` the name of the text
    that they are in. Raises InvalidRequest.
    """
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if "question" not in (reader.fieldnames or []):
            message = f"{path.name}: there is no column 'question'."
            raise InvalidRequest(message)
        return [Wanted(row["question"], _excerpts(path, number, row)) for number, row in enumerate(reader)]


def _excerpts(path: Path, number: int, row: dict[str, str]) -> tuple[Span, ...]:
    try:
        references = json.loads(row.get("references") or "[]")
        return tuple(Span(row["corpus_id"], each["start_index"], each["end_index"]) for each in references)
    except (KeyError, TypeError, ValueError) as error:
        message = (
            f"{path.name}, question {number}: `references` must be a JSON list of objects with start_index and "
            f"end_index, beside a column `corpus_id` ({error!r})."
        )
        raise InvalidRequest(message) from error


def spans(
    texts: Path, asked: list[str], settings: Settings, budgets: tuple[int, ...], progress: Progress
) -> Iterator[tuple[list[Span], ...]]:
    """Ingest the folder into a throw-away library and search it; yield, for each question, a run for each budget.

    A run has spans of the texts by their file name without suffix, best first, with twice the budget's worth of
    characters, chosen as for a reader who takes `budget` of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        own = settings.model_copy(update={"data_dir": Path(folder)})
        result = ingest([texts], own)
        if result.failures:
            raise result.failures[0]
        assistant = Assistant(own)
        stems = {details.id: Path(details.file).stem for details in assistant.library.details}
        for number, question in enumerate(asked, 1):
            yield tuple(_found(assistant, question, budget, stems) for budget in budgets)
            progress(number, len(asked))


def _found(assistant: Assistant, question: str, budget: int, stems: dict[str, str]) -> list[Span]:
    found = assistant.search(question, Filters(), budget, beyond=budget)
    return [Span(stems[passage.report_id], passage.start, passage.end) for passage in found]


def run_lines(runs: Iterable[list[Span]]) -> Iterator[dict[str, Any]]:
    """The lines of a run file: `{"question_id": row, "spans": [[text, start, end], ...]}`."""
    for number, run in enumerate(runs):
        yield {"question_id": number, "spans": [[span.report, span.start, span.end] for span in run]}


def write_lines(path: Path, records: Iterator[dict[str, Any]]) -> int:
    """Write records as JSON lines, the file whole or not at all; give their number."""
    unfinished = path.with_name(path.name + ".part")
    count = 0
    with unfinished.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    unfinished.replace(path)
    return count
