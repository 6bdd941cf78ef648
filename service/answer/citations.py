"""From a model's text to sentences with the keys that they cite. Pure; their truth is not judged here.

The service mints the keys (S1, S2, ...) and a model may only repeat them: others are taken out and told.
Markup is taken off as well, so that what is left is plain text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.language.sentences import is_abbreviated
from service.answer.thoughts import ThoughtFilter

_GAP = r"[^\S\n]*+"
_KEY = rf"[Ss]{_GAP}\d++"
_RANGE = rf"{_KEY}(?:{_GAP}[-–—]{_GAP}[Ss]?{_GAP}\d++)?"
_TAIL = rf"(?:{_GAP}(?:[,;&/|†\-–—]|and\b|pp?\b\.?|pages?\b|{_KEY}|L?\d++))*+"
_INTRODUCED = r"(?i:passages?|sources?|see|references?|refs?|citations?|cf)\b[.:]{0,2}"
_TITLE = r"(?::[^\[\](){}【】\n]{1,80})?"
_KEYS = rf"[\[(【]{_GAP}(?:{_INTRODUCED}{_GAP})?{_RANGE}{_TAIL}{_TITLE}{_GAP}[\])】]"
KEYS = re.compile(_KEYS)
"""A bracket of keys: `[S1]`, `(S1)`, `[S 1]`, `[S1, S2 and S4-S6]`, `[S1, p. 4]`, `[Source: S1]`, `[S1: its title]`."""
_SPELLINGS = ((re.compile(r"\\([\[\]])"), r"\1"), (re.compile(r"\[\^(?=\s?[Ss]\s?\d)"), "["))
"""Brackets escaped for Markdown, and keys as footnotes."""
_WIDE = str.maketrans("［］（）", "[]()")
_LED_IN = re.compile(
    rf"^(?:\W{{0,3}}(?:according to|based on|per|as (?:\w+ )?(?:in|by))\s{_KEYS},?\s"
    rf"|{_KEYS}\s(?:say|state|note|report)s?\s(?:that\s)?)",
    re.IGNORECASE,
)
"""Words that a sentence begins with only to cite: "According to [S1], ...", "[S1] says that ..."."""
_HEADING = re.compile(r"^\W*(?:sources?|references?|citations?|passages?)\W*$", re.IGNORECASE)
"""The heading over a list of keys; no sentence."""
LONGEST_SENTENCE = 2_000
"""Characters; a model that has not ended its sentence by then is stuck. The longest in the development sets has 700."""

_KEY_RANGE = re.compile(r"[Ss]\s*(\d{1,18})(?:\s*[-–—]\s*[Ss]?\s*(\d{1,18}))?")
"""One key or a range in a bracket ("S4-S6"). At most 18 digits: Python refuses to read a number of thousands."""
_BOUNDARY = re.compile(
    # After a full stop and the keys that follow it, before what can begin a sentence.
    rf"(?<=[.!?…])[\"”’'*_)]*(?:(?P<keys>(?:[ \t]*{_KEYS})+)[ \t]*|[ \t]+)(?=[*_\"“‘']*[A-ZÀ-Þ\d£$€])"
    # At a line's end, unless the next line goes on in lower case or has only keys.
    rf"| ?\n(?=\S)(?![a-z])(?!(?:{_KEYS}[ \t]*)+$)",
    re.MULTILINE,
)
_GAPS = re.compile(r"\s+")
"""Any white space in a row, to become one sign."""
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\n]*\)")
"""A Markdown link or picture, of which only the words are kept: "[the plan](https://example.org)"."""
_ITEM = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+")
"""What marks a line as an item of a list: "- ", "2) ". Two digits at most: "2019. " at a line's start is a year."""
_MARKUP = re.compile(
    r"^\s*(?:#+\s|>\s?)+|</?[A-Za-z!][^<>]*>|<\|[^<>|\n]{0,20}\|>|\*+|`+|~~|(?<!\w)_+|_+(?!\w)"
)
"""Signs of Markdown, HTML tags and tokens of models ("## Aims", "<b>", "<|end|>"); not the sign within "take_up"."""
_OPEN_BRACKET = re.compile(r"[\[(【][^\])】\n]{0,80}$")
"""Perhaps the first part of a bracket of keys."""
_BROKEN_KEY = re.compile(r"[\[(【]\s*(?:[Ss]\s*[\d,;\sSs–-]*)?$")
"""A bracket of keys that a text was cut off in ("[S1, S"); "[Salford" is none."""
_TIDY = (
    (re.compile(r"[\[(【]\s*+(?:(?:passages?|sources?|see)\b\s*+:?\s*+)?[\])】]", re.IGNORECASE), ""),
    (re.compile(r"^[\s:;,]+"), ""),
    (re.compile(r"\s+"), " "),
    (re.compile(r"(?<!\s)\s++(?=[,.;:!?…”’)\]])"), ""),
    (re.compile(r"[,;]+(?=[.!?…]|$)"), ""),
    (re.compile(r"((?<!\.)\.|[!?…])\.$"), r"\1"),
)
_ENDED = re.compile(r"[.!?…][\"”’')\]]*$")
"""What closes a sentence, with marks and brackets after it: "it worked.”"."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One sentence as the model wrote it, in plain text without keys; nothing of it has been checked."""

    text: str
    passage_ids: tuple[str, ...]
    """Known keys, in order of first mention."""
    unknown_keys: tuple[str, ...]
    kind: Literal["sentence", "item"]

    @property
    def ended(self) -> bool:
        """Whether it closes as a sentence does; one that does not may have been cut off."""
        return bool(_ENDED.search(self.text))


