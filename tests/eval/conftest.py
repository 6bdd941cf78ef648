"""Builders of outcomes made by hand, over two small reports whose characters can be counted."""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from eval.runs.folder import About, Run
from eval.runs.provenance import Provenance
from eval.scorers import ScoringContext
from eval.types import Case, Gold, Outcome, Result, Score, TextSpan
from ingest.errors import NotFound
from ingest.language.stems import content_stems
from ingest.types import Block, Details, Page, Report, Sentence, Voice, Words
from service.types import Answer, Engine, Passage, Statement

TEXTS = {
    "a": "Trust grew in Salford over 12 months. It was slow. Partners met monthly.",
    "b": "Funding ended in 2021. Staff left. “We kept going.” Nobody counted the cost.",
}
VOICES_OF: dict[tuple[str, int], tuple[Voice, str | None]] = {("b", 35): ("quotation", "Lead")}
"""What is not a finding: report and start of the sentence."""
PLACES = ("Salford",)
PAGE_BREAK = 50
"""In report `a`, the words from this character on stand on page 2; report `b` has no pages."""


def _report(name: str) -> Report:
    if name not in TEXTS:
        raise NotFound(name)
    text = TEXTS[name]
    details = Details(name, name.upper(), f"{name}.pdf", "0" * 64, "pdf", 2)
    pages = (Page(1, "1", 100, 100), Page(2, "2", 100, 100))
    block = Block(0, len(text), "paragraph")
    ends = [at + 1 for at, character in enumerate(text) if character == "."]
    starts = [0, *(text.find(text[end:].strip(), end) for end in ends[:-1])]
    sentences = tuple(
        Sentence(start, end, 0, *VOICES_OF.get((name, start), ("finding", None)), _places(text[start:end]))
        for start, end in zip(starts, ends, strict=True)
    )
    return Report(details, text, pages, (block,), sentences, _words(text) if name == "a" else None)


def _places(text: str) -> tuple[str, ...]:
    return tuple(place for place in PLACES if place in text)


def _words(text: str) -> Words:
    starts = [0, *(at + 1 for at, character in enumerate(text) if character == " ")]
    ends = [at for at, character in enumerate(text) if character == " "] + [len(text)]
    pages = [1 if start < PAGE_BREAK else 2 for start in starts]
    boxes = np.zeros((len(starts), 4), np.float32)
    return Words(np.array(starts, np.int32), np.array(ends, np.int32), np.array(pages, np.int32), boxes)


def _passage(key: str, report: str, start: int, end: int, **changed: Any) -> Passage:
    text = TEXTS.get(report, " " * end)[start:end]
    page = 2 if report == "a" and start >= PAGE_BREAK else 1
    given: dict[str, Any] = {
        "report_title": report.upper(),
        "page": page,
        "page_label": str(page),
        "text": text,
        "context": text,
        "headings": (),
        "role": "paragraph",
        "voice": "finding",
        "speaker": None,
        "places": (),
        "score": 1.0,
    }
    return Passage(id=key, report_id=report, start=start, end=end, **(given | changed))


def _statement(text: str, *keys: str, group: str | None = None) -> Statement:
    return Statement(text, keys, group=group)


def _answer(statements: Sequence[Statement] = (), passages: Sequence[Passage] = (), **changed: Any) -> Answer:
    given: dict[str, Any] = {
        "status": "answered" if statements else "not_in_reports",
        "standalone_question": "?",
        "nearest": (),
        "timings_ms": {"retrieve": 1.0, "total": 5.0},
    }
    return Answer(
        id="1",
        question="?",
        statements=tuple(statements),
        passages=tuple(passages),
        missing=(),
        suggestions=(),
        engine=Engine("extractive"),
        **(given | changed),
    )


def _case(name: str = "one", **changed: Any) -> Case:
    given: dict[str, Any] = {"kind": "factual", "persona": "leader", "question": "?", "answerable": True}
    return Case(id=name, **(given | changed))


def _gold(*spans: tuple[str, int, int], required: bool = True) -> Gold:
    return Gold(tuple(TextSpan(*span) for span in spans), required)


def _result(case: Case, values: dict[str, float | None], repeat: int = 0, **changed: Any) -> Result:
    """A result whose scores are given; None stands for unscored."""
    scores = tuple(
        Score(name, value, None if value is not None else "not judged") for name, value in values.items()
    )
    answer = changed.pop("answer", _answer())
    return Result(Outcome(case, answer, changed.pop("found", ()), repeat), scores)


def _run(results: Sequence[Result], name: str = "run", **changed: Any) -> Run:
    """A run of these results; whole, unless `cases` names others."""
    given: dict[str, Any] = {
        "questions": "set",
        "files": {},
        "cases": tuple(dict.fromkeys(result.outcome.case.id for result in results)),
        "repeats": 1 + max((result.outcome.repeat for result in results), default=0),
        "engine": "extractive",
        "model": None,
        "settings": {},
        "library": "0",
        "reports": {},
        "embedding_model": "m",
        "prompts": {},
        "code": "0",
        "packages": {},
        "commit": None,
        "workers": 1,
        "machine": "here",
    }
    about = About(Provenance(**(given | changed)), "2026-01-02T03:04:05+00:00")
    return Run(Path(name), about, tuple(results))


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The builders."""
    return SimpleNamespace(
        passage=_passage,
        statement=_statement,
        answer=_answer,
        case=_case,
        gold=_gold,
        result=_result,
        run=_run,
        text=TEXTS,
        outcome=lambda case, answer, found=(): Outcome(case, answer, tuple(found)),
    )


@pytest.fixture(scope="session")
def context() -> ScoringContext:
    """The two reports."""
    words = (stem for text in TEXTS.values() for stem in content_stems(text))
    return ScoringContext(_report, frozenset(PLACES), frozenset(words))
