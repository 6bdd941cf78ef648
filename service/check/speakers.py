"""Who says or does it: whether a claim keeps the speaker, and gives deeds to those who did them. Pure."""

import re
from collections.abc import Iterator

from service.check.faults import Claim, Fault, find_actors
from service.check.reading import SentenceRead, read_sentence, share_matched

SAY = (
    r"sa(?:id|ys?)|told|tells?|not(?:ed|es)|stat(?:ed|es)|explain(?:ed|s)|describ(?:ed|es)|remark(?:ed|s)"
    r"|comment(?:ed|s)"
    r"|mention(?:ed|s)|add(?:ed|s)|spoke|speaks|talked|recall(?:ed|s)|remember(?:ed|s)|report(?:ed|s)"
    r"|felt|feels?|believ(?:ed|es)"
    r"|th(?:ought|inks?)|liken(?:ed|s)|compar(?:ed|es)|valued|warned|argued|urged|wished|found|saw|liked|enjoyed"
    r"|reflect(?:ed|s)"
    r"|put it|observ(?:ed|es)|view(?:ed|s)|praised|noticed|credited"
)
"""Verbs with which a report gives somebody's words or view, as a pattern without brackets around it."""
_PERSON = (
    r"practitioner|worker|(?:\w+\s)?lead|leader|manager|director|DCS|AD|officer|nurse|doctor|GP|psychologist|therapist"
    r"|teacher|pupil|student|resident|parent|mother|father|carer|person|researcher|consultant|adviser"
    r"|partner|volunteer|councillor"
    r"|participant|respondent|interviewee|facilitator|trainer|coach|coordinator|member|colleague|user|farmer|trainee"
    r"|someone|somebody"
)
_ONE = r"(?:an?|one|another|this|that)"
_ROLE = rf"{_ONE}\s(?:[\w-]+\s){{0,2}}?(?:{_PERSON})"
_AT = r"(?:\s(?:in|from|at|of|working|for)\s[\w’'-]+(?:\s\w+)?)?"
_OPINION = r"(?:view|words|account|opinion|eyes)"
_SPEAKER = re.compile(rf"\b(?P<who>(?i:{_ROLE})|[Ss]ome(?:one|body))\b{_AT}\s(?:[\w-]+\s){{0,2}}?(?:{SAY})\b")
"""One person, by role, with a verb of saying or feeling: "a nurse from Leeds said". Names are for _HOLDER."""
_IN_VIEW = re.compile(
    rf"\b(?:according to|in (?:the {_OPINION} of)?)\s?(?P<who>{_ROLE})(?:[’']s {_OPINION})?", re.IGNORECASE
)
"""One person, by role, whose view it is: "according to a parent", "in a parent’s view"."""
_SEVERAL = (
    rf"(?:some |many |most |several |other )?(?:(?:[\w-]+ )?(?:{_PERSON}|authority|council)s|people|staff)"
)
_GROUP = re.compile(
    rf"\b(?P<who>(?i:{_SEVERAL}))\s(?:\w+ )?(?:said|felt|believed|thought|agreed|argued|feared|hoped)\b"
)
"""Several who say or feel something. That they do makes it no fact."""
_UNNAMED = re.compile(
    r"\b(?P<who>(?:[Oo]ne|[Aa]nother|[Hh]e|[Ss]he)) (?:said|told|felt|added|spoke|described|explained)\b"
)
"""One person without name or role: "Another added"."""
_HOLDER = re.compile(
    rf"(?:^|[.;,]\s)(?P<who>(?:[A-Z][\w’'-]+\s)?[A-Z][\w’'-]+|(?i:(?:[\w-]+\s){{0,2}}{_SEVERAL})),?"
    r"\s(?:also\s|still\s)?(?:believe[sd]?|felt|feels?|thinks?|thought|argue[sd]?"
    r"|considers?|claim(?:s|ed)|sa(?:ys|id)) (?!it\b)"
)
"""Anybody who holds a view: a name, or several of a kind."""
_FEELING = re.compile(
    r"\b(?:felt|feels?|feeling|(?:considered|believed|saw|thought) themselves(?: as| to be)?)\s"
    r"(?!that\b|the\b|it\b|they\b|an?\b|there\b)(?:(?:more|less|very|quite|so|most|to be|like)\s)?(?P<how>[\w-]+)",
    re.IGNORECASE,
)
"""A feeling that somebody has of themselves: "felt supported". Not an opinion: "felt that it worked"."""
_KEPT = re.compile(
    rf"\b(?:{SAY}|according to|in the {_OPINION} of|for (?:one|a)\b|[’']s {_OPINION})", re.IGNORECASE
)
"""What shows that a claim keeps a view as somebody's: "a parent said", "in the view of", "the manager’s account"."""
_REPORTSAYS = re.compile(
    rf"\bthe (?:report|digest|study|evaluation|authors?)\s(?:\w+\s)?(?:{SAY})", re.IGNORECASE
)
"""The report as the one who speaks: "the report notes". Taken out of a claim first, for it keeps nobody else's view."""
_PRONOUN = re.compile(
    r"^[\W\d]*(?:They|Those|It|He|She|This|Its|Their|Put|Every one|None|One (?:said|told|of))\b|, (?:they|he|she)\b"
)
"""A sentence with a pronoun for its actor ("They ran it"): who that is may stand around the passage."""


