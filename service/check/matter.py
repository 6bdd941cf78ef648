"""Whether what a claim tells of is told in its passages at all, and told together. Pure but for vectors."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ingest.language.months import ENGLISH
from ingest.language.numbers import VALUES
from service.check.faults import NEAR, Claim, Fault, Source
from service.check.reading import Clause, SentenceRead, WordRead, has_sense, read_sentence, share_matched

Embed = Callable[[list[str]], list[list[float]]]
"""Vectors of length 1 for texts, such as `Embedder.embed_documents`."""

LEAST_COSINE = 0.26
"""Below this, a claim that shares few words with its passages is about something else. In the rules' half, sentences
told in other words have 0.26 to 0.60; sentences about another passage of the same report have 0.09 to 0.30."""
_FEW_WORDS, _LEAST_WITH_WORDS = 0.15, 0.34
"""With at least the first share of words in common, a likeness is mostly due to these; it must reach the second."""
_LEAST_GIVEN = 2
"""Words of weight that a sentence must say of one thing before it is given to another."""
_LEANS = re.compile(
    r"^\W*(?:[\w’'-]+,?\s){0,3}?(?:it|its|they|their|them|this|that|these|those|he|she|his|her|such|both|there|we|our"
    r"|latter|former|others?|also|same|one)\b",
    re.IGNORECASE,
)
"""How a sentence begins that tells of what an earlier one named."""
_INCLUDED = re.compile(r"\b(?:including|especially|particularly|except|apart from)\s", re.IGNORECASE)
"""Words before a single case: in "including schools" one word that the passage lacks is an addition."""
_PART = re.compile(r",?\s(?:and|which|who|after|because|so that|as well as|or)\s|,\s|\s(?=including\s)")
"""Where a part begins that may be a claim of its own: ", which saved money"."""
_LONGEST_PART = 3
"""Words of weight from which on a part of a sentence can be a claim of its own."""
_FIRST_TRIED = 3
"""So many sentences of a passage are compared first. Nine of ten faithful sentences are like one of these."""
_NUMBER = re.compile(rf"\d|^(?:{'|'.join(sorted(VALUES))})$")
"""A word that is a number or has a digit: "12", "twelve", "Q3"; "often" has "ten" in it and is none."""
_YEAR = re.compile(r"(?:19|20)\d\d")
"""A year of these two centuries ("2019"), to be told from a number that counts something."""
_MONTHS = frozenset(month.lower() for month in ENGLISH)
_RANGE = re.compile(r"\b(\w+)(?:\s\d{4})?\s(?:to|until|till|through)\s(?:the end of\s)?(\w+)\b")
"""The two ends of a range. A passage may say at one end only what both count ("from May 2018 until June 2019")."""
_NEARBY = 5
"""Words on either side of a number that tell what it counts."""


def find_matter_faults(claim: Claim, embed: Embed | None) -> Iterator[Fault]:
    """Yield what the passages do not tell of: the whole, a part, or a pair of things that they don't put together."""
    if not claim.near:
        if not _is_near_in_sense(claim.read.text, claim.source, claim.coverage, embed):
            yield Fault("not_found", "unrelated", "it is about something else")
        return
    yield from _find_added_parts(claim, embed)
    yield from _find_moved_numbers(claim)
    yield from _find_merged(claim)
    yield from _find_swapped(claim)


def is_like(text: str, source: Source, embed: Embed, least: float) -> bool:
    """Whether a text has this cosine with a sentence of a passage, or with a passage as a whole.

    What shares most words with it is tried first: vectors of long texts cost most of a check's time.
    """
    told = read_sentence(text).senses
    sentences = sorted(source.sentences, key=lambda each: -share_matched(told, each.senses))
    ranked = [each.text for each in sentences]
    for texts in (ranked[:_FIRST_TRIED], ranked[_FIRST_TRIED:], [each.text for each in source.passages]):
        if texts:
            vectors = _vectors((text, *texts), embed)
            if float((vectors[1:] @ vectors[0]).max()) >= least:
                return True
    return False


def _is_near_in_sense(text: str, source: Source, coverage: float, embed: Embed | None) -> bool:
    if embed is None:
        return coverage >= NEAR
    least = LEAST_COSINE if coverage < _FEW_WORDS else _LEAST_WITH_WORDS
    return is_like(text, source, embed, least)


_KNOWN: dict[str, NDArray[np.float32]] = {}
_MOST_KNOWN = 20_000
"""Vectors kept; about 30 MB."""


def _vectors(texts: Sequence[str], embed: Embed) -> NDArray[np.float32]:
    new = [text for text in dict.fromkeys(texts) if text not in _KNOWN]
    if len(_KNOWN) + len(new) > _MOST_KNOWN:
        _KNOWN.clear()
        new = list(dict.fromkeys(texts))
    if new:
        _KNOWN.update(zip(new, np.asarray(embed(new), dtype=np.float32), strict=True))
    return np.stack([_KNOWN[text] for text in texts])


def _find_added_parts(claim: Claim, embed: Embed | None) -> Iterator[Fault]:
    """Yield parts of a sentence that its passages tell nothing of, while they tell the rest."""
    known = claim.source.senses
    for part, senses in _parts(claim.read):
        new = [sense for sense in senses if not has_sense(sense, known)]
        led_in = _INCLUDED.match(part)
        if led_in and len(new) == len(senses) - 1:
            yield Fault("not_found", "added", f"it does not say “{part.strip(' ,.;')}”")
            return
        opening = part == claim.read.text[: len(part)] and len(senses) < _LONGEST_PART
        if opening or len(senses) < 2 or len(new) < 2 or len(new) / len(senses) < 0.6:
            continue
        if embed and len(senses) >= _LONGEST_PART and is_like(part, claim.source, embed, 0.55):
            continue
        yield Fault("not_found", "added", f"it does not say “{part.strip(' ,.;')}”")
        return


