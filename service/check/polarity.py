"""Whether a claim denies what its passages affirm, affirms what they deny, or says the opposite. Pure."""

from collections.abc import Iterator
from itertools import pairwise

from service.check.faults import Claim, Fault
from service.check.reading import Clause, SentenceRead, WordRead, has_sense, share_matched
from service.check.senses import find_poles

_SAME_MATTER = 0.75
"""Share of the rest of a clause that must be told by the passage's clause before one word is held against it."""
_FOCUS = 0.34
"""Share of a passage's clause that a claim must tell before what the clause denies is looked for in it."""


def find_polarity_faults(claim: Claim) -> Iterator[Fault]:
    """Yield each denial and each opposite. A claim that repeats nothing of its passages can't be compared so."""
    for mine, theirs, sentence in claim.pairs:
        yield from _denials(mine, theirs, sentence, claim)
        if claim.near:
            yield from _opposites(mine, theirs, sentence)
            yield from _find_turned_degrees(mine, sentence)


_REST = 2
"""Instead, the clause may tell nearly all of the claim's other words of weight, if there are at least so many."""
_OTHER_FOCUS = 0.6
"""As `_FOCUS`, for the other clauses of its sentence."""


def _denials(mine: Clause, theirs: Clause, sentence: SentenceRead, claim: Claim) -> Iterator[Fault]:
    for word in mine.denials:
        same = _words_of(word, sentence.words)
        if same and not any(each.denied for each in same) and not _flips(mine, sentence, word):
            yield Fault("contradicted", "denial", f"it says “{same[0].text}”, which the statement denies")
    for clause in sentence.clauses:
        least = _FOCUS if clause is theirs else _OTHER_FOCUS
        told = share_matched(clause.senses, claim.read.senses)
        for word in clause.denials:
            same = _words_of(word, mine.words)
            rest = mine.senses - {word.sense}
            if told < least and (len(rest) < _REST or share_matched(rest, clause.senses) < _SAME_MATTER):
                continue
            if same and not mine.denials and not any(each.denied for each in same):
                yield Fault("contradicted", "denial", f"it denies “{word.text}”, which the statement says")


def _words_of(word: WordRead, words: tuple[WordRead, ...]) -> list[WordRead]:
    return [each for each in words if each.sense == word.sense]


def _flips(mine: Clause, sentence: SentenceRead, word: WordRead) -> bool:
    """Whether the denied word stands beside an opposite, so that both say the same ("not easy", "hard")."""
    denied = {pole for each in mine.words if each.denied for pole in find_poles(each.stem)}
    said = {pole for each in sentence.words for pole in find_poles(each.stem)}
    return any(
        dimension == other and pole != opposite
        for dimension, pole in denied
        for other, opposite in said
        if pole != opposite
    ) and not any(each.denied for each in sentence.words)


def _opposites(mine: Clause, theirs: Clause, sentence: SentenceRead) -> Iterator[Fault]:
    """Yield words of the claim whose opposite, and not they themselves, stands in what it tells of."""
    near = _poles(theirs.words)
    wide = near | _poles(sentence.words)
    here_said = frozenset(each.sense for each in theirs.words)
    said = frozenset(each.sense for each in sentence.words)
    for word in mine.words:
        if word.denied or has_sense(word.sense, here_said):
            continue
        # Said elsewhere in the sentence, of something else: "A gained and B lost" does not say that A lost.
        elsewhere = has_sense(word.sense, said)
        if elsewhere and _is_told_there(word, mine, sentence):
            continue
        if elsewhere and share_matched(mine.senses - {word.sense}, theirs.senses) < _SAME_MATTER:
            continue
        for dimension, pole in find_poles(word.stem):
            here = near if elsewhere or any(d == dimension for d, _ in near) else wide
            poles = {p for d, p in here if d == dimension}
            if poles and pole not in poles:
                against = _word_of(dimension, theirs.words) or _word_of(dimension, sentence.words)
                yield Fault(
                    "contradicted", "opposite", f"it says “{against}” where the statement says “{word.text}”"
                )


def _is_told_there(word: WordRead, mine: Clause, sentence: SentenceRead) -> bool:
    """Whether a clause that has the word has another sense of the claim as well."""
    there = [clause.senses for clause in sentence.clauses if word.sense in {w.sense for w in clause.words}]
    return any(len(mine.senses & senses - {word.sense}) > 0 for senses in there)


def _find_turned_degrees(mine: Clause, sentence: SentenceRead) -> Iterator[Fault]:
    """Yield "more X" where the sentence says "less X"."""
    theirs = [*pairwise(sentence.words)]
    for degree, word in pairwise(mine.words):
        wanted = dict(find_poles(degree.stem))
        for other, same in theirs:
            if not word.content or same.sense != word.sense or other.sense == degree.sense:
                continue
            turned = [d for d, pole in find_poles(other.stem) if wanted.get(d, pole) != pole]
            if turned and not any(same.sense == w.sense and d.sense == degree.sense for d, w in theirs):
                why = (
                    f"it says “{other.text} {same.text}” where the statement says “{degree.text} {word.text}”"
                )
                yield Fault("contradicted", "opposite", why)


def _poles(words: tuple[WordRead, ...]) -> set[tuple[str, str]]:
    """The poles that words name; a denied word names the other one."""
    return {
        (dimension, _other(pole) if word.denied and dimension.startswith("opposite") else pole)
        for word in words
        for dimension, pole in find_poles(word.stem)
    }


def _other(pole: str) -> str:
    return "1" if pole == "0" else "0"


def _word_of(dimension: str, words: tuple[WordRead, ...]) -> str:
    return next((w.text for w in words if any(d == dimension for d, _ in find_poles(w.stem))), "")
