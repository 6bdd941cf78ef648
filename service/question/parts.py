"""The things that one message asks for: whole questions one after another, and the two halves of one question."""

import re

from ingest.language.stems import content_stems
from service.question.wants import names

_ASKING = r"(?:what|which|who|whom|whose|where|when|why|how|quel\w*|où|quand|nombre|combien)"
_ASKS = re.compile(rf"\b{_ASKING}\b", re.IGNORECASE)
"""A word that asks, in English or French: "which", "quand"."""
_NEXT_PART = re.compile(
    rf"(?:[,;?.] (?:and )?|\b(?:and|et) )(?:of |to |from |for |in )?(?:{_ASKING}|the)\b", re.IGNORECASE
)
"""Where a second thing is asked for: "and where" in "Who ran it, and where did it begin?"."""
_NEXT_QUESTION = re.compile(rf"(?<=\?) +(?=[A-Z]|(?:(?:and|but|so) )?{_ASKING}\b)", re.IGNORECASE)
"""Where a second question begins: after a question mark, with a capital or a word that asks."""
_NEXT_CLAUSE = re.compile(
    r"[,;] (?:and )?(?=_)| and (?=_)".replace("_", r"(?:who|when|where|why|how|what)\b")
)
"""Where a clause begins that asks by itself. Not at "which", which mostly tells more about what came before it."""
_CLAUSES = 3
"""So many clauses that ask are questions of their own; two are more often one question with two halves."""
_OWN_WORDS = 3
"""Content words that a question has at least when it stands by itself; "What's the evidence?" belongs to the question
before it. By judgement."""
_SHORTEST = 3
"""Words of a question at least; "TAS??" only names what the next one is about."""
_IS_QUESTION = re.compile(
    rf"\?\W*$|^(?:(?:and|but|so|also) )?(?:{_ASKING}|is|are|was|were|do|does|did|has|have|had|can|could|should|will"
    r"|would|tell|list|name|explain|describe|give)\b",
    re.IGNORECASE,
)
"""What asks, by its mark or its first word. "I need both verdicts." only says more about the question before it."""
_POINTS_BACK = re.compile(r"\b(?:it|its|they|them|their)\b", re.IGNORECASE)
"""Words by which a short question says what it is about: "Who leads it?"."""
_OF_WHAT_WENT_BEFORE = re.compile(
    r"^\W*(?:(?:and|but|so) )?(?:what|which|who)(?:['’]s| is| are| was| were) the\b(?!.*\b(?:of|in|for|from)\b)",
    re.IGNORECASE,
)
"""Asks for "the" thing without saying whose: "What were the different set-ups?"."""
MOST_QUESTIONS = 8
"""Questions that one message may ask; of more than these, the last ones are answered as one."""


def split_parts(text: str) -> tuple[str, ...]:
    """The two things that a question asks for: "which one was that, and where did it begin?"; empty for one thing."""
    asking = _ASKS.search(text)
    other = _NEXT_PART.search(text, asking.end()) if asking else None
    return (text[: other.start()], text[other.start() :].strip(" ,;?.")) if other else ()


def split_questions(text: str) -> tuple[str, ...]:
    """The questions of a message, in their order: "What is X? Who leads it?"; the text itself where it asks one.

    What can't be asked alone stays with the question before it.
    """
    pieces = _NEXT_QUESTION.split(text, MOST_QUESTIONS - 1)
    if len(pieces) == 1:
        clauses = _NEXT_CLAUSE.split(text, MOST_QUESTIONS - 1)
        pieces = clauses if len(clauses) >= _CLAUSES and all(map(_ASKS.match, clauses)) else pieces
    questions: list[str] = []
    for piece in pieces:
        if questions and not (_stands_alone(piece) and len(questions[-1].split()) >= _SHORTEST):
            questions[-1] = f"{questions[-1]} {piece}"
        else:
            questions.append(piece)
    return tuple(map(_write_question, questions)) if len(questions) > 1 else (text,)


def _stands_alone(piece: str) -> bool:
    asks = _IS_QUESTION.search(piece) and len(piece.split()) >= _SHORTEST
    if not asks or names(piece) or _POINTS_BACK.search(piece):
        return bool(asks)
    return len(content_stems(piece)) >= _OWN_WORDS and not _OF_WHAT_WENT_BEFORE.match(piece)


def _write_question(text: str) -> str:
    """A clause as a question: with a capital and its mark."""
    bare = text.strip(" ,;")
    return f"{bare[:1].upper()}{bare[1:]}{'' if bare.endswith(('?', '.', '!')) else '?'}"
