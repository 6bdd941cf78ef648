"""`walkalong eval export`: the results of a run for spreadsheets, for programs, and for other tools of evaluation."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal

from eval.runs.datasets import UNANSWERABLE, list_samples, list_tests, write_reference
from eval.runs.folder import Run, require_unsealed
from eval.scorers.gold import carries, list_needed_claims
from eval.tables import write_csv
from eval.types import Gold, Result
from service.telling.workbook import FilledTable
from service.types import Answer, Passage

TextFormat = Literal["csv", "jsonl", "ragas", "promptfoo", "inspect"]
Format = TextFormat | Literal["xlsx"]


def export_run(run: Run, form: TextFormat) -> str:
    """The text of the file: a row or line for each result; for promptfoo and inspect_ai, for each case.

    Raises InvalidRequest for a run of a sealed set."""
    require_unsealed(run)
    if form in ("promptfoo", "inspect"):
        return _lines(list_tests(run) if form == "promptfoo" else list_samples(run))
    return _FORMS[form](run.results)


def lay_out_results(results: Iterable[Result]) -> FilledTable:
    """One row for each result, one column for each score; an empty cell is unscored, and `unscored` says why."""
    rows = [_row(result) for result in results]
    return FilledTable("results", tuple(dict.fromkeys(column for row in rows for column in row)), rows)


def _csv(results: Iterable[Result]) -> str:
    sheet = lay_out_results(results)
    return write_csv(sheet.columns, sheet.rows)


def _jsonl(results: Iterable[Result]) -> str:
    return _lines(_record(result) for result in results)


def _ragas(results: Iterable[Result]) -> str:
    """Lines that `ragas.EvaluationDataset.from_jsonl` reads (ragas 0.4: the fields of SingleTurnSample).

    It uses the standalone question, so that follow-ups are single turns. Every line has every field, because
    ragas reads the list of fields from the first line.
    """
    return _lines(_sample(result) for result in results)


_FORMS: dict[str, Callable[[Iterable[Result]], str]] = {"csv": _csv, "jsonl": _jsonl, "ragas": _ragas}


def _row(result: Result) -> dict[str, object]:
    case, answer = result.outcome.case, result.outcome.answer
    row: dict[str, object] = {
        "case": case.id,
        "repeat": result.outcome.repeat,
        "kind": case.kind,
        "persona": case.persona,
        "question": case.question,
        "standalone_question": answer.standalone_question,
        "answerable": case.answerable,
        "status": answer.status,
        "engine": answer.engine.name,
        "model": answer.engine.model or "",
        "answer": write_out(answer),
        "passages": "\n".join(_cite_passage(passage) for passage in answer.passages),
        "gold": "\n".join(" / ".join(_words(claim)) for claim in case.gold),
        "points": "\n".join(" / ".join(wordings) for wordings in case.points),
    }
    scores: dict[str, object] = {score.scorer: score.value for score in result.scores}
    why = "\n".join(f"{score.scorer}: {score.unscored}" for score in result.scores if score.value is None)
    return row | scores | {"unscored": why}


def _record(result: Result) -> dict[str, Any]:
    case, answer = result.outcome.case, result.outcome.answer
    return {
        "case": case.id,
        "repeat": result.outcome.repeat,
        "kind": case.kind,
        "persona": case.persona,
        "question": case.question,
        "history": [{"role": turn.role, "content": turn.content} for turn in case.history],
        "standalone_question": answer.standalone_question,
        "answerable": case.answerable,
        "status": answer.status,
        "engine": {"name": answer.engine.name, "model": answer.engine.model},
        "answer": write_out(answer),
        "passages": [_passage(passage) for passage in answer.passages],
        "found": [_passage(passage) for passage in result.outcome.found],
        "gold": [{"any_of": list(_words(claim)), "required": claim.required} for claim in case.gold],
        "points": [list(wordings) for wordings in case.points],
        "scores": {
            score.scorer: {"value": score.value, "unscored": score.unscored, "explanation": score.explanation}
            for score in result.scores
        },
        "timings_ms": answer.timings_ms,
    }


def _sample(result: Result) -> dict[str, Any]:
    case, answer, found = result.outcome.case, result.outcome.answer, result.outcome.found
    contexts = [*answer.passages, *(each for each in found if not _is_among(each, answer.passages))]
    words = [_reference_context(claim, contexts) for claim in list_needed_claims(case)]
    return {
        "user_input": answer.standalone_question,
        "retrieved_contexts": [passage.text for passage in contexts],
        "reference_contexts": words,
        "response": write_out(answer),
        "reference": write_reference(case) if case.answerable else UNANSWERABLE,
        "persona_name": case.persona,
    }


def _reference_context(claim: Gold, contexts: Sequence[Passage]) -> str:
    """The passage that carries the claim; if none does, the gold's words.

    ragas compares whole contexts: short gold words inside a longer passage would count as missed.
    """
    carrying = (passage.text for passage in contexts if carries([passage], claim))
    return next(carrying, (_words(claim) or ("",))[0])


def _is_among(passage: Passage, others: Sequence[Passage]) -> bool:
    return any((each.report_id, each.start) == (passage.report_id, passage.start) for each in others)


def write_out(answer: Answer) -> str:
    """An answer as plain text, without its passages: a line for each statement; for a refusal, the reasons."""
    lines: list[str] = []
    group = None
    for statement in answer.statements:
        if statement.group and statement.group != group:
            lines.append(f"{statement.group}:")
        group = statement.group
        lines.append(f"• {statement.text}" if statement.kind == "item" else statement.text)
    return "\n".join(lines or answer.notes)


def _words(claim: Gold) -> tuple[str, ...]:
    return tuple(" ".join(words.split()) for words in claim.quotes)


def _cite_passage(passage: Passage) -> str:
    return f"{passage.report_id}, p. {passage.page}: {' '.join(passage.text.split())}"


def _passage(passage: Passage) -> dict[str, object]:
    fields = ("id", "report_id", "page", "page_label", "start", "end", "text", "voice", "speaker")
    return {name: getattr(passage, name) for name in fields}


def _lines(records: Iterator[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
