"""Checking a draft: the one place that puts reading, searching and keys together."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from ingest.errors import InvalidRequest
from service.check.exact import NOWHERE
from service.draft.claims import explain_no_claim, is_proposal, split_citations
from service.draft.support import ReportSearch
from service.draft.types import DraftCheck, DraftParagraph, DraftText, ParagraphCheck, SentenceCheck
from service.types import Passage

MOST_SENTENCES = 400
"""Of a draft that is checked while somebody waits for the answer: about twenty pages, and half a minute."""
Progress = Callable[[int, int], None]


def check_draft(draft: DraftText, reports: ReportSearch, progress: Progress | None = None) -> DraftCheck:
    """Check every sentence of a draft. `progress` is told how many of how many sentences are done."""
    total = count_sentences(draft)
    checking = _Checking(reports)
    paragraphs = []
    for paragraph in draft.paragraphs:
        paragraphs.append(checking.check_paragraph(paragraph))
        if progress:
            progress(sum(len(each.sentences) for each in paragraphs), total)
    return DraftCheck(
        id=uuid.uuid4().hex,
        created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        paragraphs=tuple(paragraphs),
        passages=tuple(checking.keyed.values()),
        notes=(*draft.notes, *checking.explain_citations()),
        library=reports.library.name,
    )


def count_sentences(draft: DraftText) -> int:
    """Count the sentences of a draft, including those that claim nothing."""
    return sum(len(paragraph.sentences) for paragraph in draft.paragraphs)


def refuse_long(draft: DraftText) -> None:
    """Raise InvalidRequest for a draft that is too long to wait for."""
    total = count_sentences(draft)
    if total > MOST_SENTENCES:
        message = (
            f"The draft has {total:,} sentences; at most {MOST_SENTENCES} are checked at a time. "
            "Send it in parts, or use `walkalong check FILE`, which takes any length."
        )
        raise InvalidRequest(message)


@dataclass
class _Checking:
    """What is collected while a draft is checked: keys of passages, and citations that were set aside."""

    reports: ReportSearch
    keyed: dict[tuple[str, int, int], Passage] = field(default_factory=dict)
    citations: list[str] = field(default_factory=list)

    def check_paragraph(self, paragraph: DraftParagraph) -> ParagraphCheck:
        """Check the sentences of a paragraph."""
        checks, before = [], ""
        for sentence in paragraph.sentences:
            checks.append(self._check_sentence(sentence, before, paragraph.why))
            before = sentence
        return ParagraphCheck(paragraph.kind, tuple(checks))

    def _check_sentence(self, sentence: str, before: str, why: str) -> SentenceCheck:
        claim, cited = split_citations(sentence)
        why = why or explain_no_claim(claim)
        if why:
            return _make_no_claim(sentence, why)
        self.citations.extend(cited)
        check, found = self.reports.check(claim, before)
        if check.outcome == "not_found" and is_proposal(claim):
            return _make_no_claim(sentence, "It proposes something, and no passage says the like.")
        keys = (self._key(found),) if found else ()
        return SentenceCheck(
            sentence,
            claims=True,
            outcome=check.outcome,
            why=_tell(check.why),
            passage_ids=keys,
            proposal=check.proposal,
        )

    def _key(self, found: Passage) -> str:
        where = (found.report_id, found.start, found.end)
        if where not in self.keyed:
            self.keyed[where] = replace(found, id=f"S{len(self.keyed) + 1}")
        return self.keyed[where].id

    def explain_citations(self) -> tuple[str, ...]:
        """Say that citations in the draft were not followed, if there are any."""
        if not self.citations:
            return ()
        first = "”, “".join(dict.fromkeys(each.strip("()") for each in self.citations[:3]))
        return (
            f"The draft’s own citations (“{first}”{', …' if len(self.citations) > 3 else ''}) were not followed.",
        )


def _make_no_claim(sentence: str, why: str) -> SentenceCheck:
    return SentenceCheck(sentence, claims=False, outcome=None, why=why, passage_ids=())


def _tell(why: str) -> str:
    """Make a sentence from the clause that says what is wrong; `it` and `its` in the clause mean the passage."""
    if not why or why.endswith("."):
        return why
    why = (
        why.removesuffix(NOWHERE) + "is not in the passage that is nearest" if why.endswith(NOWHERE) else why
    )
    why = f"the passage {why[3:]}" if why.startswith("it ") else why
    return f"{why[0].upper()}{why[1:]}."
