"""Whose words a sentence is: a report's own finding, its assumption, somebody who is quoted, and so on.

The rules are few and ordered: quotation, question, the list's opening line or the heading, the sentence's own
words. `HEADINGS` and `RULES` are the tables to extend; both are matched against small letters.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.types import Block, Voice

Rule = tuple[Voice, re.Pattern[str]]

HEADINGS: tuple[Rule, ...] = (
    (
        "question",
        re.compile(r"\b(?:reflecti(?:ve|on)|discussion|key|guiding) questions?\b|\bquestions? (?:for|to) "),
    ),
    (
        "recommendation",
        re.compile(
            r"\brecomm[ae]ndations?\b|\bnext steps\b|\b(?:key )?considerations\b|\bwhere next\b"
            r"|\bkey actions\b"
            r"|\bway forward\b|\bprochaines étapes\b"
        ),
    ),
    ("assumption", re.compile(r"\bassumptions\b|\bhypothes[ei]s\b|\bhypothèses\b")),
    (
        "finding",
        re.compile(
            r"\bfindings?\b|\bimpacts?\b|\bresults?\b|\boutcomes\b|\blessons\b|\bachievements?\b"
            r"|\bconclusions?\b"
            r"|\bwhat (?:we|worked|was) (?:learn\w*|found)\b|\benablers\b|\bbarriers\b|\bconstats\b"
            r"|\brésultats\b"
            r"|\bleçons\b"
        ),
    ),
)
"""What a heading above a sentence, or the line that opens a list, says of it."""

_REPORTED = (
    r"\b(?:found|reported|show(?:s|n|ed)?|revealed|demonstrate[sd]|indicate[sd]|highlighted|identified|suggests?"
    r"|illustrate[sd]?|observed|noted|confirm(?:ed|s)|concluded|reflected|reveals?)\b"
)
_TOLD_BY_PEOPLE = (
    r"\b(?:authorities|practitioners|leaders|managers|people|staff|participants|interviewees|respondents|teams"
    r"|partners|they|we) (?:\w+ )?(?:report|describe|identify|highlight|value|feel|see)\b"
)
_LED_TO = (
    r"\b(?:led|leading|contribut\w+|result(?:ed|s)) (?:to|in)\b|\bmeant that\b|\bthis meant\b|\bnot always\b"
)
_HAS_BEEN = r"\b(?:has|have|had) (?:\w+ly )?(?:\w+ed|been|led|become|built|made|shown|grown|given|not)\b"
_WAS_SEEN = (
    r"\b(?:was|were) (?:\w+ly )?(?:felt|seen|found|perceived|valued|considered|able|critical|crucial|helpful"
    r"|important|challenging|difficult|repeatedly|useful|rarely)\b"
)
_CHANGED = (
    r"\b(?:increased?|improved?|reduced|decreased|enabled|helped|accelerated|strengthened|struggled|felt"
    r"|dropped|remains?|persists?|influences?)\b"
)
_SIGNS = r"\bevidence (?:that|of)\b|\b(?:appears?|seems?) to\b|\btipping point\b|\bsignificant\b|\d ?(?:%|per ?cent\b)"
_IN_FRENCH = r"\b(?:a|ont) (?:montré|permis|contribué)\b|\ba été constaté\b"

RULES: tuple[Rule, ...] = (
    (
        "assumption",
        re.compile(
            r"\bassumptions? (?:is|was|being|that)\b|\bhypothes[ei]s\b|\bhypothèses?\b"
            r"|\b(?:we|our) (?:assum|expect|hypothesi[sz]|anticipat)\w*"
            r"|\bit (?:was|is|had been) (?:expected|anticipated|hoped|assumed|envisaged|hypothesi[sz]ed)\b"
        ),
    ),
    (
        "recommendation",
        re.compile(
            r"\b(?:should|ought to)\b(?! (?:not )?have\b)|\brecommend(?:s|ed|ations? (?:is|are))?\b(?! by\b)"
            r"|\bneeds? to (?:be (?:a )?(?:key )?consider|consider|ensure)|\bis a(?:n \w+)? need (?:to|for)\b"
            r"|\bkey considerations?\b|\bdev(?:rait|raient|ra|ront)\b|\bil (?:faut|faudrait)\b"
            r"|\brecommand[eé]"
        ),
    ),
    (
        "finding",
        re.compile(
            "|".join(
                (_REPORTED, _TOLD_BY_PEOPLE, _LED_TO, _HAS_BEEN, _WAS_SEEN, _CHANGED, _SIGNS, _IN_FRENCH)
            )
        ),
    ),
)
"""What the sentence's own words say; the first pattern that matches decides."""

