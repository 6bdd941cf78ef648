"""Whether a claim says more than its passages: of more people, more surely, as found what was supposed. Pure."""

import re
from collections.abc import Iterator

from service.check.faults import Claim, Fault
from service.check.reading import Clause, SentenceRead, WordRead
from service.check.senses import find_actor

_ALL, _MOST, _PLAIN, _SOME, _ONE = 5, 4, 3, 2, 1
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
_UNIVERSAL = r"all|every|everyone|everybody|each|everywhere|throughout|nationwide|without exception"
_EVER = r"always|never|invariably|for good|forever"
_WHOLLY = r"entirely|completely|wholly|fully|whole"
_ANY = r"(?:in|of|for|by|at) any|any of|anywhere|whatever|any kind"
_MAJORITY = r"most|mostly|majority|nearly all|almost all|generally|usually"
_EXCLUSIVE = r"only|solely|exclusively|alone"
_SCOPES = [
    (_UNIVERSAL, r"all|every\w*|each|both|no|none|nobody|any|throughout|without exception|wide|whole|entire|together"),
    (_EVER, rf"{_EVER}|every|continual\w*|constant\w*|consistent\w*|not|none|no|nothing|only"),
    (_WHOLLY, r"entire\w*|complete\w*|whol\w+|full\w*|all|every\w*"),
    (_ANY, r"any\w*|all|every\w*|none|never|nowhere|throughout|whatever"),
    (_MAJORITY, rf"{_MAJORITY}|{_UNIVERSAL}|many|often"),
    (_EXCLUSIVE, rf"{_EXCLUSIVE}|sole|just|nothing but|no other|not|unless|too"),
]  # fmt: skip
"""A word that widens a claim, and the words of which the passage must have one for it."""
_ACROSS = re.compile(
    r"\b(?:across|throughout)\s(?:the\s)?(?:whole\s(?:of\s)?)?(?:the\s)?([\w-]+)", re.IGNORECASE
)

_HEDGE = re.compile(
    r"\b(?:may|might|could|perhaps|possibl[ey]|probabl[ey]|likely|appear(?:s|ed)?|appeared|seem(?:s|ed)?|seemingly"
    r"|suggest(?:s|ed|ing)?|tend(?:s|ed)?|indication|indications|signs?|hints?|potential(?:ly)?|arguabl[ey]"
    r"|in part|partly|to some (?:extent|degree)|to a degree|as far as|apparently|it is thought|not certain)\b",
    re.IGNORECASE,
)
_STRONG_HEDGE = re.compile(
    r"\b(?:may|might|perhaps|possibl[ey]|probabl[ey]|appear(?:s|ed)? to|seem(?:s|ed)?|seemingly|some indication"
    r"|(?:some|early) signs?|hints?|tend(?:s|ed)? to|could be|as far as could be told|apparently)\b",
    re.IGNORECASE,
)
"""Those whose loss turns a guess into a fact; "suggests" and "could" often only vary the wording."""
_HEDGE_PUT_BACK = (
    (re.compile(r"\bsome indication|signs?\b|hints?\b", re.IGNORECASE), "There are some signs that "),
    (re.compile(r"\bappear|\bseem|apparently", re.IGNORECASE), "It appears that "),
    (re.compile(r"", re.IGNORECASE), "It may be that "),
)

