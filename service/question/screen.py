"""What is not taken up at all, told from the words of the question alone: orders, legal advice, who somebody is."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from service.types import Status


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
            r"^\W*(?:forget|ignore|disregard) (?:the|all|your|these) (?:documents?|reports?|passages?|sources?)\b",
            r"\b(?:system|hidden|initial|developer) (?:prompt|instructions?|message)\b",
            r"\b(?:debug|developer|admin|god|jailbreak|dan) mode\b",
            r"\byou are now\b|\bpretend (?:to be|you are|that you)\b|\bact as (?:an? |if )\b|\brepeat after me\b",
            r"\bfrom now on\b.{0,30}\b(?:you|answer|reply)\b",
            r"\b(?:state|say|claim|write|report) (?:it )?as (?:an? )?(?:established |proven )?fact\b",
            r"\b(?:make up|fabricate|invent) (?:an?|some|the|one|two|three) (?:[\w-]+ )?"
            r"(?:quot\w+|answers?|figures?|numbers?|statistics?|sources?|citations?|references?|evidence|findings?|story)\b",
            r"\byou(?:['’]re| are) (?:an? )?\w+ now\b",
            r"\brepeat (?:everything|all|the (?:text|words))\b.*\b(?:above|before)\b",
            r"^\W*(?:system|assistant|developer)\s*:|\btreat \S+ as (?:an? )?(?:valid|true|trusted|real)\b",
            r"\bwrite (?:me |us )?an? (?:[\w-]+ )?(?:poem|song|shanty|story|joke|rap|limerick|script|program|code)\b",
            r"\bprint (?:out )?(?:your|the) (?:environment|prompt|keys?|passwords?|secrets?)\b",
        )
    ),
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"(?i:\b(?:who|which person|whose name|real name|full name|identity|identify|unmask|de-?anonymi[sz]e)\b.{0,60}"
    r"\b(?:initials?|anonymous|anonymi[sz]ed|really said|pseudonym"
    r"|behind (?:the|that|this) (?:initials?|names?|quot\w+|pseudonyms?|words))\b)"
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
    "loose": "This goes on from an earlier question, and there is none here. Ask it as a whole, for example: What was "
    "done in Salford?",
    "empty": "The question has no subject to look for. Name a place, a programme, a term or a theme, for example: "
    "What is No Wrong Door?",
}
_LOOSE_END = re.compile(
    r"^\W*(?:and|but|so|or) (?:in|for|at|from|with|what about|how about)\s+\S+(?:\s+\S+){0,3}\W*$",
    re.IGNORECASE,
)
"""A follow-up that nothing goes before ("And in Salford?"); one with an earlier question is whole by now."""
_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")
_EMPTY_WORDS = frozenset(
    """hi hello hey good morning afternoon evening thanks thank you please help me test testing ok okay yes
    no why what how who when where which and so but the an is are was it that this there do does did can
    could tell about more else to of in for on we they them one other something anything question info
    information""".split()
)
"""A question of nothing but these has no subject."""


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
    if _LOOSE_END.match(question):
        return Refusal("clarify", _REASONS["loose"])
    if all(word.casefold() in _EMPTY_WORDS for word in _WORD.findall(question)):
        return Refusal("clarify", _REASONS["empty"])
    return None
