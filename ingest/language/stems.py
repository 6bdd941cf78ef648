"""Words of a text to their stems, and the words that say nothing by themselves. The only home of Stemmer."""

import re
import unicodedata

import Stemmer

# A number keeps its currency, decimals, unit and per cent sign ("£1.5m", "30%", "3rd").
_WORD = re.compile(r"[£$€]?\d+(?:[.,:]\d+)*(?:%|[a-z]{1,3}\b)?|[^\W_]+(?:'[^\W_]+)*")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|presqu|quoiqu)'(?=[aehiouœ])")
"""What French writes before a vowel or a silent h: "d'envoi" is "envoi". No English word has a part so before one."""
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})

_STOP_WORDS = """
a about after all also am an and any are as at be been being both but by can could did do does doing
each for from had has have having he her here hers him his how i if in into is it its just may me
might more most my no nor of on or our ours out over own she should so some such than that the their
them then there these they this those through to too under until up us very was we were what when
where which while who whom whose why will with would you your yours dont doesnt didnt isnt arent
wasnt werent
au aux avec ce ces cette dans de des du elle en est et il ils la le les leur leurs ont ou où par pour que qui
quel quelle quelles quels sa ses sont sur un une été
"""
"""Words that say nothing by themselves, English and French (those that are no English words with a sense)."""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class _Stems(dict[str, str]):
    """Every distinct word's stem, found once; empty for words to leave out."""

    _LIMIT = 500_000

    def __init__(self, left_out: frozenset[str]) -> None:
        self._left_out = left_out
        self._stemmer = Stemmer.Stemmer("english")

    def __missing__(self, word: str) -> str:
        if len(self) >= self._LIMIT:
            self.clear()
        bare = word[found.end() :] if (found := _ELISION.match(word)) else word
        self[word] = stem = self._stem(bare.removesuffix("'s").replace("'", ""))
        return stem

    def _stem(self, base: str) -> str:
        if base in self._left_out:
            return ""
        return base if not base[:1].isalpha() else str(self._stemmer.stemWord(base))


_ALL = _Stems(frozenset())
_CONTENT = _Stems(STOP_WORDS)


def stems(text: str) -> list[str]:
    """Every word and number of the text as a stem, in order; parts of a hyphenated word count as words."""
    return list(map(_ALL.__getitem__, _WORD.findall(_make_plain(text))))


def content_stems(text: str) -> list[str]:
    """`stems` without those of STOP_WORDS."""
    return list(filter(None, map(_CONTENT.__getitem__, _WORD.findall(_make_plain(text)))))


def _make_plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFD", folded)
    return "".join(char for char in apart if not unicodedata.combining(char))
