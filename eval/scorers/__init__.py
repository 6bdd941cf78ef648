"""The deterministic scorers, one module for each family: the same outcome always gets the same scores."""

from collections.abc import Sequence

from eval.scorers.answers import (
    answer_points,
    attribution_kept,
    forbidden_unsaid,
    latency_ms,
    right_answer,
    right_refusal,
)
from eval.scorers.briefs.figures import brief_figures
from eval.scorers.citations import alce, cited_gold, longcite, required_cited
from eval.scorers.context import Scorer, ScoringContext
from eval.scorers.labels import groups_right, labels_right, words_quoted
from eval.scorers.must_hold import (
    citation_resolves,
    numbers_covered,
    refusal_cites_nothing,
    statement_cited,
    words_verbatim,
)
from eval.scorers.overclaim import checker_outcomes, claimed_fairly
from eval.scorers.retrieval import gold_spans, ranking
from eval.scorers.shape import order_kept, refusal_explained, said_once, status_fits
from eval.types import Outcome, Score

__all__ = ["SCORERS", "Scorer", "ScoringContext", "score_outcome"]

SCORERS: tuple[Scorer, ...] = (
    citation_resolves,
    words_verbatim,
    statement_cited,
    numbers_covered,
    refusal_cites_nothing,
    words_quoted,
    labels_right,
    groups_right,
    attribution_kept,
    said_once,
    order_kept,
    status_fits,
    refusal_explained,
    forbidden_unsaid,
    right_answer,
    right_refusal,
    answer_points,
    claimed_fairly,
    required_cited,
    cited_gold,
    longcite,
    alce,
    ranking,
    gold_spans,
    checker_outcomes,
    brief_figures,
    latency_ms,
)


def score_outcome(
    outcome: Outcome, context: ScoringContext, scorers: Sequence[Scorer] = SCORERS
) -> tuple[Score, ...]:
    """Give all scores of an outcome, in the order of the scorers; a scorer may give several."""
    return tuple(score for scorer in scorers for score in scorer(outcome, context))
