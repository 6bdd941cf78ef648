"""The themes by which questions are grouped; a question's words tell its theme."""

import re

OTHER = "Other questions"
_THEMES = {
    "Trust and relationships": "trust relationship relational together partner"
    " partnership collaborat neighbour conversation",
    "Leadership and decisions": "lead leader leadership decide decision governance"
    " strateg steering board senior manager",
    "People and communities": "communit resident famil child young parent voluntary voice user",
    "Evidence and learning": "evidence learn knowledge measure figure count record"
    " assum assess compar data judge evaluat",
    "Spreading and lasting": "spread scale adapt version feature fund funding invest"
    " sustain future end last embed grow stop",
    "Teams, roles and skills": "team role job staff colleague skill capacity"
    " practitioner administration recruit train support",
    "Services and structures": "service structure system organisation authorit police"
    " health school infrastructure agenc organisational",
}
"""Theme -> beginnings of the words that tell it. Of 83 questions of two libraries, 15 have none of them."""
_PATTERNS = {
    theme: re.compile(rf"\b(?:{'|'.join(words.split())})\w*", re.IGNORECASE)
    for theme, words in _THEMES.items()
}
THEMES = (*_THEMES, OTHER)


def find_theme(text: str) -> str:
    """Give the theme with the most words in a text, the earlier of two equal ones; `OTHER` if there is none."""
    counts = {theme: len(pattern.findall(text)) for theme, pattern in _PATTERNS.items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else OTHER
