"""What a question asks for, read off its words by transparent rules. Nothing here looks at the reports."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from ingest.errors import InvalidQuestion
from ingest.language.gazetteer import is_name
from ingest.language.numbers import match_number_words

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
    names: tuple[str, ...] = ()
    """Acronyms and capitalised names in the question, as written."""
    reports: tuple[str, ...] = ()
    """Ids of the reports that it names as its sources."""


MONEY = re.compile(
    r"[£$€]\s?\d|(?<!\d)(?<!\d[,.])\d[\d,.]*+\s?(?:k|m|bn)?\s?(?:pounds?|dollars?|euros?|USD|GBP|EUR|CHF)\b"
    r"|\b(?:USD|GBP|EUR|CHF)\s?\d|(?<!\d[,.])\b\d[\d,.]*+\s(?:thousand|million|billion)\b",
    re.IGNORECASE,
)
"""A sum of money."""

_SUBJECT = r"(?:an? |the )?(?P<subject>[^?,.;]+?)"
_LETTERS = (
    r"letters|initials|stands? for|short for|written out|spelled out|spelt out|in full|long form|abbreviation|acronym"
    r"|signifi\w+|veut dire|sigle|(?:two|several|other) meanings"
)
"""Asked of initials: what their letters are."""
_INITIALS = r"(?<![\w-])(?P<subject>(?-i:[A-Z][\w-]{0,10}[A-Z]\w{0,3}))(?![\w-])"
_STOP = r"(?=\s*(?:[?,.;]|$|\band\b|\bin\b|\bmean\b|\bstand for\b|\ball the\b))"
_DEFINITIONS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_INITIALS}.{{0,40}}?\b(?:{_LETTERS})\b",
        rf"\b(?:{_LETTERS})\b.{{0,40}}?{_INITIALS}",
        rf"\bwhat(?:'s| is| are|s| was| were) (?:the (?:meaning|definition) of )?{_SUBJECT}\s*\?*$",
        rf"\bwho or what (?:is|are|was|were) {_SUBJECT}{_STOP}",
        rf"\bwhat (?:does|do) {_SUBJECT} (?:mean|stand for)\b",
        rf"\bwhat (?:does|do) (?:they|it|the reports?) mean by {_SUBJECT}{_STOP}",
        rf"\bwhat is meant by {_SUBJECT}{_STOP}",
        r"\bwhat(?:'s| is|s) (?:an? |the )?(?P<subject>(?-i:[A-Z][A-Za-z]*[A-Z]+)s?)\b",
        rf"\b(?:define|explain(?: what)?|meaning of|definition of) {_SUBJECT}(?: is| means)?\s*\?*$",
        r"^(?P<subject>(?-i:[A-Z][A-Za-z]*[A-Z])s?)\s*\?+",
    )
]
_ASKS_LETTERS = re.compile(rf"\b(?:{_LETTERS}|mean)\b", re.IGNORECASE)
"""Words that ask what initials are short for: "What does NWD stand for?", "What does NWD mean?"."""
_FACT_WORDS = re.compile(
    r"\b(?:of|for|that|which|by|from|to|who|main|three|four|five|key|evidence|difference|it|they|this|there|you)\b",
    re.IGNORECASE,
)
"""Words after which "what is the ..." asks for a fact about something ("the annual budget of the hub")."""
_LONG_SUBJECT, _LONG_NAME = 3, 6
"""Words; a longer "what is the ..." asks for a fact, not for a definition. The second for subjects with capitals."""
_BEFORE_DEFINITIONS = ("amount", "count", "person", "date", "quotation")
"""Wants that hold although the question has the form of "what is X"."""

_MONEY_WORDS = r"(?:budget|costs?|grant|price|amount|sum|salary)"
_SOMEBODY = (
    r"(?:person|\w+ )?(?:worker|officer|leader|manager|practitioner|lead|individual|person|figure|chair)"
)
_NO_NOUN = (
    r"(?! (?:organi[sz]ation|agency|authority|council|partner|body|team|group|service|role|programme)s?\b)"
)
"""After a word for a person: "the lead organisation" is none."""
_PEOPLE = (
    r"(?:people|persons?|individuals?|officials?|authors?|members?|staff|women|men|residents?|colleagues?)"
)
_ROLE = (
    r"(?:managers?|directors?|leads?|leaders?|heads?|chairs?|co-?ordinators?|officers?|evaluators?|researchers?"
    r"|ministers?|presidents?|contacts?)"
)
_PLURAL = (
    r"(?:(?!is\b|was\b|does\b|did\b|do\b|has\b|have\b|had\b|would\b|will\b|can\b)[\w’'-]+ ){0,4}?"
    r"(?!is\b|was\b|does\b|has\b|this\b)\w{2,}(?<!ss)(?<!us)(?<!is)s\b"
)
"""A plural, with a few words before it and no verb: "the three main barriers"."""
_PATTERNS: tuple[tuple[Want, tuple[str, ...]], ...] = (
    (
        "amount",
        (
            r"\bhow much (?:money|funding)\b",
            r"\bhow much (?:did|does|was|is|were|are) .*\b(?:cost|give|get|receive|pay|paid|spen[dt]|saved?|worth)\b",
            rf"\b(?:what|how (?:big|large))(?:['’]s| is| was| were| are)\b(?: \w+){{0,3}} {_MONEY_WORDS}\b",
            r"\bhow many (?:pounds|euros|dollars|millions?|thousands?)\b",
            r"\bwhat did .* cost\b",
        ),
    ),
    ("count", (r"\bhow many\b", r"\bwhat (?:number|percentage|proportion|share) of\b", r"\bhow old\b")),
    (
        "person",
        (
            rf"\bwhat(?:'s| is| was|s) the name of (?:the |a )?{_SOMEBODY}\b{_NO_NOUN}",
            rf"^\W*name of (?:the |a )?(?:\w+ )?{_SOMEBODY}\b{_NO_NOUN}",
            r"\bwho (?:exactly )?(?:is|was) the (?:person|individual)\b",
            rf"\b(?:name|identify) the {_SOMEBODY}\b",
            rf"\bnames of (?:the |all |those |everybody |everyone )?(?:\w+ ){{0,2}}?(?:{_PEOPLE}|{_ROLE})\b",
            rf"^\W*who (?:is|was|are|were) (?:the |its |their |our )?(?:[\w-]+ ){{0,3}}?{_ROLE}\b",
        ),
    ),
    (
        "quotation",
        (
            r"\bwho (?:was it )?(?:that )?(?:said|says|told|mentioned|described|called|talked|spoke)\b",
            r"\bwho was it\b|\bwhose words\b|\bquot(?:e|ation)s?\b",
            r"\bwhich (?:role|person|leader|practitioner)\b.*\bsaid\b",
            r"\b(?:line|phrase|words)\b.*\b(?:was that|whose|who)\b",
        ),
    ),
    (
        "date",
        (
            r"\bwhen (?:did|was|were|is|are|will)\b",
            r"\b(?:what|which) (?:year|month|months|date|dates|period)\b",
        ),
    ),
    (
        "comparison",
        (
            r"\b(?:compare[ds]?|comparison|versus|vs\.?|differ(?:s|ent|ence|ences)?|pros and cons)\b",
            r"\b(?:both (?:reports|documents|programmes)|the two reports|respectively|same thing|unlike)\b",
        ),
    ),
    (
        "reflection",
        (
            r"\bhow (?:might|can|could|should) \w+\b|\bto what extent\b",
            r"\bwhat would (?:it take|persuade|help|make)\b|\bis it (?:better|worth)\b",
            r"\bwhat (?:might|can|could|should) we\b|\bshould (?:we|they|our)\b",
            r"\bdoes (?:it|that) matter\b|\bhow much does .* matter\b",
        ),
    ),
    (
        "list",
        (
            rf"^(?:\W*\w+ to [^,]+, )?(?:what|which) (?:are |were )?{_PLURAL}",
            rf"\bwho (?:are|were) {_PLURAL}",
            rf"(?:^|[.?!,;:–-] ?|\bplease |\bjust )(?:name|list|give|enumerate|outline) {_PLURAL}",
            r"\b(?:complete|full|whole) list\b|(?:^|[:,;.–-] ?)(?:please )?list (?:all|every|each|the|them|of)",
            rf"^\W*(?:(?:just |all )?(?:the )?)(?:{match_number_words(2, 12)}|\d\d?) {_PLURAL}",
            rf"\bjust (?:the )?(?:{match_number_words(2, 12)} )?{_PLURAL}",
            r"\b(?:every|each) \w+ (?:of|from|in|that|who|they|we)\b",
            r"\bmain (?:things|points)\b|\b(?:quelles|quels|la liste|toutes les|tous les|sans rien oublier)\b",
        ),
    ),
)
_WANTS = [(want, re.compile("|".join(patterns), re.IGNORECASE)) for want, patterns in _PATTERNS]

_NAMES = re.compile(r"\b[A-Z][\w&-]*(?:\s+(?:of|and|the|&)?\s*[A-Z][\w&-]*)*")
"""Words with capitals in a row, small words between: "Department of Health". A sentence's first word is one too."""
_OPENERS = frozenset(
    """what which who whom whose where when why how is are was were do does did can could should would will
    has have had name list tell give and but so the according pulling now in a an if please i we our
    both use ok hi hello isn aren don doesn may any some there this that these those from for to with of
    at by on as it its quel quels quelle quelles qui que quoi comment pourquoi où quand les la le des du
    est sont""".split()
)
"""Words that are no names although they begin a sentence."""


