"""The cases of a run as data sets of other tools: promptfoo's tests and inspect_ai's samples, a line of JSON each."""

from collections.abc import Iterator
from typing import Any

from eval.runs.folder import Run
from eval.scorers.gold import list_needed_claims
from eval.sets.form import CaseForm
from eval.types import Case

UNANSWERABLE = "The reports do not say."
"""The expected answer that other tools get if a refusal is right."""
OWN = "walkalong"
"""Field of the metadata with the whole case, which `walkalong eval import` reads again."""


def list_samples(run: Run) -> Iterator[dict[str, Any]]:
    """inspect_ai's samples, as its `json_dataset` reads them from JSONL: input, target, id, metadata.

    Earlier turns make the input a list of messages. The target is what the gold says.
    """
    for case in run.cases:
        turns = [{"role": turn.role, "content": turn.content} for turn in case.history]
        yield {
            "id": case.id,
            "input": [*turns, {"role": "user", "content": case.question}] if turns else case.question,
            "target": write_reference(case) if case.answerable else UNANSWERABLE,
            "metadata": {"kind": case.kind, "persona": case.persona, OWN: unresolve_case(case)},
        }


def list_tests(run: Run) -> Iterator[dict[str, Any]]:
    """promptfoo's tests, as a `tests: file://...jsonl` of its configuration reads them.

    Each point must be said in one of its wordings, and nothing of what must not be said. promptfoo looks for the
    words as they stand; our own scorer also takes other forms of a word.
    """
    for case in run.cases:
        must = [{"type": "icontains-any", "value": list(wordings)} for wordings in case.points]
        must_not = [{"type": "not-icontains-any", "value": list(wordings)} for wordings in case.must_not_say]
        history = "\n".join(f"{turn.role}: {turn.content}" for turn in case.history)
        yield {
            "description": case.id,
            "vars": {"question": case.question, "history": history},
            "assert": [*must, *must_not],
            "metadata": {"kind": case.kind, "persona": case.persona, OWN: unresolve_case(case)},
        }


def write_reference(case: Case) -> str:
    """The expected answer: the words of the gold, claim by claim. Points are only key words, so they are no answer."""
    return " ".join(" ".join(claim.quotes[0].split()) for claim in list_needed_claims(case) if claim.quotes)


def unresolve_case(case: Case) -> dict[str, Any]:
    """A case as a question set has it: quotes of reports in the place of ranges."""
    gold = []
    for claim in case.gold:
        places = dict.fromkeys(
            (span.report, " ".join(words.split()))
            for span, words in zip(claim.any_of, claim.quotes, strict=False)
        )
        quotes = [{"report": report, "quote": words} for report, words in places]
        if quotes:
            gold.append(
                (quotes[0] if len(quotes) == 1 else {"any_of": quotes}) | {"required": claim.required}
            )
    own = ("reports", "places", "kinds", "voices", "from_date", "to_date")
    form = CaseForm.model_validate(
        {
            "id": case.id,
            "kind": case.kind,
            "persona": case.persona,
            "question": case.question,
            "answerable": case.answerable,
            "history": [{"role": turn.role, "content": turn.content} for turn in case.history],
            "points": case.points,
            "must_not_say": case.must_not_say,
            "gold": gold,
            "pair": case.pair,
            "notes": case.notes,
            "tags": case.tags,
            "filters": {name: getattr(case.filters, name) for name in own},
        }
    )
    return form.model_dump(mode="json", exclude_defaults=True)
