"""LangChain's tutorial set-up on PDF reports, compared with our search: the share of gold quotes that a reader finds.

The tutorial's loader gives pypdf's text of each page, its splitter cuts pages into chunks, and Chroma finds the nearest
ones. Each side's quotes are looked for in its own text by the code that resolves gold.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdf

from eval.bench.splitters import search_chunks, splitters
from eval.figures.intervals import Estimate, estimate_mean
from eval.runs.ask import answer_case
from eval.runs.throwaway import open_throwaway
from eval.scorers.gold import covers, cut_to_budget, span_of
from eval.sets.cases import Resolver
from eval.sets.form import CaseForm
from eval.sets.importing import read_jsonl
from eval.types import Gold, TextSpan
from service.assistant import Assistant
from service.settings import Settings
from service.types import Filters

BUDGETS = (1500, 3000, 6000)
"""Characters that readers take: about what two, four and eight chunks of the tutorial hold."""
SPLITTER = "RecursiveCharacterTextSplitter 1000/200"
"""The tutorial's own sizes."""
OURS, TUTORIAL = "Walkalong", "LangChain's tutorial"
ALL = "all sets"
_PAGE_END = "\f"

Shares = dict[str, dict[int, list[float]]]
"""System -> budget -> for each question, the share of its required quotes that are found."""


@dataclass(frozen=True, slots=True)
class FoundQuotes:
    """What both systems find of the quotes of one question set."""

    name: str
    quotes: int
    shares: Shares


def measure_set(reports: Path, questions: Path, settings: Settings) -> FoundQuotes:
    """Ingest a folder of reports, index its PDF files as the tutorial does, and search both for each question.

    Questions that the reports do not answer are left out. Both get the question that stands by itself. Raises
    InvalidRequest for a broken question file, UnreadableFile.
    """
    forms = [form for form in read_jsonl(questions) if form.answerable]
    with open_throwaway(reports, settings) as assistant:
        files = {details.id: reports / details.file for details in assistant.library.details}
        texts = {report: read_pages(path) for report, path in files.items() if path.suffix.lower() == ".pdf"}
        ours = Resolver(assistant.library)
        theirs = Resolver(assistant.library, lambda report: texts.get(report, ""))
        wanted = [(form, *_pair_claims(form, ours, theirs)) for form in forms]
        wanted = [each for each in wanted if each[1]]
        asked = [answer_case(assistant, ours.case(form)).standalone_question for form, *_ in wanted]
        found = {
            OURS: [_search_ours(assistant, question) for question in asked],
            TUTORIAL: [dict.fromkeys(BUDGETS, run) for run in _search_theirs(texts, asked, assistant)],
        }
    claims = {OURS: [own for _, own, _ in wanted], TUTORIAL: [own for _, _, own in wanted]}
    shares = {
        system: {budget: _score(claims[system], runs, budget) for budget in BUDGETS}
        for system, runs in found.items()
    }
    return FoundQuotes(questions.stem, sum(len(own) for own in claims[OURS]), shares)


def read_pages(path: Path) -> str:
    """pypdf's text of each page of a PDF file, one behind another, with a form feed between."""
    pages = [page.extract_text().replace(_PAGE_END, " ") for page in pypdf.PdfReader(path).pages]
    return _PAGE_END.join(pages)


def write_lines_of(found: Sequence[FoundQuotes]) -> Iterator[str]:
    """A Markdown table: a row for each set and system, then all sets together; below it, where we are behind."""
    columns = " | ".join(f"in {budget:,} characters" for budget in BUDGETS)
    yield f"| set | search | {columns} |"
    yield "| --- | --- |" + " --- |" * len(BUDGETS)
    groups = [*found, join_sets(found)] if len(found) > 1 else found
    for each in groups:
        estimates = estimate_shares(each)
        questions = len(each.shares[OURS][BUDGETS[0]])
        for system, own in estimates.items():
            cells = " | ".join(write_share(estimate) for estimate in own.values())
            yield f"| {each.name} ({questions} questions, {each.quotes} quotes) | {system} | {cells} |"
    for each in groups:
        yield from _behind(each)


def join_sets(found: Sequence[FoundQuotes]) -> FoundQuotes:
    """Put all questions of all sets into one."""
    shares: Shares = {
        system: {
            budget: [share for each in found for share in each.shares[system][budget]] for budget in BUDGETS
        }
        for system in (OURS, TUTORIAL)
    }
    return FoundQuotes(ALL, sum(each.quotes for each in found), shares)


def estimate_shares(found: FoundQuotes) -> dict[str, dict[int, Estimate]]:
    """Mean over questions with its interval, by system and budget."""
    return {
        system: {budget: estimate_mean(values) for budget, values in own.items()}
        for system, own in found.shares.items()
    }


def write_share(estimate: Estimate) -> str:
    """A share in hundredths with its interval."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–" if estimate.value is None else f"{100 * estimate.value:.1f}"
    return f"{100 * estimate.value:.1f} [{100 * estimate.low:.0f}, {100 * estimate.high:.0f}]"


def _behind(found: FoundQuotes) -> Iterator[str]:
    ours, theirs = (estimate_shares(found)[system] for system in (OURS, TUTORIAL))
    for budget in BUDGETS:
        if (theirs[budget].value or 0.0) > (ours[budget].value or 0.0):
            yield f"{OURS} is below {TUTORIAL} on {found.name} in {budget:,} characters"


def _pair_claims(form: CaseForm, ours: Resolver, theirs: Resolver) -> tuple[list[Gold], list[Gold]]:
    """The required claims as each side's text has them; one that only one side's text has, the other can't find."""
    own, other = [], []
    for claim in form.gold:
        sides = [tuple(s for quote in claim.quotes for s in side.spans(quote)) for side in (ours, theirs)]
        if claim.required and any(sides):
            own.append(Gold(sides[0]))
            other.append(Gold(sides[1]))
    return own, other


def _search_ours(assistant: Assistant, question: str) -> dict[int, list[TextSpan]]:
    return {
        budget: [span_of(passage) for passage in assistant.search(question, Filters(), budget)]
        for budget in BUDGETS
    }


def _search_theirs(
    texts: Mapping[str, str], asked: Sequence[str], assistant: Assistant
) -> Iterator[list[TextSpan]]:
    embedder = assistant.embedder
    split = splitters(lambda text: embedder.count_tokens([text])[0])[SPLITTER]
    return search_chunks(texts, lambda text: _split_pages(text, split), asked, embedder)


def _split_pages(text: str, split: Callable[[str], list[str]]) -> list[str]:
    return [chunk for page in text.split(_PAGE_END) for chunk in split(page)]


def _score(
    claims: Sequence[Sequence[Gold]], runs: Sequence[Mapping[int, Sequence[TextSpan]]], budget: int
) -> list[float]:
    shares = []
    for own, run in zip(claims, runs, strict=True):
        spans = cut_to_budget(run[budget], budget)
        shares.append(sum(covers(spans, claim) for claim in own) / len(own))
    return shares
