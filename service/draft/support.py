"""Finding what the reports say about one sentence of a draft: it is searched, and compared with what is nearest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.embedder import Embedder
from ingest.library.open import Library
from ingest.types import ROLES
from service.check.faults import NEAR, Hear
from service.check.reading import read_sentence, share_matched
from service.check.statement import check_statement
from service.search.filters import refuse_unknown_reports
from service.search.passages import passage
from service.search.retrieve import search
from service.types import Check, Filters, Passage

_HEADING = ROLES.index("heading")
SEARCHED_CHARS = 2_000
"""Characters of passages that are looked at for a sentence: about ten windows. The gold passage of 0.87 of the
benchmark's sentences (the rules' half, over all sample reports) is among them, and first of them for 0.67."""
COSINE_WEIGHT = 0.5
"""What likeness of sense counts beside the share of common words. With 0, broken sentences caught go from 0.91 to 0.88
(rules' half); 1 gives what 0.5 gives."""
AS_GOOD = 0.05
"""Passages as near as this to the nearest are held against the sentence too, at most MOST_HELD of them. Without a bound
any passage that says something like it would do: broken sentences caught go from 0.90 to 0.66."""
MOST_HELD = 3
"""Passages that a sentence is held against; by hand, AS_GOOD says what comes of no bound."""
MOST_TOGETHER = 3
"""Neighbouring sentences that may say together what a sentence of a draft says."""
LENGTH_COST = 0.05
"""What each sentence more costs: of two passages that tell as much the shorter one is the better source."""
SAID, SAID_IN_SENSE = 0.6, 0.7
"""Share of a sentence's words, or likeness to a passage, from which on a passage without a fault says it. Lower ones
let through what was added to a sentence: with a likeness of 0.6 a sixth of it is caught, with 0.7 two thirds."""
SHOWN = 0.3
"""Share of its words from which on a passage is worth showing as the nearest."""
_LEANS = re.compile(r"^(?:it|they|this|these|those|he|she|such|there|both|here)\b", re.IGNORECASE)
"""How a sentence begins that can't be searched without the one before it."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """Neighbouring sentences of a report that may say what a sentence of a draft says."""

    rows: tuple[int, int]
    """Of `library.sentences`, half-open."""
    coverage: float
    """Share of what the sentence tells of that they tell of."""
    cosine: float
    """The highest of them with the sentence."""

    @property
    def nearness(self) -> float:
        """The figure by which passages are ranked."""
        first, last = self.rows
        return self.coverage + COSINE_WEIGHT * self.cosine - LENGTH_COST * (last - first - 1)

    @property
    def could_say_it(self) -> bool:
        """Whether the passage has enough of the sentence to support it, if nothing is wrong."""
        return self.coverage >= SAID or self.cosine >= SAID_IN_SENSE


@dataclass(frozen=True)
class ReportSearch:
    """The reports that drafts are compared with. Raises InvalidRequest for filters that name an unknown report."""

    library: Library
    embedder: Embedder
    filters: Filters = field(default_factory=Filters)
    hear: Hear | None = None
    """A second opinion on what the checker's rules let through."""

    def __post_init__(self) -> None:
        """Refuse filters that name an unknown report."""
        refuse_unknown_reports(self.filters, self.library.details)

    def check(self, sentence: str, before: str = "") -> tuple[Check, Passage | None]:
        """Compare a sentence with the passages nearest to it; give the one that decides, if one is near.

        `before` is the previous sentence, for a sentence that can't be understood without it.
        """
        nearby = self._find(sentence, before)
        if not nearby:
            return Check("not_found", _NOTHING, ()), None
        held = [each for each in nearby[:MOST_HELD] if each.nearness >= nearby[0].nearness - AS_GOOD]
        found = [passage(self.library, *each.rows, "", each.nearness) for each in held]
        checks = [self._hold(sentence, each) for each in found]
        denied = max(
            (
                near.coverage
                for near, check in zip(held, checks, strict=True)
                if check.outcome == "contradicted"
            ),
            default=0.0,
        )
        for near, each, check in zip(held, found, checks, strict=True):
            if check.outcome == "supported" and near.could_say_it and near.coverage >= denied:
                return check, each
        return _explain(held[0], found[0], checks[0])

    def _hold(self, sentence: str, found: Passage) -> Check:
        places = frozenset(self.library.lexicon.places)
        check = check_statement(sentence, [found], (), self._embed, places, self.hear)
        if check.outcome != "not_found":
            return check
        # A place or a year that the whole report is about need not be in the passage as well.
        again = check_statement(
            sentence, [found, self._tell_about(found)], (), self._embed, places, self.hear
        )
        return again if again.outcome == "supported" else check

    def _tell_about(self, found: Passage) -> Passage:
        """Give what is above a passage: the title and date of its report, and the headings over it."""
        entry = next(entry for entry in self.library.details if entry.id == found.report_id)
        words = ". ".join(filter(None, (found.report_title, *found.headings, (entry.date or "")[:4])))
        return replace(found, id="about", text=words, context=words)

    def _embed(self, texts: list[str]) -> list[list[float]]:
        return self.embedder.embed_documents(texts)

    def _find(self, sentence: str, before: str) -> list[Nearby]:
        """Find passages that may say what the sentence says, nearest first."""
        query = f"{before} {sentence}" if before and _LEANS.match(sentence) else sentence
        found = search(self.library, self.embedder, query, self.filters)
        vector = np.asarray(self.embedder.embed_query(sentence), dtype=np.float32)
        senses = read_sentence(sentence).senses
        nearby: dict[tuple[int, int], Nearby] = {}
        for first, last, _ in found.best_windows(SEARCHED_CHARS):
            rows = range(first, last)
            told = {row: self._read_senses(row) for row in rows}
            cosines = dict(zip(rows, self._cosines(first, last, vector), strict=True))
            for begin, end in self._runs(first, last):
                together = frozenset().union(*(told[row] for row in range(begin, end)))
                cosine = max(cosines[row] for row in range(begin, end))
                nearby[begin, end] = Nearby((begin, end), share_matched(senses, together), cosine)
        return sorted(nearby.values(), key=lambda each: -each.nearness)

    def _runs(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Give runs of at most MOST_TOGETHER sentences, none of them a heading."""
        headings = self.library.sentences.role[first:last] == _HEADING
        for begin in range(first, last):
            for end in range(begin + 1, min(begin + MOST_TOGETHER, last) + 1):
                if headings[end - 1 - first]:
                    break
                yield begin, end

    def _read_senses(self, row: int) -> frozenset[str]:
        sentences = self.library.sentences
        length = int(sentences.end[row] - sentences.start[row])
        return read_sentence(" ".join(self.library.text(int(sentences.text_at[row]), length).split())).senses

    def _cosines(self, first: int, last: int, vector: NDArray[np.float32]) -> list[float]:
        rows = self.library.sentences.vector[first:last].astype(np.float32)
        norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(vector)
        cosines: list[float] = (rows @ vector / np.maximum(norms, 1e-9)).tolist()
        return cosines


_NOTHING = "No passage of the reports is about this."
_OTHER_WORDS = "No passage says this in these or like words; the nearest is shown."


def _explain(nearest: Nearby, found: Passage, check: Check) -> tuple[Check, Passage | None]:
    """Say what is wrong with a sentence that no passage supports."""
    if nearest.coverage < SHOWN:
        return Check("not_found", _NOTHING, ()), None
    if check.outcome == "supported" or nearest.coverage < NEAR:
        return Check("not_found", _OTHER_WORDS, ()), found
    return check, found
