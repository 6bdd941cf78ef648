"""Whether a claim makes a cause of what its passages only tell one after the other, or another cause. Pure."""

import re
from collections.abc import Iterator

from service.check.faults import Claim, Fault
from service.check.reading import read_sentence, share_matched

_CAUSING = re.compile(
    r"\b(?:because(?: of)?|led to|lead(?:s|ing)? to|caus(?:ed|es|ing)|due to|owing to|thanks to"
    r"|as a (?:result|consequence)(?: of)?|result(?:ed|s|ing)? in|therefore|consequently|brought about|which made"
    r"|responsible for|attributable to|the reason)\b",
    re.IGNORECASE,
)
"""Words that a claim can't use for two things of which the passage says no more than that both happened."""
_CAUSAL = re.compile(
    _CAUSING.pattern
    + r"|\b(?:since|so|so that|help(?:s|ed)?|mean(?:s|t)|made|makes|enabl\w+|allow\w+|gave|contribut\w+|bring|brought"
    r"|lower\w*|raise[sd]?|cause|reason|result|results|effect|impact|influence\w*|driv\w+|prompt\w*|lets?|for this"
    r"|drew)\b",
    re.IGNORECASE,
)
"""A passage's words for a cause, weak ones too: "so the team grew". Where it has none, a claim's cause is made up."""
_FORWARD = re.compile(
    r"\b(?:led to|lead(?:s|ing)? to|caused|causes|resulted in|results in|brought about)\b", re.IGNORECASE
)
"""Words with the cause before them and what came of it behind: "the pilot led to a new post"."""
_RELATIONS = (
    _FORWARD,
    re.compile(r"\b(?:than)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:born of|came from|comes from|grew out of|rests on|depends on|relies on)\b", re.IGNORECASE
    ),
    re.compile(r"\b(?:instead of|rather than|in place of|took the place of|replaced)\b", re.IGNORECASE),
)
"""What stands between two things of which one is more, earlier or the ground of the other."""
_BECAUSE = re.compile(r"\b(?:because of|because|due to|owing to|thanks to)\b", re.IGNORECASE)
"""Words with the reason behind them: "because of the turnover"."""
_ORDER = re.compile(
    r"\b(?:(?P<before>before|prior to|ahead of|in advance of|in the run-up to)"
    r"|after|once|following|since|from the moment)\s",
    re.IGNORECASE,
)
"""Words that order two things in time: "before the visit", "once it opened"."""
_ORDERED = 3
"""Words of weight behind such a word that tell what it orders."""
_TURNED = {"before": "after", "after": "before", "from": "to", "to": "from"}
_SHIFT = re.compile(
    r"\bfrom\s(?P<from>(?:[\w-]+\s){0,2}[\w-]+),?\s(?:[\w-]+,?\s){0,8}?to\s(?P<to>(?:[\w-]+\s){0,2}[\w-]+)",
    re.IGNORECASE,
)
"""Where something came from and went to, up to three words each."""
_TOLD = 0.5
"""Share of a reason that the passage must tell; the reasons of faithful sentences have more than half."""


def find_cause_faults(claim: Claim) -> Iterator[Fault]:
    """Yield a cause that the passages do not give, or that they give for something else."""
    if claim.near:
        yield from _find_turned_round(claim)
        yield from _wrong_order(claim)
    found = _CAUSING.search(claim.read.text)
    effect = read_sentence(claim.read.text[: found.start()]).senses if found else frozenset()
    if not found or not (claim.near or (effect and share_matched(effect, claim.source.senses) == 1)):
        return
    there = " ".join(sentence.text for sentence in claim.source.sentences)
    if not _CAUSAL.search(there):
        yield Fault("overstated", "cause", f"it does not say that one thing came of the other (“{found[0]}”)")
        return
    yield from _foreign_reason(claim)


def _foreign_reason(claim: Claim) -> Iterator[Fault]:
    because = _BECAUSE.search(claim.read.text)
    if not because:
        return
    reason = read_sentence(claim.read.text[because.end() :])
    given = _reasons(claim)
    if reason.senses and not any(share_matched(reason.senses, each) >= _TOLD for each in given):
        yield Fault("not_found", "cause", f"it does not give the reason “{reason.text.strip(' .')}”")


def _reasons(claim: Claim) -> Iterator[frozenset[str]]:
    """What the passages give as a reason, as far as a word shows it: what follows `because`, what precedes `so`."""
    for sentence in claim.source.sentences:
        because = re.search(
            r"\b(?:because|since|as|due to|owing to|when|where|through|by|if)\b", sentence.text
        )
        onward = re.search(
            r"\b(?:so|led to|helped?|meant|made|result\w*|enabled|allowed|this)\b",
            sentence.text,
            re.IGNORECASE,
        )
        if because:
            yield read_sentence(sentence.text[because.end() :]).senses
        if onward:
            at = claim.source.sentences.index(sentence)
            before = claim.source.sentences[at - 1].senses if at and onward.start() < 30 else frozenset()
            yield read_sentence(sentence.text[: onward.start()]).senses | before


def _find_turned_round(claim: Claim) -> Iterator[Fault]:
    """Yield where the two sides of a relation have changed places."""
    for pattern in _RELATIONS:
        mine = pattern.search(claim.read.text)
        for sentence in claim.source.sentences if mine else ():
            theirs = pattern.search(sentence.text)
            if mine and theirs and _are_exchanged(claim.read.text, mine, sentence.text, theirs):
                why = f"there, the two sides of “{theirs[0]}” stand the other way round"
                yield Fault("contradicted", "cause", why)


def _wrong_order(claim: Claim) -> Iterator[Fault]:
    """Yield where a claim tells as before a thing what its passages tell as after it, or the other way about."""
    for word, mine, senses in _orders(claim.read.text):
        same = [
            (told, pole)
            for sentence in claim.source.sentences
            for told, pole, other in _orders(sentence.text)
            if pole in (mine, _TURNED[mine]) and share_matched(senses, other) >= _TOLD
        ]
        if same and all(pole != mine for _, pole in same):
            yield Fault("contradicted", "order", f"it says “{same[0][0]}” where the statement says “{word}”")


def _orders(text: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The words that order things in time: each as written, which way it orders them, what it stands before."""
    for match in _ORDER.finditer(text):
        pole = "before" if match["before"] else "after"
        senses = [word.sense for word in read_sentence(text[match.end() :]).words if word.content]
        yield match[0].strip(), pole, frozenset(senses[:_ORDERED])
    for match in _SHIFT.finditer(text):
        for pole in ("from", "to"):
            yield pole, pole, frozenset(read_sentence(match[pole]).senses)


def _are_exchanged(claim: str, mine: re.Match[str], sentence: str, theirs: re.Match[str]) -> bool:
    first, second = read_sentence(claim[: mine.start()]).senses, read_sentence(claim[mine.end() :]).senses
    before = read_sentence(sentence[: theirs.start()]).senses
    after = read_sentence(sentence[theirs.end() :]).senses
    straight = share_matched(first, before) + share_matched(second, after)
    crossed = share_matched(first, after) + share_matched(second, before)
    return bool(first and second) and crossed > straight and share_matched(second, before) >= _TOLD