def check_question(text: str) -> str:
    """The question with its spaces tidied; raises InvalidQuestion when it can't be taken as it is."""
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if not tidy:
        message = "The question is empty. Type a question in words, for example: What is No Wrong Door?"
        raise InvalidQuestion(message)
    if len(tidy) > LONGEST_QUESTION:
        message = f"The question has {len(tidy):,} characters; at most {LONGEST_QUESTION:,} can be taken. Shorten it."
        raise InvalidQuestion(message)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in tidy):
        message = "The question contains control characters. Remove them and ask again."
        raise InvalidQuestion(message)
    return tidy


def understand(text: str) -> Question:
    """Read off what a (tidied, standalone) question wants."""
    subject = _definition_subject(text)
    want: Want = next((want for want, pattern in _WANTS if pattern.search(text)), "any")
    if subject and want not in _BEFORE_DEFINITIONS:
        want = "definition"
    named = tuple(name for name in names(text) if not _may_be_any_word(text, name))
    return Question(text, want, subject if want == "definition" else None, named)


def names(text: str) -> tuple[str, ...]:
    """Capitalised names and acronyms, without words that are only capitalised as the first of a sentence."""
    found = []
    for match in _NAMES.finditer(text):
        words = match.group().split()
        while words and words[0].casefold() in _OPENERS:
            words = words[1:]
        if words:
            found.append(" ".join(words))
    return tuple(dict.fromkeys(found))


def _may_be_any_word(text: str, name: str) -> bool:
    """Whether a name may have its one capital letter as the first word of a sentence only ("Ignore ...")."""
    begins = re.search(rf"(?:^|[.?!:]\s*){re.escape(name)}\b", text)
    return bool(begins) and name[1:].islower() and " " not in name and not is_name(name)


def asks_for_letters(question: Question) -> bool:
    """Whether it is the long form of initials that is asked for, not what the thing is."""
    return bool(question.subject and _ASKS_LETTERS.search(question.text))


def _definition_subject(text: str) -> str | None:
    for pattern in _DEFINITIONS:
        for match in pattern.finditer(text):
            subject = match["subject"].strip(" '\"“”‘’")
            longest = _LONG_NAME if any(character.isupper() for character in subject) else _LONG_SUBJECT
            if subject and len(subject.split()) <= longest and not _FACT_WORDS.search(subject):
                return subject
    return None
