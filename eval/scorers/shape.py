"""Scorers of how an answer is built: its status, its order, nothing twice, and what a refusal owes to who asked."""

from collections import defaultdict
from itertools import pairwise

from eval.scorers.context import ScoringContext, is_answered, share
from eval.scorers.wordings import list_lines
from eval.types import Outcome, Score
from ingest.language.stems import content_stems
from service.question.parts import split_questions
from service.types import Answer

_MARKS = "?!.,;:\"'“”‘’()"
"""Punctuation around a word as it is typed in a question."""


def said_once(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the statements that say something that none before them said, word for word."""
    seen: set[str] = set()
    good, twice = [], []
    for statement in outcome.answer.statements:
        words = " ".join(statement.text.casefold().split())
        good.append(words not in seen)
        if words in seen:
            twice.append(statement.text)
        seen.add(words)
    told = f"said before: {twice[0]}" if twice else ""
    return [share("said_once", good, "nothing is said", told)]


def order_kept(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """1 when passages stand in the order of their first citation, and what is quoted of a report in the report's order.

    The second is asked of answers that no chat model wrote. Their first statement may stand out of order: it is
    the definition that was asked for.
    """
    answer = outcome.answer
    if not answer.statements:
        return [Score("order_kept", None, "nothing is said")]
    lines = list_lines(answer)
    cited = list(dict.fromkeys(key for line in lines for key in line.passage_ids))
    there = [passage.id for passage in answer.passages]
    known = set(there)
    if there != [key for key in cited if key in known]:
        return [Score("order_kept", 0.0, explanation="passages are not in the order of their citation")]
    mixed = _out_of_order(answer) if answer.engine.name == "extractive" else None
    told = f"{mixed} is quoted out of its order" if mixed else ""
    return [Score("order_kept", float(mixed is None), explanation=told)]


def status_fits(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """1 when the status is what is there: answers say and cite, `partial` says what is left out, refusals say nothing,
    and only `not_in_reports` shows what came nearest.
    """
    problem = _misfit(outcome.answer)
    return [Score("status_fits", float(problem is None), explanation=problem or "")]


def refusal_explained(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """1 when a refusal says why, shows what came nearest, and names the words that no report has, those alone."""
    if is_answered(outcome.answer):
        return [Score("refusal_explained", None, "the question was answered")]
    problem = _find_unexplained(outcome.answer, context)
    return [Score("refusal_explained", float(problem is None), explanation=problem or "")]


def _out_of_order(answer: Answer) -> str | None:
    """The report that is quoted out of its order, below one label of one question; None where none is."""
    by_key = {passage.id: passage for passage in answer.passages}
    questions = split_questions(answer.question)
    starts: dict[tuple[str, str | None, str], list[int]] = defaultdict(list)
    asked = questions[0]
    for statement in answer.statements[1:]:  # What answers best may come first.
        opened = [each for each in questions if (statement.group or "").startswith(f"{each} · ")]
        if opened and opened[0] != asked:
            asked = opened[0]
            continue
        passage = next((by_key[key] for key in statement.passage_ids if key in by_key), None)
        if passage:
            starts[asked, statement.group, passage.report_id].append(passage.start)
    return next(
        (
            report
            for (_, _, report), own in starts.items()
            if any(after < before for before, after in pairwise(own))
        ),
        None,
    )


def _misfit(answer: Answer) -> str | None:
    says = bool(answer.statements) and bool(answer.passages)
    if is_answered(answer):
        if not says:
            return f"{answer.status}, and nothing is said or cited"
        if answer.status == "partial" and not (answer.notes or answer.missing):
            return "partial, and what is left out is not said"
        return None
    if answer.statements or answer.passages:
        return f"{answer.status}, and something is said or cited"
    if answer.status != "not_in_reports" and (answer.nearest or answer.missing):
        return f"{answer.status}, and the reports were searched"
    return None


def _find_unexplained(answer: Answer, context: ScoringContext) -> str | None:
    if not any(note.strip() for note in answer.notes):
        return "it does not say why"
    if answer.status != "not_in_reports":
        return None
    absent = _absent_words(answer, context)
    told = {word.casefold() for word in answer.missing}
    if told != absent:
        return f"words that no report has: {_list_words(absent)}; it says {_list_words(told)}"
    stems = content_stems(answer.standalone_question)
    if not answer.nearest and any(stem in context.vocabulary for stem in stems):
        return "it does not show what came nearest"
    return None


def _absent_words(answer: Answer, context: ScoringContext) -> set[str]:
    """Words of the question that no report has. One that was read as another word is told in a note instead."""
    # What a follow-up is joined with is no word of the reader's.
    asked = " ".join(answer.standalone_question.split()).replace(", with regard to", "")
    words = {word.strip(_MARKS).casefold() for word in asked.split()}
    read = " ".join(answer.notes).casefold()
    return {
        word
        for word in words
        if (stems := content_stems(word))
        and not any(stem in context.vocabulary for stem in stems)
        and f"“{word}” was read as" not in read
    }


def _list_words(words: set[str]) -> str:
    return ", ".join(sorted(words)) or "none"
