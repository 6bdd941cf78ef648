"""The sentences for measuring the checker, each with the passage of a sample report that it cites."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from eval.sets.quotes import find_quote, squeeze
from ingest.errors import InvalidRequest
from ingest.library.open import Library
from service.search.passages import passage
from service.types import Passage

Half = Literal["rules", "held"]
HALVES: tuple[Half, ...] = get_args(Half)
Way = Literal[
    "number", "place", "actor", "negation", "direction", "hedge", "generalised", "attribution", "modality", "cause",
    "time", "scope", "added_detail", "wrong_merge", "wrong_key",
]  # fmt: skip
"""In which one way a sentence is wrong."""


class PassageForm(BaseModel):
    """One passage with its sentences, as the file has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    report: str
    """The file's name without its ending, which is the report's id."""
    passage: str
    """Words of the report, within neighbouring sentences; with ` ... ` in them, how they begin and how they end."""
    faithful: tuple[str, ...]
    hard: tuple[str, ...]
    """Faithful, with hardly a word in common."""
    broken: dict[Way, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """A sentence, what it cites, and how it was judged."""

    text: str
    passage: Passage
    way: str
    """`faithful`, `hard`, or the way in which it is wrong."""

    @property
    def faithful(self) -> bool:
        """Whether the passage says it."""
        return self.way in ("faithful", "hard")


def load_sentences(half: Half, library: Library) -> list[JudgedSentence]:
    """Read a half of the sentences on the sample reports."""
    return read_sentences(Path(__file__).with_name(f"{half}.yaml"), library)


def read_sentences(path: Path, library: Library) -> list[JudgedSentence]:
    """Read a set and find its passages. Raises InvalidRequest for another kind of file, or a passage in no report."""
    try:
        forms = [PassageForm.model_validate(raw) for raw in yaml.safe_load(path.read_text("utf-8"))]
    except (ValidationError, yaml.YAMLError) as problem:
        message = f"{path.name}: {problem}"
        raise InvalidRequest(message) from problem
    return [sentence for form in forms for sentence in _sentences(form, _find(form, library, path))]


def _sentences(form: PassageForm, cited: Passage) -> Iterator[JudgedSentence]:
    yield from (JudgedSentence(text, cited, "faithful") for text in form.faithful)
    yield from (JudgedSentence(text, cited, "hard") for text in form.hard)
    for way, texts in form.broken.items():
        yield from (
            JudgedSentence(text, cited, way) for text in ([texts] if isinstance(texts, str) else texts)
        )


def _find(form: PassageForm, library: Library, path: Path) -> Passage:
    ids = [details.id for details in library.details]
    text = squeeze(library.report(form.report).text) if form.report in ids else ("", [])
    begins, _, ends = form.passage.partition(" ... ")
    found = find_quote(begins, *text)
    last = next((end for start, end in find_quote(ends, *text) if found and start > found[0][0]), 0)
    if not found or (ends and not last):
        message = (
            f"{path.name}: {form.passage[:60]!r} is not in {form.report}. Correct the quote or the report."
        )
        raise InvalidRequest(message)
    start, end = found[0][0], last or found[0][1]
    sentences = library.sentences
    own = np.asarray(sentences.report) == ids.index(form.report)
    rows = np.flatnonzero(own & (np.asarray(sentences.start) < end) & (np.asarray(sentences.end) > start))
    return passage(library, int(rows[0]), int(rows[-1]) + 1, "S1")
