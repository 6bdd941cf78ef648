"""Searching the library: the question's vector and words find chunks, whose sentences become the candidates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.index.keywords import TermLists
from ingest.index.lexicon import find_words
from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import ROLES, VOICES
from service.search.candidates import GAP, Candidates, Windows, axis, grow_windows, windows
from service.search.concepts import name_concepts
from service.search.filters import admits_report
from service.search.texts import Texts
from service.types import Filters

if TYPE_CHECKING:
    from ingest.embedding.embedder import Embedder

_HEADING = ROLES.index("heading")

CHUNKS = 60
"""How many chunks each of the two searches brings."""
NEIGHBOURS = 2
"""Chunks either side that come along, so that windows and surroundings are whole."""
NEAR_COSINE, NEAR_WORDS, NEAR_WEIGHT = 0.6, 3, 0.6
"""A word of the question brings along up to so many words of at least this cosine, which count so much of it."""
CONCEPT_WEIGHT = 0.3
"""What a report's word for what the question asks in plain ones counts; 0.6 and 1 do no better."""
IN_TITLE = 0.3
"""What a word counts in a single sentence of a report whose title has it: it tells reports apart, not the sentences of
one. With the bonus of units for it, required quotes cited go from 0.48 to 0.49 over three development sets and down on
none (0.36 to 0.38 on that with most reports). Not for windows: it costs 0.03 of what a search finds (curated set)."""
CENTRE = 0.5
"""Share of the library's mean sentence vector that is taken off before vectors are compared."""
SEED = 250
"""Characters of the windows that are scored; see `candidates.grow_windows` for what becomes of them."""
LONGEST_WINDOW = 1200
"""Characters to which a window grows where the budget is wide; by hand, no figure was kept."""
NARROW_TO_WIDE = (2000, 4000)
"""Budgets in characters: up to the first, windows do not grow, so that many places fit; from the second on, they
grow up to LONGEST_WINDOW."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: candidates, and the question's words."""

    library: Library
    candidates: Candidates
    idf: NDArray[np.float32]
    """Inverse sentence frequency of each term, in the order of `terms`; less for words that are only near ones."""
    terms: tuple[str, ...]
    """Stems of the question, of what its acronyms stand for and of words near in meaning, as far as the library
    knows them."""
    missing: tuple[str, ...]
    """The question's stems that no report contains."""
    strange: tuple[str, ...]
    """Those of them that are near no word of the reports either."""
    texts: Sequence[str]
    """The words of each candidate."""
    allowed: NDArray[np.bool_]
    """Candidates that the filters let through."""
    conceptual: NDArray[np.bool_]
    """For each of `terms`, whether it names what the question asks in plainer words."""

    def windows(self, chars: int) -> Windows:
        """Every window of at most `chars` characters, scored; `chars=1` gives single sentences."""
        return windows(self.candidates, self.idf, chars)

    def best_windows(self, budget: int, beyond: int = 0) -> list[tuple[int, int, float]]:
        """Rows of `library.sentences` (half-open) and score of windows, best first.

        Their size suits a reader who takes `budget` characters; together they fill `budget` and `beyond`.
        """
        longest = int(np.interp(budget, NARROW_TO_WIDE, (SEED, LONGEST_WINDOW)))
        chosen, used = [], 0
        for first, last, score in grow_windows(self.candidates, self.windows(SEED), longest, self.allowed):
            chosen.append((int(self.candidates.row[first]), int(self.candidates.row[last - 1]) + 1, score))
            used += int(self.candidates.end[last - 1] - self.candidates.start[first])
            if used >= budget + beyond:
                break
        return chosen


def search(library: Library, embedder: "Embedder", question: str, filters: Filters) -> Found:
    """Find sentences that may answer the question, by its meaning, its words and what the words stand for."""
    expansion = library.lexicon.expansion(question)
    concepts = dict.fromkeys(content_stems(name_concepts(question)), CONCEPT_WEIGHT)
    vector = _vector(embedder, f"{question} {expansion}".strip())
    own = dict.fromkeys(content_stems(f"{question} {expansion}"), 1.0)
    alike = _find_alike(library, embedder, question, own)
    weights = _near_words(alike) | concepts | own
    asked = set(content_stems(question))
    terms = {stem: weight for stem, weight in weights.items() if stem in library.vocabulary}
    reports = report_rows(library, filters)
    chunks = _chunks(library, vector, [stem for stem in terms if stem in own or stem in concepts], reports)
    idf = _idf(library, terms)
    candidates = _gather(library, vector, list(terms), idf * [term in asked for term in terms], chunks)
    missing = tuple(stem for stem in dict.fromkeys(content_stems(question)) if stem not in library.vocabulary)
    allowed = _find_allowed(library, candidates, filters, reports)
    conceptual = np.array([term in concepts for term in terms], dtype=bool)
    texts = Texts(library, candidates.row)
    strange = tuple(stem for stem in missing if not alike.get(stem))
    return Found(library, candidates, idf, tuple(terms), missing, strange, texts, allowed, conceptual)


