"""`walkalong eval answers`: asks the questions of a JSONL file and scores how their answers cite the gold quotes.

The cases, the asking and the scorers are those of `walkalong eval run`; only what is printed and kept is its own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.figures.intervals import Estimate, estimate_mean, estimate_proportion
from eval.figures.metrics import values_of
from eval.runs.ask import answer_case
from eval.scorers import ScoringContext, score_outcome
from eval.scorers.answers import right_answer, right_refusal
from eval.scorers.citations import cited_gold, required_cited
from eval.sets.cases import Resolver
from eval.sets.importing import read_jsonl
from eval.types import Case, Outcome, Result
from ingest.library.open import Library
from service.assistant import Assistant

_SCORERS = (required_cited, cited_gold, right_answer, right_refusal)


def load_cases(path: Path, library: Library) -> list[Case]:
    """Read a JSONL question file; quotes are resolved in the report whose id or file name the quote names."""
    resolver = Resolver(library)
    return [resolver.case(form) for form in read_jsonl(path)]


def ask_cases(
    assistant: Assistant, cases: Sequence[Case], progress: Callable[[int, int], None]
) -> Iterator[Result]:
    """Ask each case as a caller of `POST /v1/answers` would, and score the citations of its answer."""
    context = ScoringContext.of(assistant.library)
    for done, case in enumerate(cases, start=1):
        outcome = Outcome(case, answer_case(assistant, case), found=())
        yield Result(outcome, score_outcome(outcome, context, _SCORERS))
        progress(done, len(cases))


def estimate_groups(results: Sequence[Result]) -> list[tuple[str, dict[str, Estimate]]]:
    """Estimates for all cases and for each kind, in the order in which kinds first appear."""
    kinds = list(dict.fromkeys(each.outcome.case.kind for each in results))
    groups = [("all", list(results))]
    groups += [(kind, [each for each in results if each.outcome.case.kind == kind]) for kind in kinds]
    return [(name, _estimates(members)) for name, members in groups]


def as_json(result: Result) -> dict[str, Any]:
    """One line of the run file."""
    case, scores = result.outcome.case, {score.scorer: score.value for score in result.scores}
    rightly = scores["right_answer" if case.answerable else "right_refusal"]
    return {
        "id": case.id,
        "kind": case.kind,
        "required_cited": scores["required_cited"],
        "cited_gold": scores["cited_gold"],
        "rightly": rightly == 1,
        "unresolved_quotes": list(case.unresolved),
        "answer": asdict(result.outcome.answer),
    }


def _estimates(results: Sequence[Result]) -> dict[str, Estimate]:
    return {
        "required quotes cited": estimate_mean(values_of(results, "required_cited")),
        "cited that are gold": estimate_mean(values_of(results, "cited_gold")),
        "answered rightly": estimate_proportion([v == 1 for v in values_of(results, "right_answer")]),
        "refused rightly": estimate_proportion([v == 1 for v in values_of(results, "right_refusal")]),
        "milliseconds": estimate_mean([each.outcome.answer.timings_ms["total"] for each in results]),
    }
