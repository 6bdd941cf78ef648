"""Which sentences of a draft claim something that reports could say, and which parts are not the claim. Pure."""

import re

from ingest.language.stems import content_stems
from ingest.meaning.voice import is_question

_YEAR = r"(?:19|20)\d\d[a-z]?"
_SURNAME = r"[A-Z][\w'’-]+"
_AUTHORS = rf"{_SURNAME}(?:,? (?:and|&|et al\.?,?|{_SURNAME}))*"
_CITATION = re.compile(
    r"\s*(?:"
    r"\[\^?[SE]?\d+(?:\s?[,;–-]\s?[SE]?\d+)*\]"
    r"|【[^】]{1,40}】"
    r"|[⁰¹²³⁴-⁹]+"
    rf"|\((?:(?i:see|e\.g\.|cf\.),? )?{_AUTHORS},? {_YEAR}(?:[;,:] ?[^()]{{0,80}})?\)"
    r"|\((?i:ibid\.?|op\. ?cit\.?|(?:see )?(?:pp?\.|page|annex|appendix|figure|table|section) ?[\w.–-]{1,10})\)"
    r")"
)
"""Keys in brackets, raised numbers, author and year, references to pages and annexes: as reports, briefing notes and
other assistants write them."""
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`")
"""Marks of emphasis and of code, which are no part of the words."""
_OPINION = re.compile(
    r"\b(?:I|we) (?:(?:also|strongly|firmly|do|would|very much|all|are|am) ){0,2}"
    r"(?:think|believe|feel|hope|suggest|propose|recommend|ask|want|like to|wish|welcome|look forward|intend|plan"
    r"|keen|pleased|grateful|proud|delighted|thank|invite|expect)\b"
    r"|\bin (?:my|our) (?:view|opinion|judgement|judgment|experience)\b"
    r"|\b(?:members|the (?:board|committee|cabinet|panel|group|executive)) (?:is|are)"
    r" (?:asked|invited|requested|recommended)\b"
    r"|\bit is (?:recommended|proposed|suggested|requested) that\b",
    re.IGNORECASE,
)
"""How authors of papers give their own view, or ask for something."""
_PROPOSING = re.compile(r"\b(?:should|ought to|let us|let’s|let's)\b", re.IGNORECASE)
"""What proposes, and so claims nothing of what was found."""
_REPORTED = re.compile(
    r"\b(?:said|says|told|felt|feels?|thought|believed|argued?s?|suggest(?:s|ed)?|recommend(?:s|ed)?|reports?|reported"
    r"|stressed|found|finds|according to|noted?|concluded?s?|asked|agreed)\b",
    re.IGNORECASE,
)
"""Where somebody is said to hold it, a proposal is a claim about them."""
_ITS_PARTS = "paper|section|chapter|note|annex|appendix|briefing|document|part|table|figure|paragraph"
_ABOUT_ITSELF = re.compile(
    rf"^(?:this (?:{_ITS_PARTS})|the (?:next|following|present|first|second|third|last|final) (?:{_ITS_PARTS})s?"
    rf"|(?:{_ITS_PARTS}) \w{{1,4}})\s(?:then |also |briefly )?"
    r"(?:sets?|summari[sz]es?|describes?|outlines?|looks?|presents?|provides?|covers?|explains?|lists?|aims?|shows?"
    r"|turns?|invites?|asks?|is (?:structured|organi[sz]ed|for|intended))\b",
    re.IGNORECASE,
)
"""What a paper says of its own parts."""
_GREETING = re.compile(
    r"^(?:dear|thank you|thanks|many thanks|kind regards|best wishes|yours (?:sincerely|faithfully))\b",
    re.IGNORECASE,
)
"""How letters begin and end."""
_REFERENCE = re.compile(
    rf"^(?:\[?\d+[\].]? )?{_SURNAME},? (?:[A-Z]\.[ ,]?)+.{{0,200}}\(?{_YEAR}|^(?i:source|sources|see|available at)\s?:"
    r"|^(?:https?://|www\.)\S+$"
)
"""An entry of a list of references."""
_WORD = re.compile(r"[^\W\d_]+(?:['’]\w+)?")
"""A word of letters."""
_SMALL_WORDS = frozenset("a an and as at by for from in is it of on or that the to was were with".split())
_FOREIGN_WORDS = frozenset(
    "der die das und ist nicht den dem ein eine sie weil wurde auf mit für le la les des est une dans que pour qui sur"
    " el los las una por con para di il che non per della w z się na jest nie do oraz y yn ac mae ar".split()
)
"""Small words of German, French, Spanish, Italian, Polish and Welsh. Two of them and none of English make a sentence
of another language; a library that tells languages apart needs more than one sentence."""


def split_citations(sentence: str) -> tuple[str, tuple[str, ...]]:
    """Give a sentence without emphasis and citations, and the citations separately."""
    plain = _EMPHASIS.sub("", sentence)
    cited = tuple(match[0].strip() for match in _CITATION.finditer(plain))
    return " ".join(_CITATION.sub("", plain).split()), cited


def explain_no_claim(sentence: str) -> str:
    """Say why a sentence claims nothing that reports could say; empty if it claims something."""
    if is_question(sentence):
        return "It is a question."
    if _GREETING.match(sentence):
        return "It is a greeting."
    if _REFERENCE.match(sentence):
        return "It refers to a source."
    if _OPINION.search(sentence):
        return "It gives the author’s own view or asks for something."
    if _ABOUT_ITSELF.match(sentence):
        return "It tells what the draft itself does."
    if len(content_stems(sentence)) < 2:
        return "It has too few words to hold a claim."
    words = {word.lower() for word in _WORD.findall(sentence)}
    if _SMALL_WORDS.isdisjoint(words) and len(words & _FOREIGN_WORDS) > 1:
        return "It does not seem to be English, and only English can be checked."
    return ""


def is_proposal(sentence: str) -> bool:
    """Whether a sentence says what ought to be done, without saying that somebody said so."""
    return bool(_PROPOSING.search(sentence)) and not _REPORTED.search(sentence)
