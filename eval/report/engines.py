"""A chat model's run beside an extractive one: what it says and cites more and less, and what became of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.figures.measures import find_measure
from eval.runs.folder import Run
from eval.scorers.answers import list_unsaid_points
from eval.scorers.gold import carries, list_needed_claims
from eval.scorers.overclaim import count_outcomes
from eval.sets.identity import digest_case
from eval.types import Case, Gold, Outcome, Result
from service.types import Dropped, Statement


@dataclass(frozen=True, slots=True)
class Gain:
    """One case in both runs: the first repeats."""

    case: Case
    said: tuple[str, ...]
    """Answer points that only the chat model's answer says, by their first wording."""
    unsaid: tuple[str, ...]
    """Answer points that only the extractive answer says."""
    cited: tuple[str, ...]
    """Needed claims that only the chat model's answer cites, by their words."""
    uncited: tuple[str, ...]
    """Needed claims that only the extractive answer cites."""
    repaired: tuple[Statement, ...]
    dropped: tuple[Dropped, ...]

    @property
    def moved(self) -> bool:
        """Whether there is anything to show."""
        return any((self.said, self.unsaid, self.cited, self.uncited, self.repaired, self.dropped))


@dataclass(frozen=True, slots=True)
class EngineComparison:
    """What a chat model brings and loses, over the cases that both runs have."""

    common: int
    written: int
    """Cases of them whose answer the chat model wrote; the other answers are extractive, or refusals."""
    outcomes: dict[str, int]
    """What became of the chat model's sentences: label -> how many."""
    gains: tuple[Gain, ...]
    """The cases in which anything moved, in the order of the set."""
    is_sealed: bool
    """Whether no case may be shown."""

    @property
    def sentences(self) -> int:
        """How many sentences the chat model wrote."""
        return sum(self.outcomes.values())

    def count(self, field: str) -> tuple[int, int]:
        """How many points, claims or sentences a field of the gains has, and in how many cases."""
        sizes = [len(getattr(gain, field)) for gain in self.gains]
        return sum(sizes), sum(size > 0 for size in sizes)


def compare_engines(extractive: Run, chat: Run) -> EngineComparison | None:
    """Set a chat model's run beside an extractive one; None where the runs are not such a pair, or share no case."""
    if (extractive.provenance.engine, chat.provenance.engine) != ("extractive", "chat"):
        return None
    old, new = _first_repeats(extractive.results), _first_repeats(chat.results)
    both = [id_ for id_ in new if id_ in old and digest_case(old[id_].case) == digest_case(new[id_].case)]
    if not both:
        return None
    gains = [_weigh_case(old[id_], new[id_]) for id_ in both]
    outcomes = Counter[str]()
    for id_ in both:
        outcomes.update(count_outcomes(new[id_]))
    return EngineComparison(
        len(both),
        sum(new[id_].answer.engine.name == "chat" for id_ in both),
        {find_measure(name).label: count for name, count in outcomes.items()},
        tuple(gain for gain in gains if gain.moved),
        extractive.is_sealed or chat.is_sealed,
    )


def list_engine_lines(found: EngineComparison) -> Iterator[str]:
    """The same in a few lines, without naming a case."""
    yield f"The chat model wrote {found.written} of {found.common} answers."
    yield f"It says {_word_count(found, 'said')} that the extractive answer does not say;"
    yield f"it does not say {_word_count(found, 'unsaid')} that the extractive answer says."
    yield f"It cites {_word_count(found, 'cited')} more and {_word_count(found, 'uncited')} fewer."
    if found.sentences:
        told = "; ".join(f"{label} {count}" for label, count in found.outcomes.items() if count)
        yield f"Of {found.sentences} sentences that it wrote: {told}."


def _word_count(found: EngineComparison, field: str) -> str:
    count, cases = found.count(field)
    what = "answer point" if field in ("said", "unsaid") else "needed passage"
    where = f" (in {cases} {'case' if cases == 1 else 'cases'})" if count else ""
    return f"{count} {what}{'' if count == 1 else 's'}{where}"


def _first_repeats(results: Sequence[Result]) -> dict[str, Outcome]:
    return {result.outcome.case.id: result.outcome for result in reversed(results)}


def _weigh_case(old: Outcome, new: Outcome) -> Gain:
    case = new.case
    before, now = list_unsaid_points(old), list_unsaid_points(new)
    claims = [
        (_name_claim(claim), carries(old.answer.passages, claim), carries(new.answer.passages, claim))
        for claim in (list_needed_claims(case) if case.answerable else ())
    ]
    return Gain(
        case,
        said=tuple(point for point in before if point not in now),
        unsaid=tuple(point for point in now if point not in before),
        cited=tuple(words for words, was, is_now in claims if is_now and not was),
        uncited=tuple(words for words, was, is_now in claims if was and not is_now),
        repaired=tuple(each for each in new.answer.statements if each.check and each.check.repaired),
        dropped=new.answer.dropped,
    )


def _name_claim(claim: Gold) -> str:
    """The claim's first wording in the reports; a run that does not keep the words gives the place."""
    span = claim.any_of[0]
    return " ".join(claim.quotes[0].split()) if claim.quotes else f"{span.report}, character {span.start}"
