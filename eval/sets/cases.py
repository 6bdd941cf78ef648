"""Making cases from question sets: quotes become ranges of the reports' text."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from eval.sets.files import QuestionSet, read_set
from eval.sets.form import CaseForm, QuoteForm
from eval.sets.quotes import find_quote, squeeze
from eval.types import Case, Gold, TextSpan
from ingest.errors import InvalidRequest
from ingest.library.open import Library
from service.types import Filters, Turn


class Resolver:
    """Finds quotes in texts: those of one library's reports, or what another reader made of the same files."""

    def __init__(self, library: Library, text_of: Callable[[str], str] | None = None) -> None:
        """Look in `text_of(report id)`; None for the library's own text."""
        self._text_of = text_of or (lambda report: library.report(report).text)
        self._ids = {Path(details.file).stem: details.id for details in library.details}
        self._ids |= {details.id: details.id for details in library.details}
        self._squeezed = cache(lambda report: squeeze(self._text_of(report)))

    def report(self, name: str) -> str | None:
        """The id of the report that is named by its id or by its file's name without the ending."""
        return self._ids.get(name)

    def ids(self) -> list[str]:
        """The ids of all reports."""
        return sorted(set(self._ids.values()))

    def text(self, name: str) -> str:
        """The text of the report of that name; empty if there is none."""
        report = self.report(name)
        return self._text_of(report) if report else ""

    def spans(self, quote: QuoteForm) -> tuple[TextSpan, ...]:
        """All places of the quote in its report; empty if the quote or the report is not there."""
        report = self.report(quote.report)
        if report is None:
            return ()
        return tuple(
            TextSpan(report, start, end) for start, end in find_quote(quote.quote, *self._squeezed(report))
        )

    def case(self, form: CaseForm) -> Case:
        """The case with its quotes resolved. If a quote occurs twice in a report, either place counts."""
        gold, unresolved = [], []
        for claim in form.gold:
            spans = {quote: self.spans(quote) for quote in claim.quotes}
            unresolved += [quote.quote for quote, found in spans.items() if not found]
            if any_of := tuple(span for found in spans.values() for span in found):
                words = tuple(self._words(span) for span in any_of)
                gold.append(Gold(any_of, claim.required, words, claim.stance))
        return Case(
            id=form.id,
            kind=form.kind,
            persona=form.persona,
            question=form.question,
            answerable=form.answerable,
            history=tuple(Turn(turn.role, turn.content) for turn in form.history),
            points=tuple((point,) if isinstance(point, str) else point for point in form.points),
            must_not_say=tuple((each,) if isinstance(each, str) else each for each in form.must_not_say),
            gold=tuple(gold),
            unresolved=tuple(unresolved),
            pair=form.pair,
            notes=form.notes,
            tags=form.tags,
            filters=self._filters(form),
            brief=form.brief,
        )

    def _filters(self, form: CaseForm) -> Filters:
        """The case's filters, with reports by their ids; unknown names stay as written."""
        given = form.filters
        reports = tuple(self.report(name) or name for name in given.reports)
        return Filters(reports, given.places, given.kinds, given.voices, given.from_date, given.to_date)

    def _words(self, span: TextSpan) -> str:
        return self._text_of(span.report)[span.start : span.end]


def resolve_set(questions: QuestionSet, library: Library) -> tuple[Case, ...]:
    """The cases of a set, in its order.

    Raises InvalidRequest when the set has a case that can't be read. A quote that is in no report only makes its
    case `unresolved`.
    """
    if questions.problems:
        raise InvalidRequest("\n".join(str(problem) for problem in questions.problems))
    resolver = Resolver(library)
    return tuple(resolver.case(entry.form) for entry in questions.entries)


def load_set(paths: Sequence[Path], library: Library) -> tuple[Case, ...]:
    """Read question files, or folders of them, and resolve their quotes. Raises as `resolve` and `read_set` do."""
    return resolve_set(read_set(paths), library)