_ASSUMED = re.compile(
    r"\b(?:assum\w+|hypothe\w+|suppos\w+|hope[ds]?|hopeful|expect\w*|anticipat\w+|theory|believ\w+|belief|in theory"
    r"|optimis\w+|envisag\w+|fear(?:s|ed)?|with luck|conjectur\w+|speculat\w+|presum\w+|inference)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend\w*|intention\w*|aim(?:s|ed)? to|(?:is|are) to (?!be\b)|(?:was|were) to"
    r"|propos\w+|appetite|would like|wanted to|wish\w*|ambition\w*|will\b|going to)\b",
    re.IGNORECASE,
)
_ADVISED = re.compile(
    r"\b(?:should|ought|recommend\w*|advis(?:e[sd]?|ing)|suggest\w*|urg(?:e[sd]?|ing)|call(?:s|ed) for|needs? to|must"
    r"|could|propos\w+|consider)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(r"\b(?:would|could|may|might|can|if)\b", re.IGNORECASE)
_PROVED = re.compile(
    r"\b(?:prov(?:e[sdn]?|en)|demonstrat\w+|establish(?:ed)? that|confirm(?:s|ed)?|evidence show\w*"
    r"|(?:report|programme|study|researchers|evaluation) (?:found|shows?|showed))\b",
    re.IGNORECASE,
)
_STATED_FOUND = re.compile(
    r"\b(?:found|find\w*|show\w*|prov\w+|demonstrat\w+|confirm\w*|evidence|report(?:s|ed)?|saw|seen|describ\w+|conclu\w+|upheld|strengthened)\b",
    re.IGNORECASE,
)
_ADDED = (
    ("recommends", re.compile(r"\brecommend\w*", re.IGNORECASE), _ADVISED, "recommendation"),
    ("plans", re.compile(r"\b(?:plan(?:s|ned|ning)? to|intend\w* to|w(?:as|ere) planned)\b"), _PLANNED, "question"),
    ("assumes", re.compile(r"\b(?:assum(?:e[sd]?|ption)|hypothesi\w+)\b", re.IGNORECASE), _ASSUMED, "assumption"),
)  # fmt: skip
"""What a claim may say of its matter, the words of which the passage must have one, or the voice that it must be."""


def find_strength_faults(claim: Claim) -> Iterator[Fault]:
    """Yield where a claim that repeats its passages' words leaves out what limits them, or widens them."""
    yield from _modality(claim)
    if not claim.near:
        return
    yield from _quantities(claim)
    yield from _scopes(claim)
    yield from _hedges(claim)


def _quantities(claim: Claim) -> Iterator[Fault]:
    for mine in claim.read.clauses:
        for word in mine.words:
            if not find_actor(word.stem):
                continue
            level = _level(word, claim.read.text)
            there = [
                _level(each, sentence.text)
                for sentence in claim.source.sentences
                for each in sentence.words
                if each.sense == word.sense
            ]
            known = [each for each in there if each is not None]
            if level is not None and level >= _PLAIN and known and max(known) <= _SOME:
                told = "one" if max(known) == _ONE else "some"
                yield Fault("overstated", "quantity", f"it speaks of {told}, not of “{word.text}” at large")


def _level(word: WordRead, text: str) -> int | None:
    """How many of a kind a word stands for; None where nothing tells."""
    before = text[max(0, word.at - 45) : word.at]
    many = word.text.removesuffix("'s").endswith("s") and not word.text.removesuffix("'s").endswith("ss")
    for level, pattern in _QUANTITY:
        if pattern.search(before):
            if level == _ONE and many:
                continue
            return level
    plural = many and not re.search(
        r"\b(?:the|these|those|their|our|its|his|her|of|two|three|four|five|six|seven|eight|nine|ten|\d+)\s(?:[\w-]+\s){0,2}$",
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
    if across and across[1].lower() not in " ".join(s.text for s in claim.source.sentences).lower():
        yield Fault("overstated", "scope", f"it does not say “{across[0]}”")


def _hedges(claim: Claim) -> Iterator[Fault]:
    if _HEDGE.search(claim.read.text) or _POSSIBLE.search(claim.read.text):
        return
    for mine, theirs, sentence in claim.pairs:
        for found in _STRONG_HEDGE.finditer(sentence.text):
            if _is_of(found.start(), theirs, sentence, mine):
                lost = next(words for pattern, words in _HEDGE_PUT_BACK if pattern.search(found[0]))
                yield Fault("overstated", "hedge", f"it says so with a “{found[0]}”", lost)
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


def _modality(claim: Claim) -> Iterator[Fault]:
    text = claim.read.text
    there = " ".join(sentence.text for sentence in claim.source.sentences)
    voices = {passage.voice for passage in claim.source.passages}
    for verb, said, needed, voice in _ADDED:
        if claim.near and said.search(text) and not needed.search(there) and voice not in voices:
            yield Fault("overstated", "modality", f"it does not say that anybody {verb} this")
    if claim.near and (proved := _PROVED.search(text)) and not _STATED_FOUND.search(there):
        yield Fault("overstated", "modality", f"it does not say “{proved[0]}”")
    if not claim.near:
        return
    for _, theirs, sentence in claim.pairs:
        nearby = sentence.text if len(sentence.clauses) == 1 else theirs.text
        supposed = _ASSUMED.search(nearby) or _marked_after(sentence, claim)
        if supposed and not (
            _ASSUMED.search(text) or _HEDGE.search(text) or re.search(r"\b(?:would|could)\b", text)
        ):
            word = supposed if isinstance(supposed, str) else supposed[0]
            yield Fault(
                "overstated", "modality", f"it says so as what was supposed (“{word}”)", _led_in(word)
            )
            return


def _marked_after(sentence: SentenceRead, claim: Claim) -> str | None:
    """The word by which the next sentence calls this one an assumption ("This too was an assumption.")."""
    sentences = claim.source.sentences
    at = sentences.index(sentence)
    following = sentences[at + 1].text if at + 1 < len(sentences) else ""
    found = re.match(r"(?:This|That|It)\b[^.]{0,30}\b(assumption|hypothesis|hope|guess)\b", following)
    return found[1] if found else None


def _led_in(word: str) -> str:
    return "It was hoped that " if word.lower().startswith("hope") else "It was assumed that "
