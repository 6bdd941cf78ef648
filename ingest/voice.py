"""Whose words a sentence is: a report's own finding, its assumption, somebody who is quoted, and so on.

The rules are few, ordered and readable; `RULES` and `HEADINGS` are the tables to extend.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.types import Block, Voice

HEADINGS: tuple[tuple[Voice, re.Pattern[str]], ...] = (
    ("question", re.compile(r"\b(?:reflecti(?:ve|on)|discussion|key|guiding) questions?\b|questions? (?:for|to) ", re.I)),
    (
        "recommendation",
        re.compile(
            r"\brecomm[ae]ndations?\b|\bnext steps\b|\b(?:key )?considerations\b|\bwhere next\b|\bkey actions\b"
            r"|\bway forward\b|\bprochaines étapes\b",
            re.I,
        ),
    ),
    ("assumption", re.compile(r"\b(?:assumptions|hypothes[ei]s|hypothèses)\b", re.I)),
    (
        "finding",
        re.compile(
            r"\bfindings?\b|\bimpacts?\b|\bresults?\b|\boutcomes\b|\blessons\b|\bwhat (?:we|worked|was) (?:learn\w*|found)\b"
            r"|\bachievements?\b|\bconclusions?\b|\benablers\b|\bbarriers\b|\bconstats\b|\brésultats\b|\bleçons\b",
            re.I,
        ),
    ),
)
"""What a heading above a sentence says of it, nearest heading first."""

RULES: tuple[tuple[Voice, re.Pattern[str]], ...] = (
    (
        "assumption",
        re.compile(
            r"\b(?:working |underlying )?assumptions?\b(?: (?:is|was|being|that)\b)|\b(?:we|our) (?:assumed?|expect(?:ed)?"
            r"|hypothesi[sz]ed?|anticipated?)\b|\bhypothes[ei]s\b|\bit (?:was|is|had been) (?:expected|anticipated|hoped"
            r"|assumed|envisaged|hypothesi[sz]ed)\b|\bour (?:expectations?|hypothes[ei]s)\b|\bhypothèses?\b",
            re.I,
        ),
    ),
    (
        "recommendation",
        re.compile(
            r"\b(?:should|ought to)\b(?! (?:not )?have\b)|\brecommend(?:s|ed|ation(?: \w+){0,3} (?:is|are))?\b(?! by\b)"
            r"|\bneeds? to (?:be (?:a )?(?:key )?consider|consider|ensure)\w*|\b(?:there is|is) a(?:n \w+|n)? need (?:to|for)\b"
            r"|\bkey considerations?\b|\bdevr(?:ait|aient|a|ont)\b|\bil (?:faut|faudrait)\b|\brecommand\w+",
            re.I,
        ),
    ),
    (
        "finding",
        re.compile(
            r"\b(?:found|reported|showed|shown|shows?|revealed|demonstrated|indicated|highlighted|identified|suggests?"
            r"|illustrate[sd]?|observed|evidenced?|confirm(?:ed|s)|concluded|identify|report|describe|highlight)\b"
            r"(?!\s+(?:is|was|sets|provides|relates|draws|sits|by)\b)"
            r"|\b(?:led|leading|contributed|resulted|results) (?:to|in)\b|\b(?:has|have|had) (?:\w+ly )?(?:\w+ed|been|led"
            r"|become|built|made|shown|grown|given|helped|not)\b|\b(?:was|were) (?:\w+ly )?(?:felt|seen|found|perceived|valued"
            r"|considered|able|critical|crucial|helpful|important|challenging|difficult|repeatedly)\b"
            r"|\b(?:increased?|improved?|reduced|decreased|enabled|helped|accelerated|strengthened|struggled|felt|dropped"
            r"|remains?|persists?)\b|\bevidence (?:that|of)\b|\bappears? to\b|\bseems? to\b|\b(?:tipping point|significant|key"
            r" barrier)\b|\b\d+(?:\.\d+)?\s?(?:%|per ?cent\b)|\b(?:a montré|ont montré|a permis|ont permis|a été constaté)\b",
            re.I,
        ),
    ),
)
"""Patterns of the sentence itself; the first that matches decides."""

_QUESTION_END = re.compile(r"\?[\"'”’»)\]*_]*\s*$")
_OPENS_QUOTE = re.compile(r"\W*[“\"«‘']")
_AT_END = re.compile(r"(?P<before>\S)\s+\(\s*(?P<role>[^()]{2,70})\)[.*_”\"]*\s*$")
_DASHED = re.compile(r"[.!?…”\"’']\s*[–—-]{1,2}\s*(?P<role>[A-Z][^.!?\n]{2,60}?)\.?\s*$")
_BESIDE_QUOTE = (
    re.compile(r"[”\"'’»]\s*\((?P<role>[^()]{2,70})\)"),
    re.compile(
        r"\b(?P<role>(?:an?|one|another|the) (?:[\w-]+ ){1,4}?)(?:said|noted|told us|explained|commented|described"
        r"|put it|reflected|observed|stated|added)\b[^“\"]{0,60}[“\"]",
        re.I,
    ),
    re.compile(
        r"[”\"],? (?:said|noted|explained|commented|reflected|added|according to)"
        r" (?P<role>(?:an?|one|another|the) [\w -]{3,50})",
        re.I,
    ),
)
_QUOTED = re.compile(r"“[^”]+”|\"[^\"\n]+\"|«[^»]+»")
_NOT_A_ROLE = re.compile(
    r"\d|\bet al\b|^(?:see|e\.?g|i\.?e|cf|for example|such as|including|figure|table|chapter|section|page|pp?\.|above"
    r"|below|ibid|notes?|source|annex|appendix|emphasis|sic|and|or|optional)\b|[;:]|/ ?\w+ ?/",
    re.I,
)
_ROLE_WORD = re.compile(
    r"\b(?:lead|leader|manager|director|officer|worker|practitioner|coordinator|co-ordinator|advis[eo]r|head|teacher|nurse"
    r"|doctor|gp|parent|mother|father|carer|resident|volunteer|participant|interviewee|respondent|councillor|mayor"
    r"|trainer|coach|researcher|evaluator|partner|staff|member|user|young person|student|pupil|chief|ceo|chair|trustee"
    r"|commissioner|consultant|specialist|analyst|supervisor|representative|stakeholder|unit|team)s?\b",
    re.I,
)
_ACRONYM = re.compile(r"[A-Z]{2,6}s?")
_SPEAKS = re.compile(r"\b(?:I|we|our|us|you|your|my|me)\b|n['’]t\b|\b(?:it|that|there)['’]s\b")
_PUT_TO_READERS = re.compile(
    r"\W*(?:\d+\W+)?(?:how (?:might|can|could|will|would|do|does|should|far|well|is|are)|to what extent|in what ways?"
    r"|what (?:would|could|might|can|else|more|do we|does this mean|does it mean|are we|will|needs?|is (?:our|the role))"
    r"|where (?:might|could|can|do we)|who (?:else|might|could)|which|are we|do we|have we|is our|can we|could we"
    r"|should we|dans quelle mesure|comment|quels?|quelles?)\b",
    re.I,
)
_PUT_TO_OTHERS = re.compile(r"\b(?:evaluation|research|learning|survey|interview|study) questions?\b|\bmethod", re.I)


class Spoken(NamedTuple):
    """A voice, and the role of who is quoted (None unless the voice is `quotation`)."""

    voice: Voice
    speaker: str | None = None


def quotation_of(text: str, block: Block) -> Spoken | None:
    """The speaker where a block as a whole is somebody's words: by its role, or by the role of a person at its end."""
    if block.role == "quotation":
        found = _AT_END.search(text) or _DASHED.search(text)
        return Spoken("quotation", _role(found["role"]) if found else None)
    found = _AT_END.search(text) if block.role in ("paragraph", "bullet") else None
    role = _role(found["role"]) if found else None
    if found is None or role is None:
        return None
    if found["before"] in "”\"»":
        return Spoken("quotation", role) if _OPENS_QUOTE.match(text) and _share_quoted(text) > 0.5 else None
    is_person = _ROLE_WORD.search(role) is not None and block.role == "paragraph" and len(text) < 600
    return Spoken("quotation", role) if is_person or _SPEAKS.search(text) else None


