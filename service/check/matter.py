"""Whether what a claim tells of is told in its passages at all, and told together. Pure but for vectors."""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.language.months import ENGLISH
from ingest.language.numbers import VALUES
from service.check.faults import NEAR, Claim, Fault, Source
from service.check.reading import Clause, SentenceRead, WordRead, has_sense, share_matched

Embed = Callable[[list[str]], list[list[float]]]
"""Vectors of length 1 for texts, such as `Embedder.embed_documents`."""

LEAST_COSINE = 0.26
"""Below this a claim that shares few words with its passages is about something else. Told in other words, sentences of
the rules' half have 0.26 to 0.60; sentences about another passage of the same report 0.09 to 0.30."""
_FEW_WORDS, _LEAST_WITH_WORDS = 0.15, 0.34
"""With more words in common than these a likeness is mostly theirs, and has to be greater."""
_INCLUDED = re.compile(r"\b(?:including|especially|particularly|except|apart from)\s", re.IGNORECASE)
_PART = re.compile(r",?\s(?:and|which|who|after|because|so that|as well as|or)\s|,\s|\s(?=including\s)")
_LONGEST_PART = 3
"""Words of weight from which on a part of a sentence can be a claim of its own."""
_NUMBER = re.compile(rf"\d|^(?:{'|'.join(sorted(VALUES))})$")
_MONTHS = frozenset(month.lower() for month in ENGLISH)
_NEARBY = 5
"""Words on either side of a number that tell what it counts."""


def find_matter_faults(claim: Claim, embed: Embed | None) -> Iterator[Fault]:
    """Yield what the passages do not tell of: the whole, a part, or a pair of things that they don't put together."""
    if not claim.near:
        if not _is_near_in_sense(claim.read.text, claim.source, claim.coverage, embed):
            yield Fault("not_found", "unrelated", "it is about something else")
        return
    yield from _added_parts(claim, embed)
    yield from _moved_numbers(claim)
    yield from _merged(claim)


def find_likeness(text: str, source: Source, embed: Embed) -> float:
    """The highest cosine of a text with a passage or one of its sentences; 0 without passages."""
    texts = tuple(dict.fromkeys([*(s.text for s in source.sentences), *(p.text for p in source.passages)]))
    if not texts:
        return 0.0
    vectors = _vectors((text, *texts), embed)
    return float((vectors[1:] @ vectors[0]).max())


def _is_near_in_sense(text: str, source: Source, coverage: float, embed: Embed | None) -> bool:
    if embed is None:
        return coverage >= NEAR
    least = LEAST_COSINE if coverage < _FEW_WORDS else _LEAST_WITH_WORDS
    return find_likeness(text, source, embed) >= least


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


def _added_parts(claim: Claim, embed: Embed | None) -> Iterator[Fault]:
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
        if embed and len(senses) >= _LONGEST_PART and find_likeness(part, claim.source, embed) >= 0.55:
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


def _moved_numbers(claim: Claim) -> Iterator[Fault]:
    """Yield numbers and months that stand in the passage with something else, while another stands with this."""
    mine = [*_numbers([claim.read])]
    theirs = [*_numbers(claim.source.sentences)]
    for word, nearby in mine:
        same = [other for each, other in theirs if each.sense == word.sense]
        if not same or not nearby or any(share_matched(nearby, other) > 0.34 for other in same):
            continue
        rivals = [
            each for each, other in theirs if each.sense != word.sense and share_matched(nearby, other) >= 0.6
        ]
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


def _is_month(word: WordRead) -> bool:
    return word.text in _MONTHS


def _merged(claim: Claim) -> Iterator[Fault]:
    """Yield a single statement whose words come from sentences that say nothing of one another."""
    if len(claim.read.clauses) != 1 or len(claim.source.sentences) < 2 or len([*_parts(claim.read)]) > 1:
        return
    senses = claim.read.senses
    best = max(share_matched(senses, sentence.senses) for sentence in claim.source.sentences)
    if len(senses) >= 4 and claim.coverage >= 0.75 and best < 0.4:
        yield Fault("not_found", "merge", "it does not put these things together")