def _parts(read: SentenceRead) -> Iterator[tuple[str, list[str]]]:
    start = 0
    for match in (*_PART.finditer(read.text), None):
        end = match.start() if match else len(read.text)
        words = [word for word in read.words if start <= word.at < end and word.content]
        yield read.text[start:end], [word.sense for word in words]
        start = match.end() if match else end


def _find_moved_numbers(claim: Claim) -> Iterator[Fault]:
    """Yield numbers and months that stand in the passage with something else, while another stands with this."""
    mine = [*_numbers([claim.read])]
    told = {word.sense for word, _ in mine}
    ranged = {end.lower() for match in _RANGE.finditer(claim.read.text) for end in match.groups()}
    theirs = [*_numbers(claim.source.sentences)]
    for word, nearby in mine:
        same = [other for each, other in theirs if each.sense == word.sense]
        if (
            not same
            or not nearby
            or word.text in ranged
            or any(share_matched(nearby, other) > 0.34 for other in same)
        ):
            continue
        rivals = [
            each for each, other in theirs if each.sense != word.sense and share_matched(nearby, other) >= 0.6
        ]
        # A year and a count that the claim tells too have only changed their order.
        if rivals and rivals[0].sense in told and _kind(word) != _kind(rivals[0]):
            continue
        if rivals and _is_month(word) == _is_month(rivals[0]):
            yield Fault(
                "contradicted",
                "merge",
                f"it says “{rivals[0].text}” of this, and “{word.text}” of something else",
            )


def _numbers(sentences: Sequence[SentenceRead]) -> Iterator[tuple[WordRead, frozenset[str]]]:
    for sentence in sentences:
        for clause in sentence.clauses:
            for at, word in enumerate(clause.words):
                if _is_month(word) or _NUMBER.search(word.text):
                    yield word, _beside(clause, at)


def _beside(clause: Clause, at: int) -> frozenset[str]:
    around = clause.words[max(0, at - _NEARBY) : at] + clause.words[at + 1 : at + 1 + _NEARBY]
    return frozenset(w.sense for w in around if w.content and not _NUMBER.search(w.text) and not _is_month(w))


def _kind(word: WordRead) -> str:
    return "month" if _is_month(word) else "year" if _YEAR.fullmatch(word.text) else "number"


def _is_month(word: WordRead) -> bool:
    return word.text in _MONTHS


def _find_merged(claim: Claim) -> Iterator[Fault]:
    """Yield a single statement whose words come from sentences that say nothing of one another."""
    if len(claim.read.clauses) != 1 or len(claim.source.sentences) < 2 or len([*_parts(claim.read)]) > 1:
        return
    senses = claim.read.senses
    best = max(share_matched(senses, sentence.senses) for sentence in claim.source.sentences)
    if len(senses) >= 4 and claim.coverage >= 0.75 and best < 0.4:
        yield Fault("not_found", "merge", "it does not put these things together")
    elif _is_joined(claim):
        yield Fault("not_found", "merge", "it says the one of something else than the other")


def _is_joined(claim: Claim) -> bool:
    """Whether a statement gives to what one sentence tells of what another says of something else."""
    told = [word.sense for word in claim.read.words if word.content]
    about = claim.source.topics
    for onward in claim.source.sentences:
        if _LEANS.search(onward.text):
            continue
        # What the claim begins with and this sentence does not tell, and what is told by it alone.
        inside = [has_sense(sense, onward.senses) for sense in told]
        split = inside.index(True) if True in inside else 0
        begins, goes_on = told[:split], told[split:]
        own = next((word.sense for word in onward.words if word.content), "")
        if not begins or len(goes_on) < _LEAST_GIVEN or not all(inside[split:]) or own in goes_on:
            continue
        elsewhere = [each.senses for each in claim.source.sentences if each is not onward]
        if set(begins) <= about or any(len(set(goes_on) & senses) > len(goes_on) / 3 for senses in elsewhere):
            continue
        if any(all(has_sense(sense, senses) for sense in begins) for senses in elsewhere):
            return True
    return False


def _find_swapped(claim: Claim) -> Iterator[Fault]:
    """Yield two clauses that give each to the other's subject what one sentence of a passage gives to its own."""
    mine = [clause for clause in claim.read.clauses if clause.words]
    for sentence in claim.source.sentences:
        for one, other in combinations(sentence.clauses, 2):
            only = one.senses - other.senses, other.senses - one.senses
            crossed = {_find_crossing(clause, only) for clause in mine}
            if {(0, 1), (1, 0)} <= crossed:
                yield Fault("contradicted", "merge", "it says each of the other")
                return


def _find_crossing(clause: Clause, only: tuple[frozenset[str], frozenset[str]]) -> tuple[int, int] | None:
    """Which of two clauses has a clause's first word of weight, and which its last; None where that is one."""
    told = [word.sense for word in clause.words if word.content]
    for first, last in ((0, 1), (1, 0)):
        if told and told[0] in only[first] and told[-1] in only[last]:
            return first, last
    return None
