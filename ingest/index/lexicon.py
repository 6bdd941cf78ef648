"""What a library knows of words: what acronyms stand for, which places there are, which words mean nearly the same."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from ingest.language.stems import content_stems
from ingest.lazy import Once
from ingest.types import Report

SENTENCES_FOR_VECTOR = 2
"""A word in fewer sentences gets no vector: it is found by its letters or not at all."""
MOST_VECTORS = 20_000
"""The commonest words get vectors, no more than so many: each question is compared with all of them."""
EMBEDDED_AT_ONCE = 1_000
"""Words, so that the memory for their vectors is bounded."""
SHORTEST_MISSPELT = 5
"""Letters; shorter words have too many neighbours to say which one was meant."""
SPELT_ALIKE = 0.9
"""Least similarity (twice the letters in common, in order, over all letters) of a misspelt word to what was meant.

One slip in a word of ten letters gives 0.9; at 0.85 "governor" is read as "governance's" neighbours.
"""
_WORD = re.compile(r"[^\W\d_]{3,}")
"""Words worth a vector: letters only, three or more."""

EmbedWords = Callable[[list[str]], NDArray[np.float32]]
"""Gives one vector of length 1 for each word."""


@dataclass(frozen=True, slots=True)
class Vocable:
    """What one report contributes: its acronyms with long forms (None: never defined), its places and words."""

    acronyms: Mapping[str, str | None]
    places: tuple[str, ...]
    words: tuple[str, ...]
    """Its words in small letters, each once: what a misspelt word of a question may have meant."""


class Lexicon:
    """What all reports contribute. `stems[i]` is the stem whose word has the vector `vectors[i]`.

    `acronyms` maps each acronym as written to the long forms that reports give for it, maybe none; `vectors` has
    shape (stems, dimension), each of length 1. Safe to use from several threads.
    """

    def __init__(
        self,
        acronyms: Mapping[str, tuple[str, ...]],
        places: tuple[str, ...],
        words: tuple[str, ...],
        stems: tuple[str, ...],
        vectors: NDArray[np.float16],
    ) -> None:
        self.acronyms, self.places, self.words = acronyms, places, words
        self.stems, self.vectors = stems, vectors
        self._places = frozenset(place.casefold() for place in places)
        self._rows = Once(lambda: {stem: row for row, stem in enumerate(self.stems)})
        self._words_by_letter = Once(self._by_first_letter)
        # Products in half precision are slow on most processors.
        self._exact = Once(lambda: self.vectors.astype(np.float32))
        # A product with all words' vectors took a sixth of a search; questions share most of their words.
        self._alike: dict[tuple[str, float, int], dict[str, float]] = {}

    def is_place(self, name: str) -> bool:
        """Whether a report names such a place."""
        return name.casefold() in self._places

    def find_spelling(self, word: str) -> str | None:
        """The reports' word that a word which no report has is most likely meant to be, with the same first letter."""
        typed = word.casefold()
        if len(typed) < SHORTEST_MISSPELT or not typed.isalpha():
            return None
        alike = self._words_by_letter.get().get(typed[0], ())
        found = process.extractOne(typed, alike, scorer=fuzz.ratio, score_cutoff=100 * SPELT_ALIKE)
        return found[0] if found else None

    def _by_first_letter(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.words:
            found.setdefault(word[0], []).append(word)
        return found

    def expansion(self, question: str) -> str:
        """Long forms of the question's acronyms, and acronyms of its long forms, to search for as well."""
        return " ".join(self.expansions(question))

    def expansions(self, question: str) -> tuple[str, ...]:
        """The same one by one."""
        words = set(re.findall(r"[\w&]+", question))
        folded = question.casefold()
        spoken = set(folded.split())
        added: dict[str, None] = {}
        for short, long_forms in self.acronyms.items():
            named = bool({short, short + "s"} & words) or (len(short) > 2 and short.casefold() in spoken)
            for form in long_forms:
                if named and form.casefold() not in folded:
                    added[form] = None
                elif not named and form.casefold() in folded:
                    added[short] = None
        return tuple(added)

    def find_alike(
        self, stems: Iterable[str], vectors: Mapping[str, NDArray[np.float32]], least: float, most: int
    ) -> dict[str, dict[str, float]]:
        """For each stem, up to `most` others whose words mean nearly the same, with their cosine, of `least` or more.

        `vectors` are those of words that the reports do not have; a stem with no vector at all is left out.
        """
        if not len(self.vectors):
            return {}
        asked = list(stems)
        keys = {stem: (stem, least, most) for stem in asked if stem not in vectors}
        found = {stem: self._alike[key] for stem, key in keys.items() if key in self._alike}
        new = {stem: vectors.get(stem, self._find_vector(stem)) for stem in asked if stem not in found}
        wanted = {stem: vector for stem, vector in new.items() if vector is not None}
        if wanted:
            cosines = np.stack(list(wanted.values())) @ self._exact.get().T
            for stem, row in zip(wanted, cosines, strict=True):
                found[stem] = self._choose_best(stem, row, least, most)
                if stem in keys:
                    self._alike[keys[stem]] = found[stem]
        return {stem: found[stem] for stem in asked if stem in found}

    def _find_vector(self, stem: str) -> NDArray[np.float32] | None:
        row = self._rows.get().get(stem)
        return None if row is None else self._exact.get()[row]

    def _choose_best(
        self, stem: str, cosines: NDArray[np.float32], least: float, most: int
    ) -> dict[str, float]:
        alike = np.flatnonzero(cosines >= least)
        best = alike[np.argsort(-cosines[alike], kind="stable")][: most + 1]
        found = [(self.stems[i], float(cosines[i])) for i in best if self.stems[i] != stem]
        return dict(found[:most])

    def vectors_of(self, stems: Iterable[str]) -> NDArray[np.float16]:
        """The vectors of stems that have one, in their order."""
        rows = self._rows.get()
        return self.vectors[[rows[stem] for stem in stems]]

    def has_vector(self, stem: str) -> bool:
        """Whether `find_alike` needs no vector for this stem."""
        return stem in self._rows.get()


def find_words(text: str, stems: Iterable[str]) -> tuple[str, ...]:
    """The commonest word of the text for each stem; the stem itself where no single word gives it."""
    words: dict[str, str] = {}
    for word, _ in Counter(_WORD.findall(text.casefold())).most_common():
        found = content_stems(word)
        if len(found) == 1:
            words.setdefault(found[0], word)
    return tuple(words.get(stem, stem) for stem in stems)


def make_vocable(report: Report) -> Vocable:
    """What the report contributes."""
    named = (place for sentence in report.sentences for place in sentence.places)
    places = dict.fromkeys((*report.details.places, *named))
    words = sorted({word for word in _WORD.findall(report.text.casefold()) if len(word) >= SHORTEST_MISSPELT})
    return Vocable({term.short: term.long for term in report.terms}, tuple(places), tuple(words))


def write_lexicon(
    folder: Path,
    vocables: Iterable[Vocable],
    words: Mapping[str, str],
    embed: EmbedWords,
    previous: Lexicon | None,
) -> None:
    """Put the reports' contributions together in a folder.

    `words` maps the stems that get a vector to a word; `embed` is called for those that `previous` lacks.
    """
    acronyms: dict[str, dict[str, None]] = {}
    places: dict[str, None] = {}
    spelt: set[str] = set()
    for each in vocables:
        places |= dict.fromkeys(each.places)
        spelt.update(each.words)
        for short, long in each.acronyms.items():
            acronyms.setdefault(short, {}).update({long: None} if long else {})
    known = previous if previous and len(previous.vectors) else None
    new = [stem for stem in words if known is None or not known.has_vector(stem)]
    kept = [stem for stem in words if known is not None and known.has_vector(stem)]
    parts = [known.vectors_of(kept)] if known and kept else []
    for start in range(0, len(new), EMBEDDED_AT_ONCE):
        some = [words[stem] for stem in new[start : start + EMBEDDED_AT_ONCE]]
        parts.append(embed(some).astype(np.float16))
    folder.mkdir()
    (folder / "lexicon.json").write_text(
        json.dumps(
            {
                "acronyms": {short: list(forms) for short, forms in acronyms.items()},
                "places": list(places),
                "words": sorted(spelt),
                "stems": [*kept, *new],
            },
            ensure_ascii=False,
        ),
        "utf-8",
    )
    np.save(folder / "vectors.npy", np.concatenate(parts) if parts else np.zeros((0, 0), np.float16))


def read_lexicon(folder: Path) -> Lexicon:
    """Open what `write_lexicon` wrote; the vectors stay on disk until they are used."""
    plain = json.loads((folder / "lexicon.json").read_text("utf-8"))
    return Lexicon(
        acronyms={short: tuple(forms) for short, forms in plain["acronyms"].items()},
        places=tuple(plain["places"]),
        words=tuple(plain["words"]),
        stems=tuple(plain["stems"]),
        vectors=np.asarray(np.load(folder / "vectors.npy", mmap_mode="r")),
    )
