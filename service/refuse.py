"""What such a tool must not do, told from the words of the question alone."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.keywords import content_stems
from service.question import MONEY, Question
from service.search import Found
from service.types import Passage, Status


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered, in the reader's words."""

    status: Status
    reason: str


_ORDERS = re.compile(
    "|".join(
        (
            r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
            r"\b(?:instructions?|rules?|prompts?|guidelines?|guardrails?|above|previous|everything|restrictions?)\b",
            r"\b(?:system|hidden|initial|developer) (?:prompt|instructions?|message)\b",
            r"\b(?:debug|developer|admin|god|jailbreak|dan) mode\b",
            r"\byou are now\b|\bpretend (?:to be|you are|that you)\b|\bact as (?:an? |if )\b|\brepeat after me\b",
            r"\bfrom now on\b.{0,30}\b(?:you|answer|reply)\b",
            r"\b(?:state|say|claim|write|report) (?:it )?as (?:an? )?(?:established |proven )?fact\b",
            r"\b(?:make up|fabricate)\b|\binvent (?:an?|some|the)\b",
        )
    ),
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"(?i:\b(?:who|which person|whose name|real name|full name|identity|identify|unmask|de-?anonymi[sz]e)\b.{0,60}"
    r"\b(?:initials?|anonymous|anonymi[sz]ed|behind the|really said|pseudonym)\b)"
    r"|(?i:\b(?:home address|phone number|date of birth|email address)\b)"
    r"|(?i:\bwho (?:is|was|are)) [\"'“(]?(?P<initials>[A-Z]{2})[\"'”)]?\s*\?*$"
)
_LEGAL = re.compile(
    "|".join(
        (
            r"\blegal advice\b|\bcan (?:i|we) sue\b|\bam i (?:legally )?(?:liable|entitled)\b|\bbreach of contract\b",
            r"\bis it (?:legal|lawful|illegal|unlawful) (?:to|for|if)\b",
            r"\bshould (?:i|we) (?:plead|sue|take (?:them|him|her|it) to court)\b",
            r"\blegal(?:ly)? (?:position|rights|liab\w+|obligat\w+|entitle\w+|standing)\b",
            r"\b(?:diagnos\w+|medication|prescri\w+) (?:me|my|for me)\b",
        )
    ),
    re.IGNORECASE,
)
_REASONS = {
    "orders": "The question contains orders to the assistant. It answers questions about the reports and takes no "
    "orders from a question; ask for what you want to know in plain words.",
    "advice": "This asks for legal or medical advice, which a library of learning reports can't give. Ask what the "
    "reports say about it, or ask a professional.",
    "identity": "Reports use initials and roles to protect people, so the assistant does not say or guess who "
    "somebody is. It can show what was said, and in which role.",
    "empty": "The question has no subject to look for. Name a place, a programme, a term or a theme, for example: "
    "What is No Wrong Door?",
}
_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")
_EMPTY_WORDS = frozenset(
    """hi hello hey good morning afternoon evening thanks thank you please help me test testing ok okay yes
    no why what how who when where which and so but the an is are was it that this there do does did can
    could tell about more else to of in for on we they them one other something anything question info
    information""".split()
)
"""A question of nothing but these has no subject."""
_COUNTED = re.compile(r"\bhow many (?P<things>\w+(?:[ -]\w+)?)", re.IGNORECASE)
_NUMBER_THEN = re.compile(
    r"(?:\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand))\b"
    r"((?:[\s-]+[\w'’]+){1,4})",
    re.IGNORECASE,
)


def screen(question: str, acronyms: Collection[str] = ()) -> Refusal | None:
    """Say why the question can't be taken up at all, or None. Looks at no report.

    `acronyms`: those of the reports; other pairs of capitals are taken for somebody's initials.
    """
    if _ORDERS.search(question):
        return Refusal("declined", _REASONS["orders"])
    if _LEGAL.search(question):
        return Refusal("declined", _REASONS["advice"])
    match = _IDENTITY.search(question)
    if match and (match["initials"] is None or match["initials"] not in acronyms):
        return Refusal("declined", _REASONS["identity"])
    if all(word.casefold() in _EMPTY_WORDS for word in _WORD.findall(question)):
        return Refusal("clarify", _REASONS["empty"])
    return None


def not_in_reports(question: Question, found: Found, passages: Sequence[Passage]) -> Refusal | None:
    """Say why what was found does not answer the question, or None when it may.

    Each rule is about something that the question asks for and the passages chosen for it do not hold.
    """
    if not passages:
        return _refused("Nothing in the reports that were searched comes near this question.")
    if unknown := _unknown_names(question, found):
        return _refused(f"No report mentions {unknown}.")
    texts = [passage.text for passage in passages]
    if question.want == "amount" and not any(MONEY.search(text) for text in texts):
        return _refused("The question asks for a sum, and none of the passages near it states one.")
    if question.want == "count" and not _counts(question.text, texts):
        return _refused(
            "The question asks for a number, and none of the passages near it states that number."
        )
    if question.want == "person":
        return _refused("The reports give roles rather than names, so they do not say who this is.")
    return None


def _refused(reason: str) -> Refusal:
    return Refusal("not_in_reports", reason)


def _unknown_names(question: Question, found: Found) -> str | None:
    """The names in the question, when every one of them is made of words that no report has."""
    missing = set(found.missing)
    unknown = [name for name in question.names if set(content_stems(name)) & missing]
    if not unknown or len(unknown) < len(question.names):
        return None
    return " or ".join(unknown)


def _counts(question: str, texts: Sequence[str]) -> bool:
    """Whether a text has a number shortly before what the question counts, or a percentage where it wants one."""
    match = _COUNTED.search(question)
    if not match:
        return any(re.search(r"\d", text) for text in texts)
    things = set(content_stems(match["things"]))
    return any(things & set(content_stems(after)) for text in texts for after in _NUMBER_THEN.findall(text))
