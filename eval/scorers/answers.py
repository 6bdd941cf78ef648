"""Scorers of whether the right thing was done with a question, and said, and how long it took."""

from eval.scorers.context import Context, is_answered
from eval.types import Outcome, Score


def right_answer(outcome: Outcome, context: Context) -> list[Score]:
    """1 when an answerable question is answered, 0 when it is refused (a false refusal). Not what is said."""
    if not outcome.case.answerable:
        return [Score("right_answer", None, "the reports do not answer this question")]
    answered = is_answered(outcome.answer)
    return [Score("right_answer", float(answered), explanation=f"status {outcome.answer.status}")]


def right_refusal(outcome: Outcome, context: Context) -> list[Score]:
    """1 when a question that the reports do not answer is refused, 0 when it is answered."""
    if outcome.case.answerable:
        return [Score("right_refusal", None, "the reports answer this question")]
    refused = not is_answered(outcome.answer)
    return [Score("right_refusal", float(refused), explanation=f"status {outcome.answer.status}")]


def latency_ms(outcome: Outcome, context: Context) -> list[Score]:
    """Milliseconds from the question to the whole answer, as the answer itself tells them."""
    return [Score("latency_ms", float(outcome.answer.timings_ms["total"]))]
