"""Whether a claim says more than its passages: of more people, more widely, more surely. Pure."""

import re
from collections.abc import Iterator

from service.check.faults import Claim, Fault
from service.check.reading import Clause, SentenceRead, WordRead, read_sentence
from service.check.senses import find_actor

_ALL, _MOST, _PLAIN, _SOME, _ONE = 5, 4, 3, 2, 1
"""How many of a kind are meant; only their order counts. Plain is a plural by itself: "schools took part"."""
_QUANTITIES = (
    (_ALL, r"all|every|each|both|everyone|everybody|any"),
    (_MOST, r"most|nearly all|almost all|the majority of|a majority of|many|widely"),
    (_SOME, r"some|several|certain|a number of|one or more|at least one|a few|few|single|individual|other"),
    (_ONE, r"an?|one|another|this|that"),
)
_QUANTITY = [
    (level, re.compile(rf"\b(?:{words})\s(?:[\w-]+\s){{0,3}}?$", re.IGNORECASE))
    for level, words in _QUANTITIES
]
"""What stands before a word for people or bodies, up to three words away."""
_VERB_BEFORE = re.compile(r"\b(?:it|he|she|which|who|also|to|not)\s$", re.IGNORECASE)
"""Behind these a word that could name persons is a verb ("it advises")."""
_UNIVERSAL = (
    r"all|every|everyone|everybody|anyone|anybody|each|everywhere|throughout|nationwide|without exception"
)
_EVER = r"always|never|invariably|for good|forever"
_WHOLLY = r"entirely|completely|wholly|fully|whole"
_ANY = r"(?:in|of|for|by|at) any|any of|anywhere|whatever|any kind"
_MAINLY = r"mostly|mainly|largely|chiefly|primarily|predominantly|generally|usually"
_MAJORITY = rf"{_MAINLY}|most|majority|nearly all|almost all"
_EXCLUSIVE = r"only|solely|exclusively|alone"
_SCOPES = [
    (_UNIVERSAL, r"all|every\w*|each|both|no|none|nobody|any|throughout|without exception|wide|whole|entire|together"),
    (_EVER, rf"{_EVER}|every|continual\w*|constant\w*|consistent\w*|not|none|no|nothing|only"),
    (_WHOLLY, r"entire\w*|complete\w*|whol\w+|full\w*|all|every\w*"),
    (_ANY, r"any\w*|all|every\w*|none|never|nowhere|throughout|whatever"),
    (_MAJORITY, rf"{_MAJORITY}|{_UNIVERSAL}|many|often"),
    (_EXCLUSIVE, rf"{_EXCLUSIVE}|sole|just|nothing but|no other|not|unless|too"),
]  # fmt: skip
"""Words that widen a claim, and those of which the passage must have one before a claim may."""
_ACROSS = re.compile(
    r"\b(?:across|throughout)\s(?:the\s)?(?:whole\s(?:of\s)?)?(?:the\s)?([\w-]+)", re.IGNORECASE
)
"""How far a claim says that something reaches: "across the whole of Wales"."""

HEDGE = re.compile(
    r"\b(?:may|might|could|perhaps|possibl[ey]|probabl[ey]|likely|appear(?:s|ed)?|appeared|seem(?:s|ed)?|seemingly"
    r"|suggest(?:s|ed|ing)?|tend(?:s|ed)?|indication|indications|signs?|hints?|potential(?:ly)?|arguabl[ey]"
    r"|in part|partly|to some (?:extent|degree)|to a degree|as far as|apparently|it is thought|not certain)\b",
    re.IGNORECASE,
)
"""Words that make a statement less sure: "it may help". A claim with any of them has kept its passage's doubt."""
_STRONG_HEDGE = re.compile(
    r"\b(?:may|might|perhaps|possibl[ey]|probabl[ey]|appear(?:s|ed)? to|seem(?:s|ed)?|seemingly|some indication"
    r"|(?:some|early) signs?|hints?|tend(?:s|ed)? to|could be|as far as could be told|it appears|(?:un)?likely to"
    r"|(?:thought|believed|said) to|apparently)\b",
    re.IGNORECASE,
)
"""Those whose loss turns a guess into a fact; "suggests" and "could" often only vary the wording."""
HEDGE_PUT_BACK = (
    (re.compile(r"\bsome indication|signs?\b|hints?\b", re.IGNORECASE), "There are some signs that "),
    (re.compile(r"\bappear|\bseem|apparently", re.IGNORECASE), "It appears that "),
    (re.compile(r"", re.IGNORECASE), "It may be that "),
)
_MAY = re.compile(r"\b(may|might)\b\W+(?:(?:also|well|be|have|been|not|then)\W+)*([\w’'-]+)", re.IGNORECASE)
"""What somebody may do or have done: "may be supported", "*may* also help"."""

_MODAL = re.compile(r"\b(?:would|could|may|might|can|if)\b", re.IGNORECASE)
"""Words that leave open whether it is so: "it would help". A claim with one has lost no doubt either."""


