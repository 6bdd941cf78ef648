"""`walkalong eval spans`: what the product's own search returns, for a benchmark with gold character ranges."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from eval.figures.excerpts import Wanted
from eval.runs.throwaway import name_texts, open_throwaway
from eval.types import TextSpan
from ingest.errors import InvalidRequest
from service.assistant import Assistant
from service.settings import Settings
from service.types import Filters

Progress = Callable[[int, int], None]


def read_questions(path: Path) -> list[Wanted]:
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


def _excerpts(path: Path, number: int, row: dict[str, str]) -> tuple[TextSpan, ...]:
    try:
        references = json.loads(row.get("references") or "[]")
        return tuple(
            TextSpan(row["corpus_id"], each["start_index"], each["end_index"]) for each in references
        )
    except (KeyError, TypeError, ValueError) as error:
        message = (
            f"{path.name}, question {number}: `references` must be a JSON list of objects with start_index and "
            f"end_index, beside a column `corpus_id` ({error!r})."
        )
        raise InvalidRequest(message) from error


def search_texts(
    texts: Path, asked: list[str], settings: Settings, budgets: tuple[int, ...], progress: Progress
) -> Iterator[tuple[list[TextSpan], ...]]:
    """Ingest the folder into a throw-away library and search it; yield, for each question, a run for each budget.

    A run has spans of the texts by their file name without suffix, best first, with twice the budget's worth of
    characters, chosen as for a reader who takes `budget` of them.
    """
    with open_throwaway(texts, settings) as assistant:
        stems = name_texts(assistant)
        for number, question in enumerate(asked, 1):
            yield tuple(find_spans(assistant, question, budget, stems) for budget in budgets)
            progress(number, len(asked))


def find_spans(assistant: Assistant, question: str, budget: int, stems: dict[str, str]) -> list[TextSpan]:
    """One run of a search, with twice the budget's worth of characters, chosen for a reader who takes `budget`."""
    found = assistant.search(question, Filters(), budget, beyond=budget)
    return [TextSpan(stems[passage.report_id], passage.start, passage.end) for passage in found]


def make_run_lines(runs: Iterable[list[TextSpan]]) -> Iterator[dict[str, Any]]:
    """The lines of a run file: `{"question_id": row, "spans": [[text, start, end], ...]}`."""
    for number, run in enumerate(runs):
        yield {"question_id": number, "spans": [[span.report, span.start, span.end] for span in run]}
