"""A brief, made: from a question to its evidence, and what follows from that."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from ingest.embedding.embedder import Embedder
from ingest.library.open import Library
from service.brief.arrange import describe_strength, find_missing_voices, make_items, make_matrix
from service.brief.asked import BriefQuestion, read_question
from service.brief.gaps import find_gaps, make_prompts
from service.brief.gather import gather
from service.brief.stance import find_telling
from service.brief.types import Brief, BriefStatus, EvidenceItem, Searched, Stance
from service.question.wants import check_question
from service.reports.common_names import find_common_names
from service.search.filters import refuse_unknown_reports
from service.types import Engine, Filters, Passage, Statement

THIN = 4
"""With fewer passages that take a stance, the evidence is thin."""
CONSIDERED = 6
"""Passages of a stance, the nearest first, from which the short answer takes a sentence."""
SIDES: tuple[Stance, ...] = ("for", "against", "on_condition", "for")
"""What the sentences of the short answer say, in this order."""
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
    question = read_question(check_question(text))
    refuse_unknown_reports(filters, library.details)
    gathered = gather(library, embedder, question, filters)
    entries = {entry.id: entry for entry in library.details}
    kept, core = gathered.kept, gathered.kept[: gathered.core]
    items = make_items(core, entries, find_common_names(library, library.details))
    statements = _answer(embedder, question, items, core)
    cited = {key for each in statements for key in each.passage_ids}
    return Brief(
        id=uuid.uuid4().hex,
        question=question.text,
        question_id=question_id,
        created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        status=_status(items),
        statements=statements,
        evidence=items,
        matrix=make_matrix(items),
        strength=describe_strength(items, core),
        tensions=(),
        gaps=find_gaps(question, kept, gathered.left),
        voices_missing=find_missing_voices(items, core),
        prompts=make_prompts(sorted(items, key=lambda each: each.passage_id not in cited), core),
        passages=kept,
        nearest=gathered.left,
        searched=Searched(len(library.details), gathered.looked_through),
        library=library.name,
        engine=EXTRACTIVE,
        notes=_notes(question),
    )


def _status(items: Sequence[EvidenceItem]) -> BriefStatus:
    if not items:
        return "none"
    return "evidence" if sum(item.stance != "context" for item in items) >= THIN else "thin"


def _answer(
    embedder: Embedder, question: BriefQuestion, items: Sequence[EvidenceItem], passages: Sequence[Passage]
) -> tuple[Statement, ...]:
    """One sentence for each stance, so that no side is left out, then one more: those nearest to the question."""
    by_key = {each.id: each for each in passages}
    found: list[Statement] = []
    for stance in SIDES:
        cited = {key for each in found for key in each.passage_ids}
        near = [each for each in items if each.stance == stance and each.passage_id not in cited][:CONSIDERED]
        told = [(find_telling(by_key[each.passage_id].text, stance), each.passage_id) for each in near]
        if told:
            text, key = told[_find_nearest(embedder, question.subject, [text for text, _ in told])]
            found.append(Statement(text, (key,)))
    return tuple(found)


def _find_nearest(embedder: Embedder, subject: str, sentences: Sequence[str]) -> int:
    """Index of the sentence that means most nearly what is asked about."""
    asked = np.asarray(embedder.embed_query(subject), np.float32)
    said = np.asarray(embedder.embed_documents(list(sentences)), np.float32)
    return int(np.argmax(said @ asked / np.maximum(np.linalg.norm(said, axis=1), 1e-9)))


def _notes(question: BriefQuestion) -> tuple[str, ...]:
    return ((ABOUT_US,) if question.about_us else ()) + (() if question.is_question else (NO_QUESTION,))
