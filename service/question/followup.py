"""Turning a follow-up into a standalone question, from the turns before it and without a model.

The result is shown to the reader, so it stays close to the words that were typed.
"""

import re
from collections.abc import Sequence

from ingest.language.stems import content_stems
from service.question.wants import names
from service.types import Turn

_OPENING = re.compile(r"^(?:and|but|so|ok(?:ay)?|then|also|now|yes|no|well|hm+|right)\b[\s,]*", re.IGNORECASE)
"""Words with which a turn only goes on: "And in Leeds?", "OK, why?"."""
_ABOUT = re.compile(
    r"^(?:what|how) about\s+|^(?:in|for|at|from|with|by)\s+(?=\S+(?:\s+\S+){0,4}\??$)", re.IGNORECASE
)
"""How a new thing is named for the same question: "what about Leeds?", "in Leeds?". After "in", five words at most, by
judgement: more are a question of their own."""
_WHY = re.compile(
    r"^(?:why|how so|how come|why not|in what way|how|since when|when|who|where)"
    r"(?: (?:is|was|do|does|did) (?:that|it|this|they))?\s*\?*$",
    re.IGNORECASE,
)
"""A turn that is nothing but a word of asking ("Why?", "How was that?"); "Why did it fail?" has its own matter."""
_MORE = re.compile(
    r"^(?:can you |please )?(?:tell me more|say more|go on|more(?: details?| please)?|any(?:thing)? (?:else|more)"
    r"|what else|for example|an example|such as|expand(?: on that)?)\s*\??$",
    re.IGNORECASE,
)
"""A turn that only asks for more: "Tell me more", "Anything else?"."""
_OTHER = re.compile(
    r"\bthe (?:other|second|latter|first|former)"
    r"(?: (?:one|report|programme|place|innovation|approach|model))?\b",
    re.IGNORECASE,
)
"""Points to one of two things that were named: "the other one", "the latter"."""
_POINTING = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|their|theirs|there|he|she|his|her|him|such|same|one|ones"
    r"|either|neither|both of them)\b",
    re.IGNORECASE,
)
"""Words that may point back to an earlier turn: "Does it work there?"."""
_MEANT = re.compile(
    r"^(?:(?:no|sorry|oh|oops)\b[\s,.–-]*)?(?:(?:i|we) meant(?: to say)?|i mean|make that|not [^,]{2,40}(?:,|\bbut\b))"
    r"[\s,]*(?:but )?(?P<thing>[^,?]{2,60}?)[\s?.!]*$",
    re.IGNORECASE,
)
"""A correction: "no, I meant Stockport", "not Salford, Stockport"."""
_DIFFER = re.compile(
    r"^(?:how|in what ways?) (?:do|are|did) (?:they|these|those|both|the two)\b", re.IGNORECASE
)
"""Asks how the two topics before differ without naming them: "How do they compare?"."""
_REGARD = ", with regard to "
_OWN_NOUN = re.compile(
    r"\b(?:this|that|these|those|the same) (?:programmes?|projects?|reports?|time|years?|areas?|ways?|kinds?|people)\b"
    r"|\bthere (?:is|are|was|were|be|been)\b|\b(?:is|are|was|were) there\b",
    re.IGNORECASE,
)
"""Words that look like pointing back and do not: a noun follows, or "there is"."""
_BOUND = re.compile(r"\b(?:their|theirs|them|they|there|its|themselves)\b", re.IGNORECASE)
"""Pronouns that point to a noun before them in the same question, where there is one."""
_TURNS = 12
"""So many of the last turns are looked at."""
_SELF_CONTAINED = 14
"""Words; a longer question is taken to stand alone although it contains a pronoun."""
_TOPIC_STARTS = re.compile(
    r"^(?:(?:and|so|but|please|ok)\s+)*(?:can you (?:tell me|explain)|tell me|explain|describe|define|"
    r"(?:what|which|who|where|when|why|how)(?:'s|’s)?(?:\s+(?:exactly|much|many|far|well))?)?\s*"
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|might|should|would|will)\s+)?(?:about\s+)?",
    re.IGNORECASE,
)
"""What a question begins with before its topic: "What is", "Can you tell me about"."""
_TOPIC_ENDS = re.compile(
    r"(?<!\s)\s+(?:involve|mean|do|work|happen|help|say|look like|consist of|about|start|begin|end|finish|cost)$",
    re.IGNORECASE,
)
"""What a question ends with behind its topic: "involve" in "What did the training involve?"."""

_WHO_DID = re.compile(
    r"^who (?:else )?(?:\w+ed|wrote|made|ran|runs|led|leads|paid for|is (?:in charge of|responsible for)) (?=\S)",
    re.IGNORECASE,
)
"""What asks who did something to the topic: "Who published the evaluation?"."""
_ITS = re.compile(r"\b(?:its|their) (?P<thing>[\w’'-]+(?: [\w’'-]+){0,2})$", re.IGNORECASE)
"""Something of the topic, at the end of a question: "What are its main recommendations?"."""
_SHORT_TOPIC = 6
"""Words; with more, "the ... of" what was asked before is no sentence that anybody would say. By judgement."""

_DO_ABOUT = re.compile(r"(?<!\s)\s+(?:do|done|say|said|think|learn) (?:about|on|of|from)\s+", re.IGNORECASE)
"""Words between two halves of a topic: "nurses say about" becomes "nurses and" what they speak of."""


