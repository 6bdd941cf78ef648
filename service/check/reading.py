"""A sentence as the checker compares it: clauses of words with their senses, and what is denied in them. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ingest.language.sentences import split_sentences
from ingest.language.stems import STOP_WORDS, stems
from service.check.senses import find_sense

_PHRASES = {
    "one or more": "some", "at least one": "some", "set up": "create", "sets up": "create", "setting up": "create",
    "phased out": "end", "phase out": "end", "phasing out": "end", "at times": "sometimes", "hardly ever": "rarely",
    "in the end": "finally", "at the end": "finally", "at first": "firstly", "at the start": "firstly",
    "at the beginning": "firstly", "at the outset": "firstly", "from the outset": "firstly",
    "from the start": "firstly", "from the beginning": "firstly", "in place": "present", "set back": "hinder",
    "kept up": "progress", "keep up": "progress", "keeps up": "progress", "kept pace": "progress",
    "made progress": "progress", "fallen behind": "lag", "fell behind": "lag", "fall behind": "lag",
    "falls behind": "lag", "falling behind": "lag", "lagged behind": "lag", "lags behind": "lag", "no one": "nobody",
    "take part": "participate", "taking part": "participate", "took part": "participate", "taken part": "participate",
    "go on": "continue", "goes on": "continue", "went on": "continue", "going on": "continue", "carry on": "continue",
    "carried on": "continue", "once a year": "yearly", "once a month": "monthly", "once a week": "weekly",
    "any more": "still", "no longer": "not", "as well": "also", "of course": "also", "such as": "like",
    "more or less": "about", "at most": "about", "in order to": "to",
}  # fmt: skip
"""Words that say one thing together, and a single word that says it."""
_WORD = re.compile(
    rf"\b(?P<phrase>{'|'.join(sorted(_PHRASES, key=len, reverse=True))})\b"
    r"|[£$€]?\d+(?:[.,]\d+)*%?|[^\W\d_](?:[\w]|['’](?=\w))*",
    re.IGNORECASE,
)
"""A phrase that counts as one word (the longest that fits), a number with signs ("£2,500"), or a word ("didn’t")."""
_CLAUSE = re.compile(
    r"[;:]\s|,\s(?=(?:and|but|or|while|whereas|which|who|though|although|because|since|so|when|where|if|as)\b)"
    r"|\s(?=(?:but|while|whereas|although|though|because)\s)|\s[–—-]\s|\.\s"
    r"|\s(?=(?:when|where|until|if|after|before)\s)|\s(?=as\s(?:\w+s|the|they|people|it|more)\s)"
    r"|\s(?=and\s(?:would|was|were|is|are|had|has|have|will|did|does|do|could|can|may|might|should|no|not|they|it)\s)"
)
"""Where a clause ends: "It grew, but slowly". "and" ends one before a verb and the like, not in "nurses and pupils"."""
_DENYING = frozenset(
    "not no never none nobody nothing neither nor without cannot hardly lack lacked lacks nowhere".split()
)
_SHORT_REACH = dict.fromkeys(("lack", "lacks", "lacked", "without"), 2)
"""So many words of weight behind them these deny; the others deny all that follows in their clause."""
_ONLY_NOT = re.compile(r"\bnot (?:only|just|merely|simply|so much)\b|\bno (?:doubt|matter)\b", re.IGNORECASE)
"""Words of denial that deny nothing: "not only nurses", "no doubt"."""
_LIGHT = STOP_WORDS | frozenset(
    "yet been being be been any longer very really quite also even ever them it one that this own kind"
    " sort said just about made make get got put go went".split()
)
_FREQUENCY = frozenset("always all every each both same enough more most only some".split())
"""Words that say nothing of a topic, but all of a claim."""


@dataclass(frozen=True, slots=True)
class WordRead:
    """One word of a sentence."""

    text: str
    """In small letters, with one kind of apostrophe."""
    stem: str
    sense: str
    at: int
    """Offset in its sentence."""
    content: bool
    """Whether it tells of the matter; `the` and `would` do not."""
    denied: bool = False
    """Whether a word of its clause that comes before denies it."""


@dataclass(frozen=True, eq=False)
class Clause:
    """A part of a sentence that says one thing, as far as punctuation and conjunctions show; equal only to itself."""

    text: str
    words: tuple[WordRead, ...]
    denials: tuple[WordRead, ...]
    """For each denying word the first word of weight that it denies."""

    @cached_property
    def senses(self) -> frozenset[str]:
        """What it tells of."""
        return frozenset(word.sense for word in self.words if word.content)


@dataclass(frozen=True, eq=False)
class SentenceRead:
    """A sentence with its clauses; equal only to itself."""

    text: str
    clauses: tuple[Clause, ...]

    @cached_property
    def words(self) -> tuple[WordRead, ...]:
        """All words, in order."""
        return tuple(word for clause in self.clauses for word in clause.words)

    @cached_property
    def senses(self) -> frozenset[str]:
        """What it tells of."""
        return frozenset(sense for clause in self.clauses for sense in clause.senses)


@lru_cache(maxsize=4096)
def read_sentence(text: str) -> SentenceRead:
    """Read one sentence."""
    clauses, start = [], 0
    for match in (*_CLAUSE.finditer(text), None):
        end = match.start() if match else len(text)
        words = _read_words(text, start, end)
        if words:
            clauses.append(_make_clause(text[start:end], words))
        start = match.end() if match else end
    return SentenceRead(text, tuple(clauses))


@lru_cache(maxsize=2048)
def read_passage(text: str) -> tuple[SentenceRead, ...]:
    """Read every sentence of a passage; line breaks within them are gaps."""
    return tuple(
        read_sentence(" ".join(text[start:end].replace("*", "").split()))
        for start, end in split_sentences(text, 0, len(text))
    )


def _read_words(text: str, start: int, end: int) -> list[WordRead]:
    words = []
    for match in _WORD.finditer(text, start, end):
        written = match[0].replace("’", "'").lower()
        written = _PHRASES.get(written, written) if match["phrase"] else written
        stem = (stems(written) or [""])[0]
        content = written not in _LIGHT and len(written) > 1 and not written.endswith("n't")
        words.append(WordRead(written, stem, find_sense(stem), match.start(), content))
    return words


def _make_clause(text: str, words: list[WordRead]) -> Clause:
    """Mark what is denied: all words of weight after a denying one."""
    only = [match.start() for match in _ONLY_NOT.finditer(text)]
    base = words[0].at - len(text) + len(text.lstrip())
    denying, marked, denials = 0, [], []
    waiting = False
    for word in words:
        negates = word.text in _DENYING or word.text.endswith("n't")
        if negates and (word.at - base) not in only and (word.at - words[0].at) not in only:
            denying, waiting = _SHORT_REACH.get(word.text, 99), True
            marked.append(word)
            continue
        weighty = word.content or word.text in _FREQUENCY
        if word.text in ("them", "it", "this") and denying < 9:
            denying, waiting = 0, False
        shown = WordRead(word.text, word.stem, word.sense, word.at, word.content, denying > 0 and weighty)
        denying -= weighty
        if waiting and weighty:
            denials.append(shown)
            waiting = False
        marked.append(shown)
    return Clause(text, tuple(marked), tuple(denials))


def share_matched(claim: frozenset[str], other: frozenset[str]) -> float:
    """How much of what the claim tells of is told by the other, from 0 to 1; without matter it is 1."""
    if not claim:
        return 1.0
    return sum(1 for sense in claim if has_sense(sense, other)) / len(claim)


def has_sense(sense: str, senses: frozenset[str]) -> bool:
    """Whether the sense is there, as itself or as a longer or shorter form of the same word (`collaborat`-`ion`)."""
    return sense in senses or (
        len(sense) > 5 and any(each[:6] == sense[:6] for each in senses if len(each) > 5)
    )


def best_clause(claim: Clause, sentences: Sequence[SentenceRead]) -> tuple[Clause, SentenceRead] | None:
    """The clause that tells most of what the claim tells, and its sentence; None when none tells anything of it."""
    found = max(
        _rate_clauses(claim, sentences), key=lambda rated: (rated[0], -len(rated[1].senses)), default=None
    )
    return (found[1], found[2]) if found and found[0] > 0 else None


def _rate_clauses(
    claim: Clause, sentences: Sequence[SentenceRead]
) -> Iterator[tuple[float, Clause, SentenceRead]]:
    for sentence in sentences:
        whole = share_matched(claim.senses, sentence.senses)
        for clause in sentence.clauses:
            # The whole sentence counts a little: of two clauses alike, that of the nearer sentence is meant.
            yield share_matched(claim.senses, clause.senses) + 0.25 * whole, clause, sentence
