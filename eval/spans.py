"""`walkalong eval spans`: what the product's own search returns, for a benchmark with gold character ranges."""

import csv
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.build import ingest
from ingest.errors import InvalidRequest
from service.assistant import Assistant
from service.settings import Settings
from service.types import Filters

Progress = Callable[[int, int], None]


def questions(path: Path) -> list[str]:
    """The column `question` of a CSV file, in order."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if "question" not in (reader.fieldnames or []):
            message = f"{path.name}: there is no column 'question'."
            raise InvalidRequest(message)
        return [row["question"] for row in reader]


def spans(
    texts: Path, asked: list[str], settings: Settings, budget: int, progress: Progress
) -> Iterator[dict[str, Any]]:
    """Ingest the folder into a throw-away library and search it; yield one record for each question.

    A record is `{"question_id": row, "spans": [[file name without suffix, start, end], ...]}`, best first, with
    twice the budget's worth of characters, chosen as for a reader who takes `budget` of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        own = settings.model_copy(update={"data_dir": Path(folder)})
        result = ingest([texts], own)
        if result.failures:
            raise result.failures[0]
        assistant = Assistant(own)
        stems = {details.id: Path(details.file).stem for details in assistant.library.details}
        for number, question in enumerate(asked):
            found = assistant.search(question, Filters(), budget, beyond=budget)
            yield {"question_id": number, "spans": [[stems[p.report_id], p.start, p.end] for p in found]}
            progress(number + 1, len(asked))


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
