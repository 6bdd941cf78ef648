"""The checker: whether a statement says what its passages say, and what of it they do not. Works without a model."""

import re
from collections.abc import Iterator, Sequence

from ingest.language.stems import STOP_WORDS
from service.check.causes import find_cause_faults
from service.check.exact import find_unsupported
from service.check.faults import NEAR, Claim, Fault, Hear, Source
from service.check.matter import Embed, find_matter_faults
from service.check.modality import find_modality_faults
from service.check.polarity import find_polarity_faults
from service.check.reading import read_sentence
from service.check.speakers import find_speaker_faults
from service.check.strength import find_strength_faults
from service.types import Check, Passage, Statement

_GRAVITY = ("contradicted", "not_found", "overstated")
"""Which fault is told when there are several: the gravest."""
_SURE = 0.7
"""Probability of a contradiction from which on a model is believed against the rules."""
_LEAST_IN_ITS_WORDS, _LEAST_IN_OTHERS = 0.1, 0.4
"""Least probability that passages entail a sentence: the first if it repeats their words, the second if it is told in
others. Of the latter the rules only know that it is alike. By judgement: no entailment model is at hand to measure
them with."""


def check_statement(
    text: str,
    cited: Sequence[Passage],
    others: Sequence[Passage] = (),
    embed: Embed | None = None,
    places: frozenset[str] = frozenset(),
    hear: Hear | None = None,
) -> Check:
    """Say whether the cited passages, or one of the others, say what a sentence says.

    `embed` gives vectors of length 1; without it a sentence that shares few words with its passages is not found.
    `places` are names that count as places wherever they stand. `hear` gives a model's opinion: it can object to what
    the rules let through, and lets nothing through that they object to.
    """
    keys = tuple(passage.id for passage in cited)
    faults = find_faults(text, cited, embed, places) or _object(text, cited, hear)
    if not faults:
        return Check("supported", "", keys)
    for other in others:
        if other.id in keys or not _tells(text, other) or find_faults(text, [other], embed, places):
            continue
        if not _object(text, [other], hear):
            return Check("supported_by_another", f"{other.id} says so; what it cites does not", (other.id,))
    gravest = faults[0]
    return Check(gravest.outcome, gravest.why, keys, _mend(text, faults, cited, embed, places))


def _object(text: str, passages: Sequence[Passage], hear: Hear | None) -> list[Fault]:
    """What a model has against a sentence that the rules let through; it is not asked about the passages' own words."""
    claim = Claim(read_sentence(text), Source(tuple(passages)))
    if hear is None or not passages or _is_verbatim(claim):
        return []
    opinion = hear(text, passages)
    if opinion is None:
        return []
    if opinion.contradicted >= _SURE:
        return [Fault("contradicted", "opinion", "it says otherwise, as the model that was asked reads it")]
    if opinion.entailed < (_LEAST_IN_ITS_WORDS if claim.near else _LEAST_IN_OTHERS):
        return [Fault("not_found", "opinion", "it does not say this, as the model that was asked reads it")]
    return []


def _tells(text: str, passage: Passage) -> bool:
    """Whether a passage repeats most of a sentence's words; a mere likeness makes no citation."""
    return Claim(read_sentence(text), Source((passage,))).coverage >= NEAR


def _mend(
    text: str, faults: Sequence[Fault], cited: Sequence[Passage], embed: Embed | None, places: frozenset[str]
) -> str | None:
    """Put back what was lost, if nothing else is wrong and the result passes."""
    if any(fault.outcome != "overstated" or not fault.lost for fault in faults):
        return None
    first, gap, rest = text.partition(" ")
    is_small = first.lower() in STOP_WORDS or any(_has_small(first, passage.text) for passage in cited)
    mended = f"{faults[0].lost}{first[:1].lower() + first[1:] if is_small else first}{gap}{rest}"
    return None if find_faults(mended, cited, embed, places) else mended


def _has_small(word: str, text: str) -> bool:
    """Whether a word stands in small letters in a text: then its capital is only that of a sentence's beginning."""
    return bool(re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", text))


def find_faults(
    text: str, passages: Sequence[Passage], embed: Embed | None = None, places: frozenset[str] = frozenset()
) -> list[Fault]:
    """Everything that a sentence says and its passages do not, the gravest first; empty when they say it.

    `embed` gives vectors of length 1; without it a sentence that shares few words with its passages is not found.
    """
    keys = tuple(passage.id for passage in passages)
    exact = find_unsupported(Statement(text, keys), passages, places)
    faults = [Fault("not_found", "exact", exact)] if exact else []
    faults.extend(_compare_claim(Claim(read_sentence(text), Source(tuple(passages))), embed))
    return sorted(faults, key=lambda fault: _GRAVITY.index(fault.outcome))


def _compare_claim(claim: Claim, embed: Embed | None) -> Iterator[Fault]:
    if _is_verbatim(claim):
        return
    yield from find_polarity_faults(claim)
    yield from find_speaker_faults(claim)
    yield from find_cause_faults(claim)
    yield from find_matter_faults(claim, embed)
    yield from find_strength_faults(claim)
    yield from find_modality_faults(claim)


def _is_verbatim(claim: Claim) -> bool:
    """Whether the claim is a sentence of its passages, word for word."""
    words = [word.text for word in claim.read.words]
    return any([word.text for word in sentence.words] == words for sentence in claim.source.sentences)
