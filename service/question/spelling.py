"""Reading misspelt words of a question as the words of the reports that were most likely meant."""

import re
from collections.abc import Mapping

from ingest.embedding.embedder import Embedder
from ingest.language.gazetteer import is_name
from ingest.language.stems import content_stems
from ingest.library.open import Library

_WORD = re.compile(r"[^\W\d_]+")
"""Letters in a row: only what is spelled can be misspelt, so "2019" has nothing to look at."""


def find_misspelt(question: str, library: Library, embedder: Embedder) -> dict[str, str]:
    """Words of the question that no report has, with the reports' words that they are read as.

    A word that the embedding model reads in one piece is a word, not a slip. Names of places stay as they are: one
    that no report mentions is not another one.
    """
    strange = [
        word
        for word in dict.fromkeys(_WORD.findall(question))
        if (found := content_stems(word)) and not any(stem in library.vocabulary for stem in found)
    ]
    slips = [word for word in strange if not is_name(word) and not _in_one_piece(word, embedder)]
    meant = {word: library.lexicon.find_spelling(word) for word in slips}
    return {word: _in_letters_of(word, other) for word, other in meant.items() if other}


def correct_words(question: str, words: Mapping[str, str]) -> str:
    """The question with the words that were meant."""
    return _WORD.sub(lambda match: words.get(match.group(), match.group()), question)


def _in_one_piece(word: str, embedder: Embedder) -> bool:
    shortest, own = embedder.count_tokens(["a", word.casefold()])
    return own <= shortest


def _in_letters_of(word: str, other: str) -> str:
    return other.capitalize() if word[:1].isupper() else other
