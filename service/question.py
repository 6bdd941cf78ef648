"""What a question asks for, read off its words by transparent rules. Nothing here looks at the reports."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from ingest.errors import InvalidQuestion

LONGEST_QUESTION = 4000
"""Characters; longer texts are documents rather than questions."""

Want = Literal[
    "definition", "list", "comparison", "amount", "count", "person", "date", "quotation", "reflection", "any"
]


@dataclass(frozen=True, slots=True)
class Question:
    """A standalone question and the kind of answer that it calls for."""

    text: str
    want: Want
    subject: str | None = None
    """For definitions: what is to be defined, as written ("NWD")."""
    quoted: tuple[str, ...] = ()
    """Words that the question itself puts in quotation marks."""
    names: tuple[str, ...] = ()
    """Acronyms and capitalised names in the question, as written."""


_SUBJECT = r"(?P<subject>[^?,.;]+?)"
_STOP = r"(?=\s*(?:[?,.;]|$|\band\b|\bin\b|\bmean\b|\bstand for\b|\ball the\b))"
_DEFINITIONS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bwhat(?:'s| is| are|s| was| were) (?:an? |the )?(?:meaning of |definition of )?{_SUBJECT}\s*\?*$",
        rf"\bwho or what (?:is|are|was|were) (?:an? |the )?{_SUBJECT}{_STOP}",
        rf"\bwhat (?:does|do) (?:the |an? )?{_SUBJECT} (?:mean|stand for)\b",
        rf"\bwhat (?:does|do) (?:they|it|the reports?) mean by (?:the |an? )?{_SUBJECT}{_STOP}",
        rf"\bwhat is meant by (?:the |an? )?{_SUBJECT}{_STOP}",
        r"\bwhat(?:'s| is|s) (?:an? |the )?(?P<subject>[A-Z][A-Za-z]*[A-Z]{1,}s?)\b",
        rf"\b(?:define|explain(?: what)?|meaning of|definition of) (?:the |an? )?{_SUBJECT}(?: is| means)?\s*\?*$",
        r"^(?P<subject>[A-Z][A-Za-z]*[A-Z]s?)\s*\?+",
    )
]
_LONG_SUBJECT = 6
"""Words; a longer "what is the ..." asks for a fact, not for a definition."""

_WANTS: list[tuple[Want, re.Pattern[str]]] = [
    (want, re.compile(pattern, re.IGNORECASE))
    for want, pattern in (
        (
            "amount",
            r"\bhow much (?:money|funding|did .* (?:cost|give|get|receive|pay|spend|save)|was .* (?:spent|paid|saved)|does .* cost|is .* worth)"
            r"|\b(?:what|how (?:big|large)) (?:is|was|were|are)\b.*\b(?:budget|cost|grant|price|amount|sum|salary)\b|\bwhat did .* cost\b",
        ),
        (
            "count",
            r"\bhow many\b|\bwhat (?:number|percentage|proportion|share) of\b|\bhow (?:old|long|often)\b",
        ),
        (
            "person",
            r"\bwhat(?:'s| is| was|s) the name of (?:the |a )?(?:person|worker|officer|leader|manager|practitioner|\w+ (?:worker|officer|leader|manager|person|lead))"
            r"|\bwho (?:exactly )?(?:is|was) the (?:person|individual)\b|\b(?:name|identify) the (?:person|individual|worker|officer)\b",
        ),
        (
            "quotation",
            r"\bwho (?:was it )?(?:that )?(?:said|says|told|mentioned|described|called|talked|spoke)\b|\bwho was it\b|\bwhose words\b"
            r"|\bwhich (?:role|person|leader|practitioner)\b.*\bsaid\b|\b(?:line|quote|quotation|phrase|words)\b.*\b(?:was that|whose|who)\b|\bquot(?:e|ation)s?\b",
        ),
        (
            "date",
            r"\bwhen (?:did|was|were|is|are|will)\b|\b(?:what|which) (?:year|month|months|date|dates|period)\b",
        ),
        (
            "comparison",
            r"\b(?:compare[ds]?|comparison|versus|vs\.?|differ(?:s|ent|ence|ences)?|pros and cons|both (?:reports|documents|programmes)|the two reports"
            r"|whereas|respectively|same thing|unlike)\b",
        ),
        (
            "reflection",
            r"\bhow (?:might|can|could|should) (?:we|I|our|GM|\w+)\b|\bto what extent\b|\bwhat would (?:it take|persuade|help|make)\b|\bis it (?:better|worth)\b"
            r"|\bwhat (?:might|can|could|should) we\b|\bshould (?:we|they|our)\b|\bdoes (?:it|that) matter\b|\bhow much does .* matter\b",
        ),
        (
            "list",
            r"\b(?:what|which|name|list|give|tell me|outline|summari[sz]e)\b.*\b\w{3,}(?<!ss)(?<!us)(?<!is)s\b|\b(?:list|enumerate)\b|\bmain (?:things|points)\b|\bquelles\b|\bquels\b",
        ),
    )
]
_QUOTED = re.compile(r"[\"“‘']([^\"“”‘’']{3,80})[\"”’'](?!\w)")
_NAMES = re.compile(r"\b(?:[A-Z][\w&-]*|[A-Z]{2,}s?)(?:\s+(?:of|and|the|&)?\s*[A-Z][\w&-]*)*")
_OPENERS = re.compile(
    r"^(?:what|which|who|whom|whose|where|when|why|how|is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|name|list"
    r"|tell|give|and|but|so|the|according|pulling|now|in|a|an|if|please|i|we|our|budgets|health|things|councils|both|use|ok|hi|hello)$",
    re.IGNORECASE,
)


def checked(text: str) -> str:
    """The question with its spaces tidied; raises InvalidQuestion when it can't be taken as it is."""
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if not tidy:
        message = "The question is empty. Type a question in words, for example: What is No Wrong Door?"
        raise InvalidQuestion(message)
    if len(tidy) > LONGEST_QUESTION:
        message = f"The question has {len(tidy):,} characters; at most {LONGEST_QUESTION:,} can be taken. Shorten it."
        raise InvalidQuestion(message)
    if any(unicodedata.category(character) == "Cc" for character in tidy):
        message = "The question contains control characters. Remove them and ask again."
        raise InvalidQuestion(message)
    return tidy


