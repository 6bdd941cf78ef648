"""One answer as it is written: the answerer's statements, each once, and notes on what the reader is not given."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.errors import ModelUnavailable
from service.types import (
    Answerer,
    CheckOutcome,
    Dropped,
    Engine,
    Evidence,
    Omission,
    OmissionKind,
    Statement,
    Usage,
)

_LOST = ("uncited", "unsupported")
"""Omissions that take a sentence from the reader; `unknown_key` only takes a key."""


class Writer:
    """Lets an answerer write, and the fallback if it fails. What it tells of that is complete after `write`."""

    def __init__(self, answerer: Answerer, fallback: Answerer) -> None:
        self._answerer, self._fallback = answerer, fallback
        self.engine: Engine = answerer.engine
        """Whose statements they are."""
        self.statements: list[Statement] = []
        self.dropped: list[Dropped] = []
        self.notes: list[str] = []
        self.usage: Usage | None = None

    def write(self, evidence: Evidence) -> Iterator[Statement]:
        """Yield each statement as it is written.

        An answerer that says that the passages do not answer has the last word: the fallback, which can't
        tell, would only show the same passages as if they did.
        """
        omitted: list[OmissionKind] = []
        yield from self._take(self._answerer, evidence, omitted)
        if self.statements or self._answerer is self._fallback:
            return
        if "nothing_answers" in omitted:
            self.notes.append(
                "The chat model found no answer to the question in the passages that came nearest."
            )
            return
        self.engine = self._fallback.engine
        self.notes.append(
            "The chat model gave no answer that its passages support; these are the reports' own sentences."
        )
        yield from self._take(self._fallback, evidence, [])

    def _take(
        self, answerer: Answerer, evidence: Evidence, omitted: list[OmissionKind]
    ) -> Iterator[Statement]:
        written: set[tuple[str, tuple[str, ...]]] = set()
        try:
            for item in answerer.statements(evidence):
                if isinstance(item, Usage):
                    self.usage = _add(self.usage, item)
                elif isinstance(item, Omission):
                    if item.text and any(each.text == item.text for each in self.dropped):
                        continue  # a model in a loop: once is enough
                    omitted.append(item.kind)
                    if item.kind in _LOST and item.text:
                        self.dropped.append(Dropped(item.text, item.outcome, item.detail))
                    if item.kind == "thoughts":
                        self.statements.clear()
                        self.dropped.clear()
                        written.clear()
                elif (item.text, item.passage_ids) not in written:
                    written.add((item.text, item.passage_ids))
                    self.statements.append(item)
                    yield item
        except ModelUnavailable as error:
            self.notes.append(f"The chat model could not be used: {error}")
        repaired = sum(bool(each.check and each.check.repaired) for each in self.statements)
        self.notes.extend(_explain(omitted, bool(self.statements), self.dropped, repaired))


def _add(usage: Usage | None, more: Usage) -> Usage:
    """Both together; without a price of one there is none of both."""
    if usage is None:
        return more
    costs = (usage.cost, more.cost)
    cost = None if None in costs else sum(each for each in costs if each is not None)
    return Usage(usage.input_tokens + more.input_tokens, usage.output_tokens + more.output_tokens, cost)


def _explain(
    omitted: list[OmissionKind], answered: bool, why: Sequence[Dropped], repaired: int
) -> Iterator[str]:
    dropped = sum(kind in _LOST for kind in omitted)
    if dropped:
        sentences, them = ("sentence was", "it") if dropped == 1 else ("sentences were", "them")
        yield f"{dropped} {sentences} left out because the cited passages do not support {them}{_reasons(why)}."
    if repaired:
        sentences = "sentence was" if repaired == 1 else "sentences were"
        yield f"{repaired} {sentences} put right, so that the passages say it."
    if "nothing_answers" in omitted:
        part = "a part of the question" if answered else "the question"
        yield f"The chat model found no answer to {part} in the passages that came nearest."
    if "unfinished" in omitted:
        yield "The chat model's answer broke off; its last, unfinished sentence was left out."


_REASONS: dict[CheckOutcome, str] = {
    "contradicted": "contradicted there",
    "not_found": "not found there",
    "overstated": "said less strongly there",
}


def _reasons(dropped: Sequence[Dropped]) -> str:
    """How many for which reason, where one is known."""
    counted = Counter(_REASONS[each.outcome] for each in dropped if each.outcome in _REASONS)
    told = "; ".join(f"{count} {reason}" for reason, count in counted.items())
    return f" ({told})" if told else ""