_INDIRECT = re.compile(r"\b(?:how|what|which|whether|where|who|why)\b(?: \w+){0,4} should\b")
"""A question inside a sentence that asks nothing of the reader."""
_QUESTION_END = re.compile(r"\?[\"'”’»)\]*_]*\s*$")
"""A question mark with whatever closes after it."""
_OPENS_QUOTE = re.compile(r"\W{0,20}[“\"«‘']")
"""A quotation mark at the start, after bullets and numbers."""
_AT_END = re.compile(r"(?P<before>\S)\s+\(\s*(?P<role>[^()]{2,70})\)[.*_”\"]*\s*$")
"""Who said it, in brackets at the end."""
_DASHED = re.compile(r"[.!?…”\"’']\s*[–—-]{1,2}\s*(?P<role>[A-Z][^.!?\n]{2,60}?)\.?\s*$")
"""Who said it, after a dash at the end."""
_WHO = r"(?P<role>(?:an?|one|another|the) (?:[\w-]+ ){0,3}?[\w-]+)"
_BESIDE_QUOTE = (
    re.compile(r"[”\"'’»]\s*\((?P<role>[^()]{2,70})\)"),
    re.compile(
        rf"\b{_WHO} (?:said|noted|told us|explained|commented|described|put it|reflected|observed"
        rf"|stated|added)\b"
        r"[^“\"]{0,60}[“\"]",
        re.I,
    ),
    re.compile(
        rf"[”\"],? (?:said|noted|explained|commented|reflected|added|according to) {_WHO}",
        re.I,
    ),
)
"""Who said it, next to a quotation inside a sentence."""
_QUOTED = re.compile(r"“[^“”]+”|\"[^\"\n]+\"|«[^«»]+»")
"""Words in quotation marks of one kind."""
_NOT_A_ROLE = re.compile(
    r"\d|\bet al\b|[;:]|/ ?\w+ ?/|^(?:see|e\.?g|i\.?e|cf|for example|such as|including|figure|table"
    r"|chapter|section|page"
    r"|pp?\.|above|below|ibid|notes?|source|annex|appendix|emphasis|sic|and|or|optional)\b",
    re.I,
)
"""What stands in brackets and names nobody: references, examples, numbers, lists."""
_LABELLED = re.compile(r"\W{0,4}[A-Z][\w &/-]{2,40}: ?[A-Z]")
"""A label before a name ("Directorate: Ada Brook (Director)"): a line of an imprint, not somebody's words."""
_OFFICES = r"lead|leader|manager|director|officer|worker|practitioner|co-?ordinator|advis[eo]r|head"
_PEOPLE = (
    r"teacher|nurse|doctor|gp|parent|mother|father|carer|resident|volunteer|participant|interviewee|respondent|councillor|mayor|trainer"
    r"|coach|researcher|evaluator|partner|staff|member|user|young person|student|pupil"
)
_HEADS = (
    r"chief|ceo|chair|trustee|commissioner|consultant|specialist|analyst|supervisor|representative|stakeholder"
    r"|unit|team"
)
_ROLE_WORD = re.compile(rf"\b(?:{_OFFICES}|{_PEOPLE}|{_HEADS})s?\b", re.I)
"""Words that only names of roles have."""
_ACRONYM = re.compile(r"[A-Z]{2,6}s?")
"""An organisation that speaks by its letters."""
_SPEAKS = re.compile(
    r"\b(?:I|[Ww]e|[Oo]ur|us|[Yy]ou|[Yy]our|[Mm]y|me)\b|n['’]t\b|\b(?:[Ii]t|[Tt]hat|[Tt]here)['’]s\b"
)
"""Words of somebody who speaks, and not of a report."""
_HOW = r"how (?:might|can|could|will|would|do|does|should|far|well|is|are)|to what extent|in what ways?"
_WHAT = (
    r"what (?:would|could|might|can|else|more|do we|does this mean|does it mean|are we|will"
    r"|needs?|is (?:our|the role))"
)
_WHERE_WHO = r"where (?:might|could|can|do we)|who (?:else|might|could)|which"
_DO_WE = r"are we|do we|have we|is our|can we|could we|should we"
_FRENCH = r"dans quelle mesure|comment|quels?|quelles?"
_PUT_TO_READERS = re.compile(
    rf"\W{{0,20}}(?:\d{{1,4}}\W{{1,20}})?(?:{_HOW}|{_WHAT}|{_WHERE_WHO}|{_DO_WE}|{_FRENCH})\b", re.I
)
"""How questions begin that a report puts to its reader."""
_PUT_TO_OTHERS = re.compile(
    r"\b(?:evaluation|research|learning|survey|interview|study) questions?\b|\bmethod", re.I
)
"""Headings over questions that a study asked of itself or of others."""
_ASKED_OF_OTHERS = re.compile(
    r"\b(?:we|was|were) asked\b"
    r"|\b(?:evaluation|study|review|research|assessment) (?:\w+ )?"
    r"(?:address(?:es|ed)|answer(?:s|ed)?|asks|asked|seeks|sought)\b",
    re.I,
)
"""Opening lines of lists of such questions: `Interviewees were asked:`, `The study sought to answer:`."""


