"""Names in a text that an acronym may stand for although nobody says so: capitalised phrases, by their initials."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ingest.language.wordlists import word_set
from ingest.meaning.longforms import JOINERS, find_words

_CAPITALISED = r"[A-Z][\w'’]{0,30}+(?:-[\w'’]{1,30}+){0,4}+"
_PHRASE = re.compile(
    rf"(?<![\w'’-]){_CAPITALISED}"
    rf"(?:,?\s(?:(?:of|for|and|the|in|on|to|de|du|des|et)\s){{0,2}}{_CAPITALISED}){{1,8}}"
)
"""Capitalised words in a row, with small joining words between them."""
_OPENERS = word_set(
    "under over after before since while when during through across this these those our we it its"
    " they their all each both many most some as if there here however although despite given where"
    " what how"
)
"""Words with a capital only because a sentence begins with them."""
_LONGEST_PHRASE = 7
"""Words; names are shorter, and the runs of a longer line of capitals are many."""
_GOES_ON = re.compile(r"\s(?:(?:of|for|and|the|in|de|du|des)\s){0,2}[A-ZÀ-Þ]|[-’'][\w]")
"""A name that goes on after a phrase: the phrase is then a part of it."""
_GOES_BEFORE = re.compile(
    r"(?<![\w’'-])[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*(?:,?\s(?:of|for|and|the|in|de|du|des))?[\s-]$"
)
"""A name that a phrase goes on with."""
_NEAR = 60
"""Characters between an acronym and its words where they are said together ("the Mission (a list). NM staff")."""
_TELLING_LETTERS = 4
"""So many letters are no chance: over the development reports every wrong guess had two or three."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words and where it stands."""

    start: int
    end: int
    begins: bool
    """No other word of the name stands before it."""
    ends: bool
    """No other word of the name stands after it."""


def find_phrases(text: str) -> dict[str, list[Phrase]]:
    """Capitalised runs of words by their initials, with and without their joiners' initials."""
    found: dict[str, list[Phrase]] = {}
    for each in _PHRASE.finditer(text):
        words = find_words(text, *each.span())
        small = [word[0].lower() in JOINERS for word in words]
        initials = [word[0][0].lower() for word in words]
        for first, last in combinations(range(len(words)), 2):
            if last - first < _LONGEST_PHRASE and _is_name([word[0] for word in words[first : last + 1]]):
                phrase = _read_phrase(text, words[first].start(), words[last].end())
                run = range(first, last + 1)
                every = "".join(initials[row] for row in run)
                content = "".join(initials[row] for row in run if not small[row])
                for key in {every, content}:
                    found.setdefault(key, []).append(phrase)
    return found


def choose_phrase(text: str, short: str, phrases: Sequence[Phrase], uses: Sequence[int]) -> Phrase | None:
    """The only wording among phrases with an acronym's initials, unless it may have them by chance.

    By chance has them the beginning of a longer name ("Northern Health Science" of an alliance), or its end where the
    acronym is used but once, with few letters and far from each use.
    """
    wordings = {" ".join(text[each.start : each.end].split()).casefold() for each in phrases}
    if len(wordings) != 1:
        return None
    for each in phrases:
        beside = any(min(abs(each.start - use), abs(use - each.end)) <= _NEAR for use in uses)
        if each.ends and (each.begins or beside or len(uses) > 1):
            return each
    return phrases[0] if len(short) >= _TELLING_LETTERS else None


def _read_phrase(text: str, start: int, end: int) -> Phrase:
    before = _GOES_BEFORE.search(text, max(0, start - 40), start)
    opener = before is not None and before[0].split()[0].lower() in _OPENERS | JOINERS
    return Phrase(start, end, before is None or opener, _GOES_ON.match(text, end) is None)


def _is_name(words: Sequence[str]) -> bool:
    """Whether a run can be what an acronym stands for: no acronym in it, no small word at its ends."""
    ends = {words[0].lower(), words[-1].lower()}
    return not (ends & JOINERS or words[0].lower() in _OPENERS or any(map(str.isupper, words)))
