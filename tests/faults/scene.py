"""What faults happen to: a data folder with three small reports, and three others to ingest in their place."""

import importlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.build import ingest
from ingest.embedding.embedder import Embedder
from service.assistant import Assistant
from service.settings import Settings
from service.types import Ask
from tests.faults.apart import Ended, run_apart

LATE = (
    "alembic.runtime.migration", "bm25s", "chromadb.api.rust", "encodings.cp437", "encodings.idna",
    "service.store.sql",
)  # fmt: skip
"""What a service imports only when it needs it."""
BEFORE = {"a": "Salford", "b": "Wigan", "c": "Bury"}
AFTER = {"a": "Salford", "b": "Oldham", "d": "Tameside"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A folder to work in, and the model, loaded once."""

    work: Path
    embedder: Embedder
    seconds: float = 0.0
    """What an ingestion takes here."""

    @classmethod
    def build(cls, work: Path, embedder: Embedder) -> "Scene":
        """Write the reports, and ingest the first three."""
        # Once here, and not again in each fork, where it would take most of a try.
        for name in LATE:
            importlib.import_module(name)
        work.chmod(0o755)  # also for a user who may write nothing
        scene = cls(work, embedder)
        for folder, subjects in (("old", BEFORE), ("new", AFTER)):
            for name, subject in subjects.items():
                _write_report(work / folder / f"{name}.md", subject)
        built = run_apart(lambda _: scene.ingest(work / "before", "old"))
        if built.value is not True:
            raise RuntimeError(str(built))
        return replace(scene, seconds=built.seconds)

    def settings(self, data: Path) -> Settings:
        """Settings of a data folder."""
        return Settings(data_dir=data, embedding_dtype="float32", chunk_tokens=40)

    def copy(self, name: str) -> Path:
        """A data folder of its own for one try."""
        data = self.work / name
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self.work / "before", data)
        return data

    def ingest(self, data: Path, folder: str) -> bool:
        """Make the library that of a folder's reports, in this process; whether all could be read."""
        paths = [self.work / folder]
        return not ingest(paths, self.settings(data), prune=True, embedder=self.embedder).failures

    def look(self, data: Path) -> dict[str, str]:
        """Ask the library of each of its reports; gives their subjects, by the names of their files.

        Raises AssertionError where an answer is not what the library should give.
        """
        assistant = Assistant(self.settings(data), embedder=self.embedder)
        found = {}
        for details in assistant.library.details:
            report = assistant.library.report(details.id)
            subject = report.text.split()[2]
            found[Path(details.file).stem] = subject
            answer = assistant.answer(Ask(f"What did partners learn in {subject}?"))
            assert answer.status == "answered", (subject, answer.status, answer.notes)
            assert any(passage.report_id == details.id for passage in answer.passages), subject
            for passage in answer.passages:
                cited = assistant.library.report(passage.report_id).text[passage.start : passage.end]
                assert cited == passage.text
        return found

    def judge(self, data: Path, *allowed: Mapping[str, str]) -> str | None:
        """Tell what is wrong with a library that must be one of `allowed`; None where it is."""
        ended = run_apart(lambda _: self.look(data))
        return None if ended.value in allowed else f"the library is wrong: {tell(ended)}"

    def recover(self, data: Path, folder: str, expected: Mapping[str, str]) -> str | None:
        """Tell what is wrong after an ingestion that nothing disturbs; None where all is well."""
        ended = run_apart(lambda _: self.ingest(data, folder))
        if ended.value is not True:
            return f"the next ingestion failed: {tell(ended)}"
        return self.judge(data, expected)


def tell(ended: Ended) -> str:
    """Say in one line how work ended."""
    if ended.wrong:
        return " / ".join(ended.wrong.strip().splitlines()[-3:])
    return ended.refused or repr(ended.value)


def refused(work: Ended) -> str | None:
    """Tell what is wrong where work should have been done, or refused with a message."""
    return tell(work) if work.wrong else None


def _write_report(path: Path, subject: str) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    parts = [f"# The {subject} report"]
    for number in range(4):
        parts.append(f"## What partners learned in {subject}, part {number}")
        parts.append(
            f"In {subject}, partners learned that trust grows slowly over {number + 2} meetings. "
            f"Partners in {subject} learned to share what went wrong in week {number}."
        )
    path.write_text("\n\n".join(parts) + "\n", "utf-8")