def _vector(embedder: "Embedder", text: str) -> NDArray[np.float32]:
    return np.asarray(embedder.embed_query(text), dtype=np.float32)


def _find_alike(
    library: Library, embedder: "Embedder", question: str, own: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """For each stem of the question, those of words of the reports that mean nearly the same, with their cosine."""
    words = dict(zip(own, find_words(question, own), strict=True))
    strange = [stem for stem in own if stem.isalpha() and stem not in library.vocabulary]
    embedded = embedder.embed_documents([words[stem] for stem in strange]) if strange else []
    vectors = {stem: np.asarray(found, np.float32) for stem, found in zip(strange, embedded, strict=True)}
    return library.lexicon.find_alike(own, vectors, NEAR_COSINE, NEAR_WORDS)


def _near_words(alike: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Give the weights of near words; each weight depends on the nearest word of the question."""
    near: dict[str, float] = {}
    for others in alike.values():
        for other, cosine in others.items():
            near[other] = max(near.get(other, 0.0), NEAR_WEIGHT * cosine)
    return near


def _idf(library: Library, weights: Mapping[str, float]) -> NDArray[np.float32]:
    """Inverse sentence frequency of each term, times its weight."""
    seen = library.sentence_frequency[[library.vocabulary[term] for term in weights]].astype(np.float32)
    total = len(library.sentences.start)
    idf: NDArray[np.float32] = np.log1p((total - seen + 0.5) / (seen + 0.5)) * np.array(
        list(weights.values())
    )
    return idf


def report_rows(library: Library, filters: Filters) -> list[int] | None:
    """Rows of the reports that the filters admit as a whole; None when they admit all."""
    rows = [row for row, detail in enumerate(library.details) if admits_report(filters, detail)]
    return None if len(rows) == len(library.details) else rows


def _chunks(
    library: Library, vector: NDArray[np.float32], terms: list[str], reports: list[int] | None
) -> NDArray[np.int64]:
    """Rows of the chunks found either way, with their neighbours in the same report, ascending."""
    if reports == []:
        return np.zeros(0, dtype=np.int64)
    near, _ = library.nearest(vector, CHUNKS, reports)
    matching, _ = library.keywords(terms, CHUNKS, reports)
    found = np.union1d(near, matching).astype(np.int64)
    around = found[:, None] + np.arange(-NEIGHBOURS, NEIGHBOURS + 1)
    inside = np.clip(around, 0, max(len(library.chunks.report) - 1, 0))
    same = library.chunks.report[inside] == library.chunks.report[found][:, None]
    return np.unique(inside[same])


def _gather(
    library: Library,
    vector: NDArray[np.float32],
    terms: list[str],
    asked: NDArray[np.float32],
    chunks: NDArray[np.int64],
) -> Candidates:
    """The sentences of chunks; `asked` is how rare each term is, 0 for those that are only near the question's."""
    sentences = library.sentences
    spans = [
        np.arange(library.chunks.first_sentence[chunk], library.chunks.last_sentence[chunk])
        for chunk in chunks
    ]
    row = np.concatenate([np.zeros(0, dtype=np.int64), *spans]).astype(np.int64)
    start, end = axis(
        sentences.report[row].astype(np.int64),
        row,
        sentences.start[row].astype(np.int64),
        sentences.end[row].astype(np.int64),
    )
    cosine = _cosine(sentences.vector[row], vector, CENTRE * library.sentence_centre)
    ids = [library.vocabulary[term] for term in terms]
    chunk_of = np.searchsorted(chunks, sentences.chunk[row])
    reports, report_of = np.unique(sentences.report[row], return_inverse=True)
    in_title = _in_titles(library, reports.astype(np.int64), terms)
    # A word that all titles have does not tell them apart.
    choosing = asked * (1 - in_title.sum(axis=0) / max(len(reports), 1))
    heading_counts = _counts(library.chunks.heading_terms, chunks, ids)
    return Candidates(
        row=row,
        start=start,
        end=end,
        cosine=cosine,
        heading=_find_heading_cosine(cosine, sentences.role[row], start),
        weight=sentences.weight[row].astype(np.float32),
        counts=_counts(sentences.terms, row, ids),
        heading_counts=heading_counts[chunk_of],
        length=np.diff(sentences.terms.offsets)[row].astype(np.float32),
        title=(in_title @ choosing / max(float(asked.sum()), 1e-9))[report_of],
        telling=(1 - (1 - IN_TITLE) * in_title)[report_of],
    )


def _in_titles(library: Library, reports: NDArray[np.int64], terms: list[str]) -> NDArray[np.float32]:
    """Shape (reports, q): 1 where the title or programme of a report has a term, else 0."""
    named = [library.details[row] for row in reports]
    stems = [set(content_stems(f"{details.title} {details.programme or ''}")) for details in named]
    has = [term in title for title in stems for term in terms]
    return np.array(has, dtype=np.float32).reshape(len(reports), len(terms))


def _cosine(
    vectors: NDArray[np.float16], vector: NDArray[np.float32], centre: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Cosine of each of the vectors, shape (n, dimension), to one, all seen from a centre.

    So what all sentences of a library share, its subject, counts less than what sets them apart (Mu and
    Viswanath 2018, All-but-the-Top, take off the whole mean).
    """
    rows = vectors.astype(np.float32)
    wanted = vector / max(float(np.linalg.norm(vector)), 1e-9) - centre
    # With u = v/|v|: (u - c)w = uw - cw, and |u - c|^2 = |u|^2 - 2uc + |c|^2, so that no other copy is made of v.
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    scale = 1 / np.maximum(length, 1e-9)
    to_wanted, to_centre = ((rows @ np.stack([wanted, centre], axis=1)) * scale[:, None]).T
    norms = np.sqrt(np.maximum((length * scale) ** 2 - 2 * to_centre + centre @ centre, 0))
    cosine: NDArray[np.float32] = (to_wanted - centre @ wanted) / np.maximum(
        norms * np.linalg.norm(wanted), 1e-9
    )
    return cosine


def _find_heading_cosine(
    cosine: NDArray[np.float32], role: NDArray[np.int8], start: NDArray[np.int64]
) -> NDArray[np.float32]:
    """For each sentence, the cosine of the last heading before it in its run; 0 if there is none."""
    is_heading = role == _HEADING
    last = np.maximum.accumulate(np.where(is_heading, np.arange(len(role)), -1))
    same_run = (last >= 0) & (start[last] // GAP == start // GAP)
    return np.where(same_run, cosine[last], 0).astype(np.float32)


def _counts(lists: TermLists, rows: NDArray[np.int64], ids: list[int]) -> NDArray[np.float32]:
    """Shape (rows, ids): how often each term occurs in each of the lists."""
    lengths = lists.offsets[rows + 1] - lists.offsets[rows]
    owner = np.repeat(np.arange(len(rows)), lengths)
    before = np.cumsum(lengths) - lengths
    terms = lists.ids[np.arange(len(owner)) + (lists.offsets[rows] - before)[owner]]
    order = np.argsort(ids)
    wanted = np.asarray(ids, dtype=np.int64)[order]
    place = np.minimum(np.searchsorted(wanted, terms), max(len(ids) - 1, 0))
    hit = wanted[place] == terms if len(ids) else np.zeros(len(terms), dtype=bool)
    cells = owner[hit] * len(ids) + order[place[hit]]
    counts = np.bincount(cells, minlength=len(rows) * len(ids)).astype(np.float32)
    return counts.reshape(len(rows), len(ids))


def _find_allowed(
    library: Library, candidates: Candidates, filters: Filters, reports: list[int] | None
) -> NDArray[np.bool_]:
    sentences = library.sentences
    allowed = np.ones(len(candidates.row), dtype=bool)
    if reports is not None:
        allowed &= np.isin(sentences.report[candidates.row], reports)
    if filters.voices:
        allowed &= np.isin(sentences.voice[candidates.row], [VOICES.index(voice) for voice in filters.voices])
    if filters.places:
        allowed &= _at_places(library, candidates, filters.places)
    return allowed


def _at_places(library: Library, candidates: Candidates, places: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether the chunk around a sentence names a place, or the whole report is about such places alone."""
    wanted = {place.casefold() for place in places}
    about = [
        bool(detail.places) and {place.casefold() for place in detail.places} <= wanted
        for detail in library.details
    ]
    chunks, chunk_of = np.unique(library.sentences.chunk[candidates.row], return_inverse=True)
    terms = library.sentences.terms
    about_here = np.array(about, dtype=bool)
    at_place: NDArray[np.bool_] = about_here[library.sentences.report[candidates.row]]
    for place in places:
        ids = [library.vocabulary.get(stem, -1) for stem in content_stems(place)]
        named = np.zeros((len(chunks), len(ids)), dtype=np.float32)
        np.add.at(named, chunk_of, _counts(terms, candidates.row, ids))
        in_chunk: NDArray[np.bool_] = np.all(named > 0, axis=1)
        at_place |= in_chunk[chunk_of]
    return at_place