def find_strength_faults(claim: Claim) -> Iterator[Fault]:
    """Yield where a claim that repeats its passages' words leaves out what limits them, or widens them."""
    if not claim.near:
        return
    yield from _quantities(claim)
    yield from _scopes(claim)
    yield from _hedges(claim)


def _quantities(claim: Claim) -> Iterator[Fault]:
    for mine in claim.read.clauses:
        for word in mine.words:
            level = _level(word, claim.read.text) if word.content else None
            is_subject = bool(find_actor(word.stem)) or word is mine.words[0]
            if level is None or level < (_PLAIN if is_subject else _MOST):
                continue
            most = max(_levels_there(word, claim), default=None)
            if most is None:
                continue
            if most <= _SOME:
                told = "one" if most == _ONE else "some"
                yield Fault("overstated", "quantity", f"it speaks of {told}, not of “{word.text}” at large")
            elif level == _ALL and most == _MOST:
                yield Fault("overstated", "quantity", f"it speaks of most or many, not of all “{word.text}”")


def _levels_there(word: WordRead, claim: Claim) -> Iterator[int]:
    """How many of the same kind the passages speak of, wherever they tell it."""
    for sentence in claim.source.sentences:
        for each in sentence.words:
            level = _level(each, sentence.text) if each.sense == word.sense else None
            if level is not None:
                yield level


def _level(word: WordRead, text: str) -> int | None:
    """How many of a kind a word stands for; None where nothing tells."""
    before = text[max(0, word.at - 45) : word.at]
    if find_actor(word.stem) and _VERB_BEFORE.search(before):
        return None
    many = word.text.removesuffix("'s").endswith("s") and not word.text.removesuffix("'s").endswith("ss")
    for level, pattern in _QUANTITY:
        if pattern.search(before):
            if level == _ONE and many:
                continue
            return level
    plural = many and not re.search(
        r"\b(?:the|these|those|their|our|its|his|her|of|two|three|four|five|six|seven|eight|nine|ten|\d+)"
        r"\s(?:[\w-]+\s){0,2}$",
        before,
        re.IGNORECASE,
    )
    return _PLAIN if plural else None


def _scopes(claim: Claim) -> Iterator[Fault]:
    there = " ".join(sentence.text for sentence in claim.aligned)
    for widening, needed in _SCOPES:
        found = re.search(rf"\b(?:{widening})\b", claim.read.text, re.IGNORECASE)
        if found and not re.search(rf"\b(?:{needed})\b", there, re.IGNORECASE):
            yield Fault("overstated", "scope", f"it does not say “{found[0]}”")
    across = _ACROSS.search(claim.read.text)
    if across and read_sentence(across[1]).senses - claim.source.senses:
        yield Fault("overstated", "scope", f"it does not say “{across[0]}”")


def _hedges(claim: Claim) -> Iterator[Fault]:
    if HEDGE.search(claim.read.text) or _MODAL.search(claim.read.text):
        return
    for mine, theirs, sentence in claim.pairs:
        for found in _STRONG_HEDGE.finditer(sentence.text):
            if _is_of(found.start(), theirs, sentence, mine):
                yield _lose_hedge(found[0])
                return
    yield from _find_hedged_deed(claim)


def _lose_hedge(hedge: str) -> Fault:
    lost = next(words for pattern, words in HEDGE_PUT_BACK if pattern.search(hedge))
    return Fault("overstated", "hedge", f"it says so with a “{hedge}”", lost)


def _find_hedged_deed(claim: Claim) -> Iterator[Fault]:
    """Yield a deed of the claim that its passages name behind a "may" more often than without one.

    What a list's opening leaves open ("trust may be supported by: 1. ... 2. ...") is as open in each of its items. A
    heading over it has the word plain ("Three supports").
    """
    wanted = {word.sense for clause in claim.read.clauses for word in clause.words if word.content}
    hedges: dict[str, list[str]] = {}
    plain: list[str] = []
    for sentence in claim.source.sentences:
        behind = {found.start(2): found[1] for found in _MAY.finditer(sentence.text)}
        for word in sentence.words:
            if word.sense in wanted and word.at in behind:
                hedges.setdefault(word.sense, []).append(behind[word.at])
            elif word.sense in wanted:
                plain.append(word.sense)
    for sense, found in hedges.items():
        if len(found) > plain.count(sense):
            yield _lose_hedge(found[0])
            return


def _is_of(at: int, theirs: Clause, sentence: SentenceRead, mine: Clause) -> bool:
    """Whether a word of the sentence limits the clause that the claim repeats: it is in it or leads it in."""
    if not theirs.words:
        return False
    start, end = theirs.words[0].at, theirs.words[-1].at
    if start - 2 <= at <= end:
        return True
    led_in = re.search(r"\bthat\b[^.;:]*$", sentence.text[at:start]) or sentence.text[
        at:start
    ].rstrip().endswith("that")
    return at < start and bool(led_in)
