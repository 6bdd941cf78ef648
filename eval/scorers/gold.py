"""How passages relate to gold: which claims they carry, and whether they are gold themselves. No scorers."""

from collections.abc import Iterable, Sequence

from eval.sets.quotes import share_covered
from eval.types import Case, Gold, TextSpan
from service.types import Passage

ENOUGH = 0.5
"""Share of a gold span that passages must cover to carry its claim; of a passage, or of a gold span, that the two
must share for the passage to be gold."""
NO_GOLD = "the case has no gold passages"


def span_of(passage: Passage) -> TextSpan:
    """Where a passage stands."""
    return TextSpan(passage.report_id, passage.start, passage.end)


def list_needed_claims(case: Case) -> tuple[Gold, ...]:
    """The claims that an answer must rest on: the required ones, or all where none is required."""
    return tuple(claim for claim in case.gold if claim.required) or case.gold


def carries(passages: Iterable[Passage], claim: Gold) -> bool:
    """Whether the passages together cover enough of any one of the claim's spans."""
    return covers([span_of(passage) for passage in passages], claim)


def covers(spans: Sequence[TextSpan], claim: Gold) -> bool:
    """Whether the spans together cover enough of any one of the claim's spans."""
    return any(share_covered(gold, spans) >= ENOUGH for gold in claim.any_of)


def is_gold(passage: Passage, claims: Iterable[Gold]) -> bool:
    """Whether the passage lies mostly in gold, or holds most of a gold span."""
    own, spans = span_of(passage), all_spans(claims)
    return share_covered(own, spans) >= ENOUGH or any(share_covered(gold, [own]) >= ENOUGH for gold in spans)


def touches(passage: Passage, claims: Iterable[Gold]) -> bool:
    """Whether the passage shares any character with gold."""
    return share_covered(span_of(passage), all_spans(claims)) > 0


def all_spans(claims: Iterable[Gold]) -> list[TextSpan]:
    """Every span of the claims, in order."""
    return [span for claim in claims for span in claim.any_of]


def best_spans(claims: Iterable[Gold], found: Sequence[TextSpan]) -> list[TextSpan]:
    """For each claim, the span that the found ones cover best; the first of equals."""
    return [max(claim.any_of, key=lambda span: share_covered(span, found)) for claim in claims]


def cut_to_budget(spans: Iterable[TextSpan], budget: int) -> list[TextSpan]:
    """The first spans, up to `budget` characters in total; the last is cut at the budget."""
    kept: list[TextSpan] = []
    for span in spans:
        end = min(span.end, span.start + budget)
        if end > span.start:
            kept.append(TextSpan(span.report, span.start, end))
            budget -= end - span.start
    return kept


def characters_of(spans: Iterable[TextSpan]) -> set[tuple[str, int]]:
    """Every character of the spans, once, as (report, offset)."""
    return {(span.report, at) for span in spans for at in range(span.start, span.end)}
