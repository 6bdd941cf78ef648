"""What a library knows of words: what acronyms stand for, which places there are, which words mean nearly the same."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.keywords import content_stems
from ingest.types import Report

SENTENCES_FOR_VECTOR = 2
"""A word in fewer sentences gets no vector: it is found by its letters or not at all."""
SHORTEST_MISSPELT = 5
"""Letters; shorter words have too many neighbours to say which one was meant."""
SPELT_ALIKE = 0.9
"""Least similarity (twice the matching letters over all letters) of a misspelt word to what was meant."""
_WORD = re.compile(r"[^\W\d_]{3,}")

EmbedWords = Callable[[list[str]], NDArray[np.float32]]
"""Gives one vector of length 1 for each word."""


@dataclass(frozen=True, slots=True)
class Vocable:
    """What one report contributes: its acronyms with long forms (None: never defined), its places and words."""

    acronyms: Mapping[str, str | None]
    places: tuple[str, ...]
    words: tuple[str, ...]
    """Its words in small letters, each once: what a misspelt word of a question may have meant."""


@dataclass(frozen=True)
class Lexicon:
    """What all reports contribute. `stems[i]` is the stem whose word has the vector `vectors[i]`."""

    acronyms: Mapping[str, tuple[str, ...]]
    """Acronym as written -> the long forms that reports give for it, maybe none."""
    places: tuple[str, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    vectors: NDArray[np.float16]
    """Shape (stems, dimension), each of length 1."""

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {stem: row for row, stem in enumerate(self.stems)}

    @cached_property
    def _places_by_name(self) -> dict[str, str]:
        return {place.casefold(): place for place in self.places}

    def is_place(self, name: str) -> bool:
        """Whether a report names such a place."""
        return name.casefold() in self._places_by_name

    def spelt(self, word: str) -> str | None:
        """The reports' word that a word which no report has is most likely meant to be, with the same first letter."""
        typed = word.casefold()
        if len(typed) < SHORTEST_MISSPELT or not typed.isalpha():
            return None
        alike = self._words_by_letter.get(typed[0], ())
        return next(iter(get_close_matches(typed, alike, n=1, cutoff=SPELT_ALIKE)), None)

    @cached_property
    def _words_by_letter(self) -> dict[str, tuple[str, ...]]:
        return {letter: tuple(words) for letter, words in groupby(self.words, key=lambda word: word[0])}

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

    def near(
        self, stem: str, vector: NDArray[np.float32] | None, least: float, most: int
    ) -> dict[str, float]:
        """Up to `most` other stems whose words mean nearly the same, with their cosine, of `least` or more.

        `vector` is for a word that the reports do not have; None means that of the stem, where it has one.
        """
        row = self._rows.get(stem)
        if (vector is None and row is None) or not len(self.vectors):
            return {}
        wanted = self._exact[row] if vector is None else vector
        cosines = self._exact @ wanted
        best = np.argsort(-cosines, kind="stable")[: most + 1]
        found = {self.stems[i]: float(cosines[i]) for i in best if i != row and cosines[i] >= least}
        return dict(list(found.items())[:most])

    @cached_property
    def _exact(self) -> NDArray[np.float32]:
        # Products in half precision are slow on most processors.
        return self.vectors.astype(np.float32)

    def has_vector(self, stem: str) -> bool:
        """Whether `near` needs no vector for this stem."""
        return stem in self._rows


def surfaces(text: str, stems: Iterable[str]) -> tuple[str, ...]:
    """The commonest word of the text for each stem; the stem itself where no single word gives it."""
    words: dict[str, str] = {}
    for word, _ in Counter(_WORD.findall(text.casefold())).most_common():
        found = content_stems(word)
        if len(found) == 1:
            words.setdefault(found[0], word)
    return tuple(words.get(stem, stem) for stem in stems)


def vocable(report: Report) -> Vocable:
    """What the report contributes."""
    named = (place for sentence in report.sentences for place in sentence.places)
    places = dict.fromkeys((*report.details.places, *named))
    words = sorted({word for word in _WORD.findall(report.text.casefold()) if len(word) >= SHORTEST_MISSPELT})
    return Vocable({term.short: term.long for term in report.terms}, tuple(places), tuple(words))


def write_lexicon(
    folder: Path,
    vocables: Sequence[Vocable],
    words: Mapping[str, str],
    embed: EmbedWords,
    previous: Lexicon | None,
) -> None:
    """Put the reports' contributions together in a folder.

    `words` maps the stems that get a vector to a word; `embed` is called once, for those that `previous` lacks.
    """
    acronyms: dict[str, dict[str, None]] = {}
    for each in vocables:
        for short, long in each.acronyms.items():
            acronyms.setdefault(short, {}).update({long: None} if long else {})
    known = previous if previous and len(previous.vectors) else None
    new = [stem for stem in words if known is None or not known.has_vector(stem)]
    kept = [stem for stem in words if known is not None and known.has_vector(stem)]
    parts = [embed([words[stem] for stem in new]).astype(np.float16)] if new else []
    if known and kept:
        parts.insert(0, known.vectors[[known._rows[stem] for stem in kept]])
    folder.mkdir()
    (folder / "lexicon.json").write_text(
        json.dumps(
            {
                "acronyms": {short: list(forms) for short, forms in acronyms.items()},
                "places": list(dict.fromkeys(place for each in vocables for place in each.places)),
                "words": sorted({word for each in vocables for word in each.words}),
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