def standalone(question: str, history: Sequence[Turn], places: Sequence[str] = ()) -> str:
    """The question as it would be asked without the earlier turns; the question itself when it needs none.

    `history` holds the earlier turns, oldest first; each user turn is itself resolved from those before it.
    `places` are the names that may stand for one another ("and in Salford?").
    """
    previous, said = "", ""
    topics: list[str] = []
    for turn in history[-_TURNS:]:
        if turn.role == "user":
            previous = _resolve(turn.content.strip(), previous, said, places)
            topics.append(topic(previous))
        said = f"{said} {turn.content}"
    compared = list(dict.fromkeys(topics))[-2:]
    if _DIFFER.match(question) and len(compared) > 1:
        return _DIFFER.sub(f"How do {compared[0]} and {compared[1]}", question)
    return _resolve(question, previous, said, places)


def _resolve(question: str, previous: str, said: str, places: Sequence[str]) -> str:
    """One question after a `previous` one that stands alone; `said` is the text of all turns between."""
    if not previous:
        return question
    bare = _OPENING.sub("", question).strip()
    if _WHY.match(bare):
        return f"{bare.rstrip(' ?').capitalize()}, with regard to {topic(previous)}?"
    if _MORE.match(bare):
        return f"What else is said about {topic(previous)}?"
    if match := _OTHER.search(bare):
        return _other(bare, match, previous, said)
    if thing := _find_new_thing(question, bare, places):
        return _swap(thing, previous, places)
    if _leans_on_history(question, bare):
        return _join(bare, topic(previous))
    return question


def _find_new_thing(question: str, bare: str, places: Sequence[str]) -> str | None:
    """What the question before is asked of anew: after "I meant", as a place alone, or after "what about"."""
    if match := _MEANT.match(question):
        return match["thing"]
    if (alone := bare.rstrip(" ?!.")) in places:
        return alone
    if match := _ABOUT.match(bare):
        return bare[match.end() :].rstrip(" ?")
    return None


def _join(bare: str, about: str) -> str:
    """The question with what it points to: a name in the place of "it", else both side by side."""
    if names(about) == (about,) or (about.startswith("the ") and len(about.split()) <= _SHORT_TOPIC):
        named = re.sub(r"\bit\b", lambda _: about, bare, flags=re.IGNORECASE)
        named = _ITS.sub(lambda match: f"the {match['thing']} of {about}", named.rstrip(" ?!."))
        if named != bare.rstrip(" ?!."):
            return f"{_sentence(named)}?"
    return f"{_sentence(bare)}{_REGARD}{about}?"


def topic(question: str) -> str:
    """What a question is about: "What did coaching from the leads involve?" -> "coaching from the leads"."""
    _, regard, about = question.rstrip("?!. ").partition(_REGARD)
    if regard:
        return about
    if _WHO_DID.match(question):
        return _WHO_DID.sub("", question).rstrip("?!. ")
    named = names(question)
    if len(named) == 1 and re.match(r"who\b", question, re.IGNORECASE):
        return named[0]
    question = re.sub(r"^what else is said about ", "", question, flags=re.IGNORECASE)
    bare = _TOPIC_STARTS.sub("", question.strip().rstrip("?!. "), count=1)
    return _DO_ABOUT.sub(" and ", _TOPIC_ENDS.sub("", bare)) or question.rstrip("?")


def _leans_on_history(question: str, bare: str) -> bool:
    words = bare.split()
    pointing = _POINTING.search(_OWN_NOUN.sub("", bare))
    if pointing:
        bound = _BOUND.fullmatch(pointing[0]) and content_stems(bare[: bare.find(pointing[0])])
        return not bound and len(words) <= _SELF_CONTAINED
    return len(words) <= 3 and question != bare


def _swap(thing: str, previous: str, places: Sequence[str]) -> str:
    """The previous question with the new place or name put where one of the same sort stood."""
    bare = re.sub(r"^(?:in|for|at|from|with|by|the)\s+(?=[A-Z])", "", thing)
    known = {place.casefold(): place for place in places}
    earlier = names(previous)
    is_place = bare.casefold() in known
    if is_place or bare[:1].isupper():
        of_same_sort = [name for name in earlier if (name.casefold() in known) == is_place]
        # A name that no report has is most likely a place, where the question before was about one.
        others = [] if is_place else [name for name in earlier if name.casefold() in known]
        if replaced := of_same_sort or others:
            return previous.replace(replaced[-1], bare)
    return f"{previous.rstrip('?!. ')}, with regard to {thing}?"


def _other(bare: str, match: re.Match[str], previous: str, said: str) -> str:
    """Replace "the other one" by the one name that was mentioned but not asked about."""
    asked_about = {name.casefold() for name in names(previous)}
    others = [name for name in names(said) if name.casefold() not in asked_about]
    rest = re.sub(
        r"^(?:what|how) about\s+", "", bare[: match.start()] + "{}" + bare[match.end() :], flags=re.IGNORECASE
    )
    other = others[0] if others else match.group()
    if asked_about and others and rest.strip(" ?") == "{}":
        return previous.replace(names(previous)[-1], other)
    return f"{_sentence(rest.replace('{}', other))}, with regard to {topic(previous)}?"


def _sentence(text: str) -> str:
    bare = text.rstrip(" ?!.")
    return bare[:1].upper() + bare[1:]
