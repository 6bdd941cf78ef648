"""What a checked draft says to its reader, in words: labels, counts, and the lines about each sentence."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.types import Details
from service.draft.types import DraftCheck, ParagraphKind, SentenceCheck
from service.telling.export import name_source
from service.telling.plain import flatten_text
from service.types import CheckOutcome, Passage

OUTCOMES: dict[CheckOutcome, str] = {
    "contradicted": "Contradicted",
    "overstated": "Overstated",
    "not_found": "Not found",
    "supported": "Supported",
    "supported_by_another": "Supported",
}
"""In the order in which they are counted: first what asks for a change."""
NO_CLAIM = "Makes no claim"
LIMITS = (
    "The check is made by rules about words. It can be wrong both ways, most often where a draft says a thing in other "
    "words than the reports: then it is told as not found. Read the passage before you change a sentence."
)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A passage as it is shown below a sentence."""

    words: str
    source: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence of a draft with everything that is said about it."""

    text: str
    outcome: str
    """The key of the outcome, or `none`."""
    label: str
    why: str
    proposal: str
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class ParagraphFindings:
    """A paragraph with its findings."""

    kind: ParagraphKind
    findings: tuple[Finding, ...]


def lay_out_check(checked: DraftCheck, entries: Mapping[str, Details]) -> tuple[ParagraphFindings, ...]:
    """Give the findings by paragraph; `entries` are the catalogue's, by id."""
    by_key = {passage.id: passage for passage in checked.passages}
    return tuple(
        ParagraphFindings(paragraph.kind, tuple(_find(each, by_key, entries) for each in paragraph.sentences))
        for paragraph in checked.paragraphs
    )


def count_outcomes(checked: DraftCheck) -> str:
    """Say how many sentences have each outcome."""
    counted = Counter(OUTCOMES[each.outcome] for each in checked.sentences if each.outcome)
    claims = sum(counted.values())
    told = [f"{counted[name]} {name.lower()}" for name in dict.fromkeys(OUTCOMES.values()) if counted[name]]
    rest = len(checked.sentences) - claims
    left = f" {_count(rest)} {'makes' if rest == 1 else 'make'} no claim." if rest else ""
    if not claims:
        return f"No sentence makes a claim that the reports could support.{left}"
    return f"{_count(claims)} {'makes' if claims == 1 else 'make'} a claim: {', '.join(told)}.{left}"


def write_lines(checked: DraftCheck, entries: Mapping[str, Details]) -> Iterator[str]:
    """Yield the whole check as plain lines, for a terminal or a language model."""
    yield count_outcomes(checked)
    yield from checked.notes
    for paragraph in lay_out_check(checked, entries):
        for finding in paragraph.findings:
            yield ""
            yield f"[{finding.label}] {finding.text}"
            yield from (f"    {line}" for line in list_remarks(finding))


def list_remarks(finding: Finding) -> Iterator[str]:
    """Yield what is said about a sentence besides its outcome."""
    if finding.why:
        yield finding.why
    if finding.proposal:
        yield f"Proposed: {finding.proposal}"
    yield from (f"“{each.words}” {each.source}" for each in finding.sources)


def _find(sentence: SentenceCheck, by_key: Mapping[str, Passage], entries: Mapping[str, Details]) -> Finding:
    passages = [by_key[key] for key in sentence.passage_ids]
    return Finding(
        text=flatten_text(sentence.text),
        outcome=sentence.outcome or "none",
        label=OUTCOMES[sentence.outcome] if sentence.outcome else NO_CLAIM,
        why=sentence.why,
        proposal=flatten_text(sentence.proposal or ""),
        sources=tuple(
            SourceLine(flatten_text(each.text), name_source(each, entries.get(each.report_id)), each)
            for each in passages
        ),
    )


def _count(number: int) -> str:
    return "One sentence" if number == 1 else f"{number} sentences"
