"""Scorers of what must always hold, whatever was asked. Anything below 1 is a bug, not a weakness."""

from eval.scorers.context import ScoringContext, is_answered, share
from eval.scorers.wordings import list_lines
from eval.types import Outcome, Score
from ingest.errors import NotFound
from ingest.types import Report
from service.check.exact import find_unsupported
from service.types import Passage


def citation_resolves(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the statements' keys that belong to exactly one passage of the answer."""
    answer = outcome.answer
    keys = [passage.id for passage in answer.passages]
    cited = [key for line in list_lines(answer) for key in line.passage_ids]
    lost = [key for key in cited if keys.count(key) != 1]
    told = f"no passage, or several, under {', '.join(lost)}" if lost else ""
    return [share("citation_resolves", [key not in lost for key in cited], "nothing is cited", told)]


def words_verbatim(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of all passages (cited, nearest, found) whose words are in the report, on the page that they name."""
    answer = outcome.answer
    passages = (*answer.passages, *answer.nearest, *outcome.found)
    problems = [_problem(passage, context) for passage in passages]
    told = "; ".join(dict.fromkeys(problem for problem in problems if problem))
    good = [problem is None for problem in problems]
    return [share("words_verbatim", good, "there is no passage", told)]


def statement_cited(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the statements that cite a passage; an answer without statements counts as 0."""
    statements = outcome.answer.statements
    bare = [statement.text for statement in statements if not statement.passage_ids]
    if not statements and is_answered(outcome.answer):
        return [Score("statement_cited", 0.0, explanation="it counts as answered, and nothing is said")]
    told = f"without a passage: {bare[0]}" if bare else ""
    good = [bool(statement.passage_ids) for statement in statements]
    return [share("statement_cited", good, "nothing is said", told)]


def numbers_covered(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the statements whose numbers, dates, places, names and quotations are all in their passages."""
    answer = outcome.answer
    problems = [find_unsupported(each, answer.passages, context.places) for each in list_lines(answer)]
    told = "; ".join(problem for problem in problems if problem)
    good = [problem is None for problem in problems]
    return [share("numbers_covered", good, "nothing is said", told)]


def refusal_cites_nothing(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """1 for a refusal that states and cites nothing; answers are not judged."""
    answer = outcome.answer
    if is_answered(answer):
        return [Score("refusal_cites_nothing", None, "the question was answered")]
    silent = not answer.passages and not answer.statements
    told = "" if silent else f"status {answer.status} with {len(answer.passages)} passages"
    return [Score("refusal_cites_nothing", float(silent), explanation=told)]


def _problem(passage: Passage, context: ScoringContext) -> str | None:
    """Say what is wrong with a passage, as a clause; None when it holds."""
    try:
        report = context.report(passage.report_id)
    except NotFound:
        return f"there is no report {passage.report_id}"
    if not passage.text.strip() or report.text[passage.start : passage.end] != passage.text:
        return f"{passage.id} has other words than {passage.report_id} at {passage.start}-{passage.end}"
    page = _first_page(report, passage)
    if page != passage.page:
        return f"{passage.id} names page {passage.page} of {passage.report_id} and begins on {page}"
    return None


def _first_page(report: Report, passage: Passage) -> int | None:
    """The page of the passage's first word; None if none of its words is on a page."""
    if report.words is None:
        return 1
    words = report.words
    touched = (words.end > passage.start) & (words.start < passage.end)
    rows = touched.nonzero()[0]
    return int(words.page[rows[0]]) if len(rows) else None
