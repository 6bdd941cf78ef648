"""`walkalong eval check`: what is wrong with a question set, judged by the library that it is about."""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from rapidfuzz import fuzz

from eval.sets.cases import Resolver
from eval.sets.files import QuestionSet
from eval.sets.form import CaseForm, QuoteForm, SetProblem
from ingest.errors import InvalidQuestion, InvalidRequest
from ingest.library.open import Library
from service.question.wants import check_question

_NAMES = 5
"""How many ids a message names if none is similar to the given one."""
_ALIKE = 70.0
"""Least similarity, in per cent, of words that are shown as nearest to a lost quote; below, it is another sentence."""
_SHOWN = 70
"""Characters of a quote that a message shows."""


def find_problems(questions: QuestionSet, library: Library) -> tuple[SetProblem, ...]:
    """Everything that is wrong, in the order of the files: form, contradictions, and quotes that are not there."""
    resolver = Resolver(library)
    pairs = Counter(entry.form.pair for entry in questions.entries if entry.form.pair)
    found = list(questions.problems)
    for entry in questions.entries:
        clauses = (*_contradictions(entry.form, pairs), *_find_lost(entry.form, resolver))
        found += [SetProblem(entry.file, entry.form.id, clause) for clause in clauses]
    order = list(questions.files)
    return tuple(sorted(found, key=lambda problem: _place(problem, order)))


def about_this_library(questions: QuestionSet, library: Library) -> None:
    """Raise InvalidRequest if the library has none of the reports that a set's gold lies in."""
    resolver = Resolver(library)
    named = {quote.report for entry in questions.entries for quote in entry.form.quotes}
    if named and not any(resolver.report(name) for name in named):
        message = (
            f"None of the reports that the set {questions.name!r} is about is in the library (the first is "
            f"{min(named)!r}). Ingest them, or set WALKALONG_DATA_DIR to the library that has them. The set that "
            "comes with Walkalong is about the sample reports: `walkalong ingest corpus`."
        )
        raise InvalidRequest(message)


def describe_set(questions: QuestionSet) -> str:
    """How many cases of what kinds, and asked by whom, in two lines."""
    forms = [entry.form for entry in questions.entries]
    kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(form.kind for form in forms).most_common())
    personas = ", ".join(
        f"{who} {count}" for who, count in Counter(form.persona for form in forms).most_common()
    )
    files = "1 file" if len(questions.files) == 1 else f"{len(questions.files)} files"
    return f"{len(forms)} cases in {files}: {kinds}.\nAsked by: {personas}."


def list_unchecked(questions: QuestionSet) -> list[str]:
    """What a run of the set can't measure, as cases do not say what they expect; one line for each thing missing."""
    asked = [entry.form for entry in questions.entries if entry.form.answerable]
    lines = []
    if bare := sum(not form.gold for form in asked):
        lines.append(
            f"{bare} of {len(asked)} answerable cases name no passage (gold): a run can't say whether the right "
            "passages were found and cited."
        )
    if silent := sum(not form.points for form in asked):
        lines.append(
            f"{silent} of {len(asked)} answerable cases have no points: a run can't say whether the answer has what "
            "it should."
        )
    if lines:
        lines.append("Such answers can be rated by people: `walkalong eval rate RUN`.")
    return lines


def _contradictions(form: CaseForm, pairs: Counter[str]) -> Iterator[str]:
    required = any(claim.required for claim in form.gold)
    if not form.answerable and required:
        yield "it is not answerable, and has gold that is required; say `required: false`, or `answerable: true`"
    if form.answerable and form.kind == "unanswerable":
        yield "its kind is unanswerable, and `answerable` is true"
    if form.kind == "follow_up" and not form.history:
        yield "it is a follow-up, and has no history"
    if form.pair and pairs[form.pair] != 2:
        yield f"the pair {form.pair!r} has {pairs[form.pair]} cases; a pair has two"
    try:
        check_question(form.question)
    except InvalidQuestion as error:
        yield f"it can't be asked: {error.message}"


def _find_lost(form: CaseForm, resolver: Resolver) -> Iterator[str]:
    for name in form.filters.reports:
        if resolver.report(name) is None:
            yield f"it is asked only of {name!r}, and there is no such report{_near_names(name, resolver)}"
    for quote in form.quotes:
        if resolver.report(quote.report) is None:
            yield f"there is no report {quote.report!r} in the library{_near_names(quote.report, resolver)}"
        elif not resolver.spans(quote):
            shown = quote.quote if len(quote.quote) <= _SHOWN else quote.quote[:_SHOWN] + "…"
            near = _near_words(quote, resolver)
            yield f"the quote is not in {quote.report!r}, or not any more: “{shown}”{near}"


def _near_names(name: str, resolver: Resolver) -> str:
    """The ids of reports with similar names; if there are none, some of all ids."""
    ids = resolver.ids()
    near = get_close_matches(name, ids) or ids[:_NAMES]
    return f"; there are {', '.join(near)}" if near else ""


def _near_words(quote: QuoteForm, resolver: Resolver) -> str:
    """The words of the report that are most similar to a lost quote, if any are similar enough."""
    text = resolver.text(quote.report)
    found = fuzz.partial_ratio_alignment(quote.quote, text, score_cutoff=_ALIKE)
    if found is None:
        return ""
    return f"; nearest to it is “{' '.join(text[found.dest_start : found.dest_end].split())}”"


def _place(problem: SetProblem, order: list[str]) -> int:
    return next((place for place, name in enumerate(order) if name.endswith(f"/{problem.file}")), len(order))