def find_speaker_faults(claim: Claim) -> Iterator[Fault]:
    """Yield a speaker who was left out, actors whom the passages don't name, and deeds that another did."""
    if not claim.near:
        return
    yield from _find_lost_speaker(claim)
    yield from _feelings(claim)
    yield from _unknown_actors(claim)
    yield from _find_exchanged_actors(claim)


def find_speaker(sentence: SentenceRead) -> str | None:
    """The single person who says what a sentence tells ("an innovation lead"), as it names that person."""
    patterns = (_SPEAKER, _IN_VIEW, _GROUP, _UNNAMED, _HOLDER)
    found = next((match for pattern in patterns if (match := pattern.search(sentence.text))), None)
    return found["who"][:1].lower() + found["who"][1:] if found else None


def _find_lost_speaker(claim: Claim) -> Iterator[Fault]:
    text = _REPORTSAYS.sub(" ", claim.read.text)
    for sentence in claim.aligned:
        who = find_speaker(sentence)
        if who and not _KEPT.search(text) and not _names(text, who):
            shown = re.sub(r"^(?:this|that|another)\s", "a ", who)
            lead = f"According to {shown}, " if " " in shown or shown.endswith("s") else ""
            yield Fault("overstated", "attribution", f"it is what {shown} said", lead)
            return


def _feelings(claim: Claim) -> Iterator[Fault]:
    """Yield where somebody's feeling is told as how things are ("felt left out", "were left out")."""
    mine = claim.read.senses
    for sentence in claim.aligned:
        for match in _FEELING.finditer(sentence.text):
            how = read_sentence(match["how"]).senses
            if how and how <= mine and not _KEPT.search(claim.read.text):
                yield Fault("overstated", "attribution", f"it only says that they “{match[0]}”")
                return


def _names(text: str, who: str) -> bool:
    return who.rsplit(maxsplit=1)[-1].casefold() in text.casefold()


def _unknown_actors(claim: Claim) -> Iterator[Fault]:
    named = {actor for sentence in claim.source.sentences for actor in find_actors(sentence.words)}
    there, titles = {kind for kind, *_ in named}, {(before, stem) for _, before, stem in named}
    words = {word.stem for sentence in claim.source.sentences for word in sentence.words}
    pronouns = any(_PRONOUN.search(sentence.text) for sentence in claim.aligned)
    around = claim.source.around
    mine = find_actors(claim.read.words)
    for kind, modifier, head in mine:
        if kind in there and (
            head not in _TITLED
            or (modifier, head) in titles
            or modifier not in _MODIFIERS
            or modifier in words
        ):
            continue
        if head in words and head not in _TITLED:
            continue
        if pronouns and head in around and (head not in _TITLED or modifier in around):
            continue
        if kind in ("author", "report"):
            continue
        others = there - {each for each, *_ in mine}
        yield Fault(
            "contradicted" if others else "not_found",
            "actor",
            f"it does not name “{_show_actor(claim.read, head)}”",
        )


_TITLED = frozenset(("lead", "leader", "manag", "director", "offic", "worker", "social"))
"""Stems of titles that only their first word tells apart ("project lead", "practice lead")."""
_MODIFIERS = frozenset(
    ("innov", "project", "practic", "programm", "strateg", "oper", "local", "assist", "senior", "health", "social",
     "polic", "team", "servic", "communiti", "youth", "data", "polici", "parti")
)  # fmt: skip


def _show_actor(read: SentenceRead, stem: str) -> str:
    at = next(at for at, word in enumerate(read.words) if word.stem == stem)
    titled = at > 0 and read.words[at - 1].stem in _MODIFIERS
    return " ".join(word.text for word in read.words[at - titled : at + 1])


def _find_exchanged_actors(claim: Claim) -> Iterator[Fault]:
    """Yield where a claim gives one actor what its passage gives another."""
    for mine, theirs, sentence in claim.pairs:
        kinds = [kind for kind, *_ in find_actors(mine.words)]
        others = [kind for kind, *_ in find_actors(theirs.words)]
        everyone = {kind for kind, *_ in find_actors(sentence.words)}
        rest = mine.senses - {word.sense for word in mine.words if find_actors((word,))}
        told = share_matched(rest, theirs.senses)
        if kinds and others and not set(kinds) & set(others) and set(kinds) <= everyone and told >= 0.75:
            yield Fault("contradicted", "actor", f"it says this of others (“{theirs.text.strip()}”)")
        shared = [kind for kind in kinds if kind in others]
        turned = len(set(shared)) == 2 and len(kinds) == len(others) == 2 and kinds == others[::-1]
        if turned and (" by " in mine.text) == (" by " in theirs.text):
            why = f"it says this the other way round (“{theirs.text.strip()}”)"
            yield Fault("contradicted", "actor", why)