def voice_of(sentence: str, block: Block, quotation: Spoken | None, lead_in: str = "") -> Spoken:
    """The voice of one sentence of a block.

    `quotation` is what `quotation_of` says of the block; `lead_in` is the line that opens the list of a bullet.
    """
    spoken = quotation or _quoted(sentence)
    if spoken:
        return spoken
    if is_question(sentence):
        return Spoken("question")
    if block.role in ("heading", "caption"):
        return Spoken("description")
    return Spoken(_own_voice(sentence, block, lead_in))


def is_question(sentence: str) -> bool:
    """Whether the sentence asks, and does not only quote a question at its end."""
    found = _QUESTION_END.search(sentence)
    return found is not None and (not set(found[0]) & set("”\"»") or _OPENS_QUOTE.match(sentence) is not None)


def is_for_readers(question: str, headings: Sequence[str]) -> bool:
    """Whether a question is put to the report's reader, not to the people it studied."""
    if any(_PUT_TO_OTHERS.search(heading) for heading in headings[-2:]):
        return False
    return _voice_of_headings(headings[-2:]) == "question" or _PUT_TO_READERS.match(question) is not None


def _own_voice(sentence: str, block: Block, lead_in: str) -> Voice:
    by_heading = _voice_of_headings(block.headings)
    if block.role == "bullet":
        by_lead_in = _first_voice(HEADINGS, lead_in) or _first_voice(RULES, lead_in)
        if by_lead_in or by_heading in ("question", "recommendation"):
            return by_lead_in or by_heading or "description"
    own = _first_voice(RULES, sentence)
    return own or (by_heading if by_heading in ("finding", "assumption") else None) or "description"


def _first_voice(table: Sequence[tuple[Voice, re.Pattern[str]]], text: str) -> Voice | None:
    return next((voice for voice, pattern in table if pattern.search(text)), None) if text else None


def _voice_of_headings(headings: Sequence[str]) -> Voice | None:
    voices = (_first_voice(HEADINGS, heading) for heading in reversed(headings))
    return next((voice for voice in voices if voice), None)


def _quoted(sentence: str) -> Spoken | None:
    """A sentence of which more than half is quoted, and whose speaker stands next to the quotation."""
    if _share_quoted(sentence) <= 0.5:
        return None
    for pattern in _BESIDE_QUOTE:
        found = pattern.search(sentence)
        role = _role(found["role"]) if found else None
        if role:
            return Spoken("quotation", role)
    return None


def _share_quoted(text: str) -> float:
    return sum(map(len, _QUOTED.findall(text))) / max(1, len(text))


def _role(printed: str) -> str | None:
    """The role as printed, or None where the brackets hold a citation, a remark or a definition."""
    role = " ".join(printed.split()).strip(" .,")
    if len(role.split()) > 8 or _NOT_A_ROLE.search(role):
        return None
    return role if _ROLE_WORD.search(role) or _ACRONYM.fullmatch(role) else None
