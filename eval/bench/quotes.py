"""`walkalong eval answers`: asks every question of a file through the assistant and compares with its gold quotes."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.figures.intervals import Estimate, mean, proportion
from eval.sets.cases import Resolver
from eval.sets.importing import read_jsonl
from eval.sets.quotes import share_covered
from eval.types import Case, Gold, Span
from ingest.build import ingest
from ingest.library.open import Library
from service.assistant import Assistant
from service.settings import Settings
from service.types import Answer, Ask

ENOUGH = 0.5
"""Share of a quote that cited passages must cover to count as cited; of a passage or of a quote that they must
share for the passage to count as gold."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one case."""

    case: Case
    answer: Answer
    required_cited: float | None
    """Share of the required quotes among the cited passages; None without required quotes or answer wanted."""
    cited_gold: float | None
    """Share of the cited passages that are gold; None when nothing is cited or the case has no gold."""
    rightly: bool
    """Answered an answerable question, or refused another."""


def load_cases(path: Path, library: Library) -> list[Case]:
    """Read a JSONL question file; quotes are resolved in the report whose id or file name the quote names."""
    resolver = Resolver(library)
    return [resolver.case(form) for form in read_jsonl(path)]


@contextlib.contextmanager
def throw_away(reports: Path, settings: Settings) -> Iterator[Assistant]:
    """An assistant over these reports alone, warm, in a library that is gone afterwards. Raises UnreadableFile."""
    with tempfile.TemporaryDirectory() as folder:
        own = settings.model_copy(update={"data_dir": Path(folder)})
        result = ingest([reports], own)
        if result.failures:
            raise result.failures[0]
        assistant = Assistant(own)
        assistant.warm()
        yield assistant


def run(assistant: Assistant, cases: list[Case], progress: Callable[[int, int], None]) -> Iterator[Judged]:
    """Ask each case as a caller of `POST /v1/answers` would."""
    for done, case in enumerate(cases, start=1):
        yield judge(case, assistant.answer(Ask(case.question, case.history)))
        progress(done, len(cases))


def judge(case: Case, answer: Answer) -> Judged:
    """Compare one answer with its case."""
    cited = [Span(passage.report_id, passage.start, passage.end) for passage in answer.passages]
    answered = answer.status in ("answered", "partial")
    required = [gold for gold in case.gold if gold.required]
    recall = None
    if case.answerable and required:
        recall = sum(_is_cited(gold, cited) for gold in required) / len(required)
    precision = None
    if case.gold and cited:
        acceptable = [span for gold in case.gold for span in gold.any_of]
        precision = sum(_is_gold(passage, acceptable) for passage in cited) / len(cited)
    return Judged(case, answer, recall, precision, answered == case.answerable)


def table(judged: list[Judged]) -> list[tuple[str, dict[str, Estimate]]]:
    """Estimates for all cases and for each kind, in the order in which kinds first appear."""
    kinds = list(dict.fromkeys(item.case.kind for item in judged))
    groups = [("all", judged)] + [
        (kind, [item for item in judged if item.case.kind == kind]) for kind in kinds
    ]
    return [(name, _estimates(items)) for name, items in groups]


def as_json(item: Judged) -> dict[str, Any]:
    """One line of the run file."""
    return {
        "id": item.case.id,
        "kind": item.case.kind,
        "required_cited": item.required_cited,
        "cited_gold": item.cited_gold,
        "rightly": item.rightly,
        "unresolved_quotes": list(item.case.unresolved),
        "answer": asdict(item.answer),
    }


def _is_cited(gold: Gold, cited: list[Span]) -> bool:
    return any(share_covered(span, cited) >= ENOUGH for span in gold.any_of)


def _is_gold(passage: Span, gold: list[Span]) -> bool:
    return share_covered(passage, gold) >= ENOUGH or any(
        share_covered(span, [passage]) >= ENOUGH for span in gold
    )


def _estimates(items: list[Judged]) -> dict[str, Estimate]:
    return {
        "required quotes cited": mean(
            [item.required_cited for item in items if item.required_cited is not None]
        ),
        "cited that are gold": mean([item.cited_gold for item in items if item.cited_gold is not None]),
        "answered rightly": proportion([item.rightly for item in items if item.case.answerable]),
        "refused rightly": proportion([item.rightly for item in items if not item.case.answerable]),
        "milliseconds": mean([item.answer.timings_ms["total"] for item in items]),
    }