def understand(text: str) -> Question:
    """Read off what a (tidied, standalone) question wants."""
    subject = _definition_subject(text)
    quoted = tuple(_QUOTED.findall(text))
    want: Want = (
        "definition" if subject else next((w for w, pattern in _WANTS if pattern.search(text)), "any")
    )
    return Question(text, want, subject, quoted, names(text))


def names(text: str) -> tuple[str, ...]:
    """Capitalised names and acronyms, without words that are only capitalised as the first of a sentence."""
    found = []
    for match in _NAMES.finditer(text):
        words = match.group().split()
        while words and _OPENERS.match(words[0]):
            words = words[1:]
        if words and words != ["I"]:
            found.append(" ".join(words))
    return tuple(dict.fromkeys(found))


def _definition_subject(text: str) -> str | None:
    for pattern in _DEFINITIONS:
        for match in pattern.finditer(text):
            subject = match["subject"].strip(" '\"“”‘’")
            if subject and len(subject.split()) <= _LONG_SUBJECT and not _is_fact(subject):
                return subject
    return None


def _is_fact(subject: str) -> bool:
    """Whether "what is the ..." goes on to ask for a fact about something ("the annual budget of the hub")."""
    return bool(
        re.search(
            r"\b(?:of|for|that|which|by|from|to|who|main|three|four|five|key|evidence|difference)\b",
            subject,
            re.IGNORECASE,
        )
    )
