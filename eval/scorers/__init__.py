"""The deterministic scorers, one module for each family: the same outcome always gets the same scores."""

from collections.abc import Sequence

from eval.scorers.answers import (
    answer_points,
    attribution_kept,
    latency_ms,
    right_answer,
    right_refusal,
)
from eval.scorers.citations import alce, cited_gold, longcite, required_cited
from eval.scorers.context import Scorer, ScoringContext
from eval.scorers.must_hold import (
    citation_resolves,
    numbers_covered,
    refusal_cites_nothing,
    statement_cited,
    words_verbatim,
)
from eval.scorers.retrieval import gold_spans, ranking
from eval.types import Outcome, Score

__all__ = ["SCORERS", "Scorer", "ScoringContext", "score_outcome"]

SCORERS: tuple[Scorer, ...] = (
    citation_resolves,
    words_verbatim,
    statement_cited,
    numbers_covered,
    refusal_cites_nothing,
    right_answer,
    right_refusal,
    answer_points,
    attribution_kept,
    required_cited,
    cited_gold,
    longcite,
    alce,
    ranking,
    gold_spans,
    latency_ms,
)


def score_outcome(
    outcome: Outcome, context: ScoringContext, scorers: Sequence[Scorer] = SCORERS
) -> tuple[Score, ...]:
    """What the scorers say of an outcome, in their order; one scorer may give several scores."""
    return tuple(score for scorer in scorers for score in scorer(outcome, context))
