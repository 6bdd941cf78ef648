"""What a passage says to the subject of a question: for, against, on condition or context, by rules that are told.

`for` says that the subject holds, works or is helped; `against` that it does not, is held back or is doubted;
`on_condition` that it does where something is given. The stance is to the subject, not to how the question leans,
so that a question and its opposite rest on the same evidence with the same labels. Where the words don't tell, a
passage is context: it bears on the question and takes no side.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.language.sentences import split_sentences
from ingest.types import Voice
from service.brief.cues import (
    CONDITION,
    CONTRAST,
    DENIED,
    HELPS,
    HINDERS,
    MODAL,
    NEEDS,
    NEGATED,
    OVERCOMES,
    SUPPOSED,
    UNASSERTED,
)
from service.brief.types import EvidenceRole, Stance

AFTER_CONTRAST = 1.5
"""What follows "but" or "however" is what a sentence is there to say, so it weighs more than what it sets off."""
SUPPOSITION = 0.5
"""What a supposed sentence says counts so much."""
CLEARLY = 1.5
"""One side must weigh so many times the other, or the passage takes none."""
CONDITION_BEATS = 1.0
"""A passage that names a condition and says no more than this for or against is on condition."""
_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.g\.|such as|an example|one (?:area|place|team))\b", re.IGNORECASE
)
"""How a passage says that it gives one case of many: "for instance". That is its role where neither side outweighs."""


@dataclass(frozen=True, slots=True)
class StanceReading:
    """The stance of a passage with the rule that gave it."""

    stance: Stance
    role: EvidenceRole | None
    condition: str | None
    why: str


def read_stance(text: str, voice: Voice) -> StanceReading:
    """Read the stance of a passage by what it asserts; a supposition or a question asserts nothing."""
    if voice == "question":
        return StanceReading("context", None, None, "It asks and does not assert.")
    sentences = list(_split_asserting(text))
    weights = [weigh(each) for each in sentences]
    helps, hinders = sum(each[0] for each in weights), sum(each[1] for each in weights)
    # A sentence that is a condition as a whole says it better than words at the end of one.
    by_strength = sorted(sentences, key=lambda each: not NEEDS.search(each))
    condition = next((found for each in by_strength if (found := find_condition(each))), None)
    role: EvidenceRole | None = "enabler" if helps > hinders else "barrier" if hinders > helps else None
    if role is None and _EXAMPLE.search(text):
        role = "example"
    outweighed = max(helps, hinders) > CONDITION_BEATS and not any(NEEDS.search(each) for each in sentences)
    if condition and not outweighed:
        return StanceReading("on_condition", role, condition, f"It names a condition: “{condition}”.")
    stance = _side(helps, hinders)
    if stance == "context":
        reason = (
            "It says as much for as against." if helps and hinders else "It bears on it and takes no side."
        )
        return StanceReading("context", role, None, reason)
    seen = _find_words(HELPS if stance == "for" else HINDERS, " ".join(sentences))
    return StanceReading(
        stance, role, None, f"It says: {seen}." if seen else "What it says is turned by a “not”."
    )


def _side(helps: float, hinders: float) -> Stance:
    if max(helps, hinders) >= 1:
        if helps >= CLEARLY * hinders:
            return "for"
        if hinders >= CLEARLY * helps:
            return "against"
    return "context"


def _split_asserting(text: str) -> Iterator[str]:
    for start, end in split_sentences(text, 0, len(text)):
        if not UNASSERTED.search(text[start:end]):
            yield text[start:end]


def weigh(sentence: str) -> tuple[float, float]:
    """How much of a sentence helps, and how much hinders. Each word counts once, after a contrast 1.5 times."""
    contrast = CONTRAST.search(sentence)
    turn = contrast.start() if contrast else len(sentence)
    modal = MODAL.search(sentence)
    from_here = 0 if SUPPOSED.search(sentence) else modal.start() if modal else len(sentence)
    helps = hinders = 0.0
    for match in HELPS.finditer(sentence):
        weight = (SUPPOSITION if match.start() >= from_here else 1.0) * (
            AFTER_CONTRAST if match.start() > turn else 1.0
        )
        if NEGATED.search(sentence[: match.start()]):
            hinders += weight
        else:
            helps += weight
    for match in HINDERS.finditer(sentence):
        weight = (SUPPOSITION if match.start() >= from_here else 1.0) * (
            AFTER_CONTRAST if match.start() > turn else 1.0
        )
        before = sentence[: match.start()]
        if OVERCOMES.search(before) or DENIED.search(before):
            helps += weight
        else:
            hinders += weight
    return helps, hinders


def find_condition(text: str) -> str | None:
    """The words of a passage that give a condition, verbatim; None without one."""
    match = NEEDS.search(text) or CONDITION.search(text)
    return match["condition"].strip() if match else None


def _find_words(pattern: re.Pattern[str], text: str) -> str:
    words = list(dict.fromkeys(match.group().casefold().strip() for match in pattern.finditer(text)))[:3]
    return ", ".join(f"“{word}”" for word in words)


def find_telling(text: str, stance: Stance) -> str:
    """The sentence of a passage that says most for its stance, verbatim; its first one where none does."""
    sentences = [text[start:end] for start, end in split_sentences(text, 0, len(text))]
    return max(sentences, key=lambda sentence: _says(sentence, stance), default=text)


def _says(sentence: str, stance: Stance) -> float:
    condition = find_condition(sentence)
    if stance == "on_condition":
        return float(condition is not None) + bool(NEEDS.search(sentence))
    helps, hinders = weigh(sentence)
    # What holds only on condition says less for or against by itself.
    return {"for": helps - hinders, "against": hinders - helps}.get(stance, 0.0) - (condition is not None)
