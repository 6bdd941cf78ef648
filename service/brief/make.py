"""A brief, made: from a question to its evidence, and what follows from that."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from ingest.embedding.embedder import Embedder
from ingest.errors import InvalidRequest
from ingest.library.open import Library
from service.brief.arrange import describe_strength, find_missing_voices, make_items, make_matrix
from service.brief.asked import BriefQuestion, read_question
from service.brief.gaps import find_gaps, make_prompts
from service.brief.gather import gather
from service.brief.stance import find_telling
from service.brief.types import Brief, BriefStatus, EvidenceItem, Searched
from service.question.wants import checked
from service.types import Engine, Filters, Passage, Statement

THIN = 4
"""With fewer passages that take a stance, the evidence is thin."""
STATEMENTS = 4
"""Sentences of the short answer: one for each stance, and one more."""
ABOUT_US = (
    "The question asks about your own organisation. The reports can’t know it: below is what they say of others,"
    " and prompts for your own discussion."
)
NO_QUESTION = "This was given as a statement. The brief shows what the reports say for and against it."
EXTRACTIVE = Engine("extractive")


def make_brief(
    library: Library, embedder: Embedder, text: str, filters: Filters, question_id: str | None = None
) -> Brief:
    """Make the brief on a question. Raises InvalidRequest for an empty or endless question or an unknown report."""
    question = read_question(checked(text))
    _check_reports(library, filters)
    gathered = gather(library, embedder, question, filters)
    entries = {entry.id: entry for entry in library.details}
    kept, items = gathered.kept, make_items(gathered.kept, entries)
    return Brief(
        id=uuid.uuid4().hex,
        question=question.text,
        question_id=question_id,
        created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        status=_status(items),
        statements=_answer(items, kept),
        evidence=items,
        matrix=make_matrix(items),
        strength=describe_strength(items, kept),
        tensions=(),
        gaps=find_gaps(question, kept, gathered.left),
        voices_missing=find_missing_voices(items, kept),
        prompts=make_prompts(items, kept),
        passages=kept,
        nearest=gathered.left,
        searched=Searched(len(library.details), gathered.looked_through),
        library=library.name,
        engine=EXTRACTIVE,
        notes=_notes(question),
    )


def _check_reports(library: Library, filters: Filters) -> None:
    unknown = sorted(set(filters.reports) - {entry.id for entry in library.details})
    if unknown:
        message = f"filters.reports: there is no report {unknown[0]!r}. `walkalong reports` lists their ids."
        raise InvalidRequest(message)


def _status(items: Sequence[EvidenceItem]) -> BriefStatus:
    if not items:
        return "none"
    return "evidence" if sum(item.stance != "context" for item in items) >= THIN else "thin"


def _answer(items: Sequence[EvidenceItem], passages: Sequence[Passage]) -> tuple[Statement, ...]:
    """The nearest passage of each stance, so that no side is left out, then the next nearest."""
    firsts = [
        next((item.passage_id for item in items if item.stance == stance), None)
        for stance in ("for", "against", "on_condition")
    ]
    keys = dict.fromkeys(key for key in firsts if key)
    keys.update(dict.fromkeys(item.passage_id for item in items[:STATEMENTS] if item.stance != "context"))
    by_key = {item.passage_id: item for item in items}
    texts = {passage.id: passage.text for passage in passages}
    return tuple(
        Statement(find_telling(texts[key], by_key[key].stance), (key,)) for key in list(keys)[:STATEMENTS]
    )


def _notes(question: BriefQuestion) -> tuple[str, ...]:
    return ((ABOUT_US,) if question.about_us else ()) + (() if question.is_question else (NO_QUESTION,))
