"""A library for one measurement: a folder of reports or texts, ingested into a temporary folder."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings


@contextlib.contextmanager
def open_throwaway(reports: Path, settings: Settings) -> Iterator[Assistant]:
    """An assistant over these files only, ready to answer; its library is deleted afterwards. Raises UnreadableFile."""
    with tempfile.TemporaryDirectory() as folder:
        own = settings.model_copy(update={"data_dir": Path(folder)})
        result = ingest([reports], own)
        if result.failures:
            raise result.failures[0]
        assistant = Assistant(own)
        assistant.warm()
        yield assistant


def name_texts(assistant: Assistant) -> dict[str, str]:
    """Report id -> the name of its file without the ending, as benchmarks name their texts."""
    return {details.id: Path(details.file).stem for details in assistant.library.details}
