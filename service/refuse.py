"""What such a tool must not do, told from the words of the question alone."""

import re
from dataclasses import dataclass

from service.question import Question
from service.search import Found
from service.types import Status


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered, in the reader's words."""

    status: Status
    reason: str


_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|rules?|prompts?|guidelines?|guardrails?|above|previous|everything|restrictions?)\b"
    r"|\b(?:system|hidden|initial|developer) (?:prompt|instructions?|message)\b|\b(?:debug|developer|admin|god|jailbreak|dan) mode\b"
    r"|\byou are now\b|\bpretend (?:to be|you are|that you)\b|\bact as (?:an? |if )\b|\brepeat after me\b|\bfrom now on\b.{0,30}\b(?:you|answer|reply)\b"
    r"|\b(?:state|say|claim|write|report) (?:it )?as (?:an? )?(?:established |proven )?fact\b|\bmake up\b|\binvent (?:an?|some|the)\b|\bfabricate\b",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"\b(?:who|which person|whose name|real name|full name|identity|identify|unmask|de-?anonymi[sz]e)\b.{0,60}"
    r"\b(?:initials?|anonymous|anonymi[sz]ed|behind the|really said|pseudonym)\b"
    r"|\b(?:who|what name)(?: is|'s| are| was| does)? (?:behind |the initials )?[\"'“(]?(?P<initials>[A-Z]{2})[\"'”)]?(?: stand for)?\s*\?*$"
    r"|\b(?:home address|phone number|date of birth|email address)\b",
)
_LEGAL = re.compile(
    r"\b(?:legal advice|can (?:i|we) sue|am i (?:legally )?(?:liable|entitled)|is it (?:legal|lawful|illegal|unlawful) (?:to|for|if)|breach of contract"
    r"|should (?:i|we) (?:plead|sue|take (?:them|him|her|it) to court)|(?:our|my) (?:legal|solicitor)|legal(?:ly)? (?:position|rights|liab\w+|obligat\w+|entitle\w+|standing))\b"
    r"|\b(?:diagnos\w+|medication|prescri\w+) (?:me|my|for me)\b",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"[^\W\d_]{2,}|\d{2,}")
_EMPTY_WORDS = re.compile(
    r"^(?:hi|hello|hey|good|morning|afternoon|evening|thanks|thank|you|please|help|me|test|testing|ok|okay|yes|no|why|what|how|who|when|where|which|and|so|but|"
    r"the|a|an|is|are|was|it|that|this|there|do|does|did|can|could|tell|about|more|else|to|of|in|for|on|i|we|they|them|one|other|something|anything|question|info|information)$",
    re.IGNORECASE,
)


def screen(question: str, initials_of_people: frozenset[str] = frozenset()) -> Refusal | None:
    """Say why the question can't be taken up at all, or None. Looks at no report.

    `initials_of_people`: initials that reports use for persons; asking who they are is declined.
    """
    if _ORDERS.search(question):
        return Refusal(
            "declined",
            "The question contains orders to the assistant. It answers questions about the reports and takes no orders from "
            "a question; ask for what you want to know in plain words.",
        )
    if _LEGAL.search(question):
        return Refusal(
            "declined",
            "This asks for legal or medical advice, which a library of learning reports can't give. Ask what the reports say "
            "about it, or ask a professional.",
        )
    match = _IDENTITY.search(question)
    if match and (match["initials"] is None or match["initials"] in initials_of_people):
        return Refusal(
            "declined",
            "Reports use initials and roles to protect people, so the assistant does not say or guess who somebody is. "
            "It can show what was said, and in which role.",
        )
    if not any(not _EMPTY_WORDS.match(word) for word in _CONTENT.findall(question)):
        return Refusal(
            "clarify",
            "The question has no subject to look for. Name a place, a programme, a term or a theme, for example: What is No Wrong Door?",
        )
    return None


def not_in_reports(question: Question, found: Found) -> Refusal | None:
    """Say why nothing that was found answers the question, or None when something may."""
    if not len(found.candidates.row) or not found.allowed.any():
        return Refusal(
            "not_in_reports", "No report that the filters let through has anything near this question."
        )
    return None
