"""Scorers of whether the right thing was done with a question, what is said, who says it, and how long it took."""

from eval.scorers.context import ScoringContext, is_answered, share
from eval.scorers.wordings import is_said, read_out
from eval.types import Outcome, Score
from service.types import Passage, Statement


def right_answer(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """1 if an answerable question is answered, 0 if it is refused (a false refusal). What it says does not count."""
    if not outcome.case.answerable:
        return [Score("right_answer", None, "the reports do not answer this question")]
    answered = is_answered(outcome.answer)
    return [Score("right_answer", float(answered), explanation=f"status {outcome.answer.status}")]


def right_refusal(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """1 when a question that the reports do not answer is refused, 0 when it is answered."""
    if outcome.case.answerable:
        return [Score("right_refusal", None, "the reports answer this question")]
    refused = not is_answered(outcome.answer)
    return [Score("right_refusal", float(refused), explanation=f"status {outcome.answer.status}")]


def answer_points(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the answer points that are said, in any of their wordings. A refusal says none.

    A wording is said when its words (stems, without stop words) stand close together, in any order, each of
    its numbers is anywhere in the answer, in digits or words, and either both are denied or neither is. A paraphrase
    that no wording covers is missed, so the score is a floor and not a judgement.
    """
    case = outcome.case
    if not case.answerable:
        return [Score("answer_points", None, "the reports do not answer this question")]
    missing = list_unsaid_points(outcome)
    good = [False] * len(missing) + [True] * (len(case.points) - len(missing))
    note = f"not said: {'; '.join(missing)}" if missing else ""
    return [share("answer_points", good, "the case has no answer points", note)]


def list_unsaid_points(outcome: Outcome) -> tuple[str, ...]:
    """The answer points of an answerable case that are not said, each by its first wording."""
    if not outcome.case.answerable:
        return ()
    said = read_out(outcome.answer)
    points = outcome.case.points
    return tuple(point[0] for point in points if not any(is_said(wording, said) for wording in point))


def forbidden_unsaid(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the forbidden wordings that appear neither in the answer nor in its notes."""
    case = outcome.case
    said = "\n".join((read_out(outcome.answer), *outcome.answer.notes))
    good = [not any(is_said(wording, said) for wording in point) for point in case.must_not_say]
    broken = [point[0] for point, is_good in zip(case.must_not_say, good, strict=True) if not is_good]
    note = f"said, and must not be: {'; '.join(broken)}" if broken else ""
    return [share("forbidden_unsaid", good, "the case forbids nothing", note)]


def attribution_kept(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Of the statements that rest only on quotations, the share that name the role of everybody they quote."""
    answer = outcome.answer
    by_key = {passage.id: passage for passage in answer.passages}
    good, lost = [], []
    for statement in answer.statements:
        cited = [by_key[key] for key in statement.passage_ids if key in by_key]
        if not cited or any(each.voice != "quotation" or not each.speaker for each in cited):
            continue
        unnamed = [passage.speaker for passage in cited if not _names_speaker(statement, passage)]
        good.append(not unnamed)
        lost += unnamed
    note = f"not named: {', '.join(str(speaker) for speaker in lost)}" if lost else ""
    return [share("attribution_kept", good, "nobody whose role is known is quoted", note)]


def latency_ms(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Milliseconds from the question to the complete answer, as the answer reports them."""
    return [Score("latency_ms", float(outcome.answer.timings_ms["total"]))]


def _names_speaker(statement: Statement, passage: Passage) -> bool:
    """The role up to its first comma, as the answerers write it."""
    role = (passage.speaker or "").split(",")[0]
    return " ".join(role.casefold().split()) in " ".join(statement.text.casefold().split())