_LONGEST_CREDIT = 120
"""Characters at the end of a quotation that can say whose it is."""


class Spoken(NamedTuple):
    """A voice, and the role of who is quoted (None unless the voice is `quotation`)."""

    voice: Voice
    speaker: str | None = None


def read_quotation(text: str, block: Block) -> Spoken | None:
    """The speaker where a block as a whole is somebody's words: by its role, or by the role at its end."""
    end = text[-_LONGEST_CREDIT:]
    found = _AT_END.search(end)
    if block.role == "quotation":
        found = found or _DASHED.search(end)
        return Spoken("quotation", _read_role(found["role"]) if found else None)
    role = _read_role(found["role"]) if found and block.role in ("paragraph", "bullet", "table_row") else None
    if found is None or role is None:
        return None
    said = _QUOTED.sub("", text) if found["before"] in '”"»' else text
    whole = _OPENS_QUOTE.match(text) is not None and _share_quoted(text) > 0.5
    person = (
        block.role == "paragraph"
        and said is text
        and len(text) < 600
        and _ROLE_WORD.search(role)
        and not _LABELLED.match(text)
    )
    return Spoken("quotation", role) if whole or person or _SPEAKS.search(said) else None


def read_voice(sentence: str, block: Block, quotation: Spoken | None, lead_in: str = "") -> Spoken:
    """The voice of one sentence of a block.

    `quotation` is what `read_quotation` says of the block; `lead_in` is the line that opens a bullet's list.
    """
    spoken = quotation or _read_quoted(sentence)
    if spoken:
        return spoken
    if is_question(sentence):
        return Spoken("question")
    if block.role in ("heading", "caption", "chart"):
        return Spoken("description")
    return Spoken(_own_voice(sentence, block, lead_in))


def is_question(sentence: str) -> bool:
    """Whether the sentence asks, and does not only quote a question at its end."""
    found = _QUESTION_END.search(sentence)
    return found is not None and (not set(found[0]) & set('”"»') or _OPENS_QUOTE.match(sentence) is not None)


def is_for_readers(question: str, headings: Sequence[str], lead_in: str = "") -> bool:
    """Whether a question is put to the report's reader, not to the people it studied.

    `lead_in` is the title or the line that opens the list in which the question stands.
    """
    above = (*headings[-2:], *([lead_in] if lead_in else ()))
    if any(_PUT_TO_OTHERS.search(line) for line in above) or _ASKED_OF_OTHERS.search(lead_in):
        return False
    return _read_voice_above(above) == "question" or _PUT_TO_READERS.match(question) is not None


def _own_voice(sentence: str, block: Block, lead_in: str) -> Voice:
    above = _read_voice_above(block.headings)
    if block.role == "bullet":
        opened = _read_lead_in(lead_in)
        if opened or above in ("question", "recommendation"):
            return opened or above or "description"
    own = _find_first(RULES, _INDIRECT.sub("", sentence.lower()))
    return own or (above if above in ("finding", "assumption") else None) or "description"


def _find_first(table: Sequence[Rule], lowered: str) -> Voice | None:
    return next((voice for voice, pattern in table if pattern.search(lowered)), None)


@lru_cache(maxsize=256)
def _read_lead_in(lead_in: str) -> Voice | None:
    return _find_first((*HEADINGS, *RULES), lead_in.lower()) if lead_in else None


@lru_cache(maxsize=1024)
def _read_voice_above(headings: tuple[str, ...]) -> Voice | None:
    """What the nearest heading that says anything says."""
    voices = (_find_first(HEADINGS, heading.lower()) for heading in reversed(headings))
    return next((voice for voice in voices if voice), None)


def _read_quoted(sentence: str) -> Spoken | None:
    """A sentence of which more than half is quoted, and whose speaker stands next to the quotation."""
    if _share_quoted(sentence) <= 0.5:
        return None
    for pattern in _BESIDE_QUOTE:
        found = pattern.search(sentence)
        role = _read_role(found["role"]) if found else None
        if role:
            return Spoken("quotation", role)
    return None


def _share_quoted(text: str) -> float:
    return sum(map(len, _QUOTED.findall(text))) / max(1, len(text))


def _read_role(printed: str) -> str | None:
    """The role as printed, or None where the brackets hold a citation, a remark or a definition."""
    role = " ".join(printed.split()).strip(" .,")
    if len(role.split()) > 8 or _NOT_A_ROLE.search(role):
        return None
    return role if _ROLE_WORD.search(role) or _ACRONYM.fullmatch(role) else None
