"""What a brief is asked: its subject without the framing, its parts, and whether it asks about the asker's own team."""

import re
from dataclasses import dataclass

from ingest.language.stems import content_stems

_HELPING = (
    r"help|support|enabl|encourag|succe|improv|strengthen|benefi|work(?:s|ed)? well|valu|worth|advantage"
)
_HINDERING = (
    r"hinder|prevent|imped|obstruct|undermin|fail|barrier|obstacle|difficult|challeng|problem|weaken|harm|risk"
    r"|held|hold|holds|brake|threat|drawback|disadvantage|stop|wrong"
)
_LEANING = (
    rf"(?:{_HELPING}|{_HINDERING})\w*|not|no|never|n['’]t|without|good|bad|positive|negative|better|worse|back"
    r"|against|otherwise"
)
_ASKING = (
    r"why|how|might|can|could|should|what|which|does|did|do|is|are|was|will|would|evidence|suggests?|speaks"
    r"|extent"
)
_LEANS = re.compile(rf"\b(?:{_LEANING})\b", re.IGNORECASE)
"""Words by which a question leans to one side. The same is searched for whichever way it leans."""
_FRAMING = re.compile(rf"\b(?:{_LEANING}|{_ASKING})\b", re.IGNORECASE)
"""These and the words by which it only asks."""
_WORKS = re.compile(r"\bworks?(?=\W*$)", re.IGNORECASE)
"""At the end "work" asks for success, elsewhere it may be a part of the subject ("joint work with schools")."""
_OWN = re.compile(r"\b(?:we|our|ours|us|my|i)\b", re.IGNORECASE)
"""Words for whoever asks."""
_OWN_STATE = re.compile(
    r"\b(?:to what extent|how (?:well|far|much|often)|do|does|are|have|is|did|where) (?:do |are |have |does |is )?"
    r"(?:we|our|us|my)\b",
    re.IGNORECASE,
)
"""Asks how the asker's own team is or does: "How well do we listen?". "What can we learn?" does not."""
_JOINTS = re.compile(
    r",\s*(?:and|but|or)?\s*|;\s*|\?\s+|\s+(?:and|but|while|whereas|at a time of|in the face of)\s+"
)
"""Where one part of a question ends: the comma and the "and" in "How is trust won, kept and lost?"."""
SHORTEST_PART = 2
"""Content words: fewer say too little to be looked for by themselves."""


@dataclass(frozen=True, slots=True)
class BriefQuestion:
    """A question as a brief reads it."""

    text: str
    subject: str
    """The question without its framing, as it is searched for."""
    level: str
    """The question without only what leans to one side."""
    parts: tuple[str, ...]
    """Stretches of the question, each with something of its own to look for."""
    about_us: bool
    """Whether it asks what the asker's own organisation does or is, which no report can know."""
    says_we: bool
    is_question: bool


def read_question(text: str) -> BriefQuestion:
    """Read a question, or a statement that stands for one."""
    whole = " ".join(text.split())
    parts = tuple(
        part.strip(" ?.!") for part in _JOINTS.split(whole) if len(content_stems(part)) >= SHORTEST_PART
    )
    return BriefQuestion(
        whole,
        _strip(_FRAMING, whole),
        _strip(_LEANS, whole),
        parts or (whole.rstrip(" ?.!"),),
        bool(_OWN_STATE.search(whole)),
        bool(_OWN.search(whole)),
        whole.endswith("?"),
    )


def _strip(words: re.Pattern[str], text: str) -> str:
    """The text without the words; all of it where nothing to look for would be left."""
    left = " ".join(_WORKS.sub(" ", words.sub(" ", text)).split())
    return left if content_stems(left) else text