class StatementStream:
    """Cuts a text that arrives in pieces into drafts, each as soon as the next one has visibly begun."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._thoughts = ThoughtFilter()
        self._rest = ""

    @property
    def stuck(self) -> bool:
        """Whether the sentence that still goes on is longer than any sentence is."""
        return len(self._rest) > LONGEST_SENTENCE

    @property
    def thought_aloud(self) -> bool:
        """Whether the drafts so far turned out to be thoughts: the mark of their end came without a beginning."""
        return self._thoughts.unopened

    def feed(self, piece: str) -> list[Draft]:
        """Take the next piece and return the drafts that it completes."""
        aloud, shown = self._thoughts.unopened, self._thoughts.feed(piece)
        if self._thoughts.unopened and not aloud:
            self._rest = ""
        self._rest = _spell_alike(self._rest + shown)
        if _OPEN_BRACKET.search(self._rest):
            return []
        *complete, self._rest = _sentences(self._rest)
        return self._drafts(complete)

    def finish(self) -> list[Draft]:
        """Return what is left when no piece follows; only its last draft can be unfinished."""
        rest, self._rest = _spell_alike(self._rest + self._thoughts.finish()), ""
        return self._drafts([*_sentences(_BROKEN_KEY.sub("", rest))])

    def _drafts(self, sentences: list[str]) -> list[Draft]:
        drafts = [draft(sentence, self._known) for sentence in sentences]
        return [each for each in drafts if re.search(r"\w", each.text) and not _HEADING.match(each.text)]


def draft(sentence: str, known: frozenset[str]) -> Draft:
    """Take the keys and the markup out of one sentence."""
    unlinked = _LINK.sub(_link_text, sentence)
    keys, unknown = _keys(unlinked, known)
    unmarked, markers = _ITEM.subn("", unlinked)
    bare, led_in = _LED_IN.subn("", unmarked)
    text = _plain(KEYS.sub("", bare))
    return Draft(
        text[:1].upper() + text[1:] if led_in else text, keys, unknown, "item" if markers else "sentence"
    )


def _sentences(text: str) -> Iterator[str]:
    """Cut at every boundary; the last part is the sentence that still goes on."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        if match["keys"] is None and _is_abbreviated(text[start : match.start()], text[match.end()]):
            continue
        if "\n" not in match[0] and _in_quotation(text[start : match.end()]):
            continue
        yield text[start : match.end()]
        start = match.end()
    yield text[start:]


def _is_abbreviated(before: str, following: str) -> bool:
    """Whether the last line of `before` ends in a full stop that ends no sentence.

    `following` is one character: the word that it begins may not have arrived yet.
    """
    return before.endswith(".") and is_abbreviated(before[:-1].rpartition("\n")[2], following)


def _in_quotation(text: str) -> bool:
    """Whether a quotation is open; one that does not close within a paragraph's length is a stray mark."""
    return len(text) < 500 and (text.count("“") > text.count("”") or text.count('"') % 2 == 1)


def _keys(text: str, known: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A sentence's known keys and its unknown ones, each once, in order. Of a range only the ends can be unknown."""
    largest = max((int(key[1:]) for key in known), default=0)
    found: dict[str, None] = {}
    for bracket in KEYS.findall(text):
        for first, last in _KEY_RANGE.findall(bracket):
            low, high = sorted((int(first), int(last or first)))
            found |= dict.fromkeys(f"S{n}" for n in (low, *range(low + 1, min(high, largest + 1)), high))
    return tuple(key for key in found if key in known), tuple(key for key in found if key not in known)


def _spell_alike(text: str) -> str:
    """Give gaps, brackets and keys the one spelling that is looked for."""
    text = _GAPS.sub(_gap, text.translate(_WIDE))
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text


def _gap(match: re.Match[str]) -> str:
    """One sign for any gap: a model that writes nothing but white space must not fill the memory."""
    return "\n" if "\n" in match[0] else " "


def _link_text(match: re.Match[str]) -> str:
    bracket = f"[{match[1]}]"
    return bracket if KEYS.fullmatch(bracket) else match[1]


def _plain(text: str) -> str:
    """Take off markup, and the gaps that keys and markup leave."""
    text = _MARKUP.sub("", _LINK.sub(_link_text, text))
    for pattern, replacement in _TIDY:
        text = pattern.sub(replacement, text)
    return text.strip()
