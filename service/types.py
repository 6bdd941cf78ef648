"""The nouns of asking and answering: frozen dataclasses that search, answerers, HTTP and command line share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ingest.index.packing import PlacedNote
from ingest.types import Role, Voice

Status = Literal["answered", "partial", "not_in_reports", "declined", "clarify"]
StatementKind = Literal["sentence", "item", "quotation"]
CheckOutcome = Literal["supported", "supported_by_another", "overstated", "contradicted", "not_found"]
OmissionKind = Literal["nothing_answers", "unknown_key", "uncited", "unsupported", "unfinished", "thoughts"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Where an answer may come from; an empty tuple or None does not restrict."""

    reports: tuple[str, ...] = ()
    """Report ids."""
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    from_date: str | None = None
    """ISO date, inclusive, as exact as wanted (`2022`, `2022-10`)."""
    to_date: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What a caller asks for."""

    question: str
    history: tuple[Turn, ...] = ()
    """Earlier turns, oldest first."""
    filters: Filters = field(default_factory=Filters)
    engine: str | None = None
    """`extractive`, `chat`, or None for the configured one."""


@dataclass(frozen=True, slots=True)
class CitedRow:
    """The row of a table that a passage is, or is part of; one entry for each column, empty for an empty cell."""

    caption: str
    heads: tuple[tuple[str, ...], ...]
    """Rows of heads, outermost first; a head over several columns stands in each."""
    row: tuple[str, ...]
    """The words of the cells, as printed."""
    spans: tuple[tuple[int, int] | None, ...]
    """Where they stand in the report's text."""
    asked: tuple[int, ...] = ()
    """Columns of the cells that the question asks for; none where it asks for no one of them."""

    def names(self, column: int) -> list[str]:
        """The heads over a column, outermost first, each once."""
        return list(dict.fromkeys(head[column] for head in self.heads if head[column]))

    def list_asked_spans(self) -> tuple[tuple[int, int], ...]:
        """Where the cells that are asked for stand in the report's text."""
        return tuple(span for column in self.asked if (span := self.spans[column]))


@dataclass(frozen=True, slots=True)
class Passage:
    """The exact words that are cited: `report.text[start:end]`."""

    id: str
    """The key minted for this answer: S1, S2, ..."""
    report_id: str
    report_title: str
    page: int
    """1-based position of the page on which the passage starts."""
    page_label: str | None
    """What is printed on that page, None where nothing is or the format has no pages."""
    start: int
    end: int
    text: str
    context: str
    """The chunk around the passage."""
    headings: tuple[str, ...]
    role: Role
    """What the words are on the page: part of a paragraph, a bullet, a row of a table, ..."""
    voice: Voice
    speaker: str | None
    places: tuple[str, ...]
    score: float
    from_scan: bool = False
    """Whether its page was read from a scan, so that words may be misread."""
    footnotes: tuple[PlacedNote, ...] = ()
    """The notes whose marks stand in it."""
    table: CitedRow | None = None
    """None outside tables, and for passages of several rows."""


@dataclass(frozen=True, slots=True)
class Check:
    """Whether passages say what a sentence says."""

    outcome: CheckOutcome
    why: str
    """What decides it, as a clause about the passages; empty where they say it."""
    passage_ids: tuple[str, ...]
    """The passages that it was held against; for `supported_by_another` those that support it."""
    proposal: str | None = None
    """The sentence with what it overstates put right, where that is simple and passes the same check."""
    repaired: bool = False
    """Whether the sentence is told otherwise than it was first written, so that the passages say it."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was written and that the reader is not given as part of the answer."""

    text: str
    outcome: CheckOutcome
    why: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, with the keys of the passages that support it."""

    text: str
    passage_ids: tuple[str, ...]
    kind: StatementKind = "sentence"
    """`item`s that follow one another are a list; a `quotation` is somebody's words, attributed in `text`."""
    group: str | None = None
    """A short label shown once above consecutive statements that share it (a place, a report, a question of several
    with the report that answers it), or None."""
    check: Check | None = field(default=None, compare=False)
    """What was found when it was held against its passages; None for the reports' own sentences."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Who wrote the answer."""

    name: str
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a chat model took to write an answer, as its server counts."""

    input_tokens: int
    output_tokens: int
    cost: float | None = None
    """In the currency of the prices that are set; None without them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, whole."""

    id: str
    question: str
    standalone_question: str
    status: Status
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    """Cited passages only, in order of their first citation. Empty for refusals."""
    nearest: tuple[Passage, ...]
    """For refusals: the nearest passages, under keys of their own (N1, N2, ...)."""
    missing: tuple[str, ...]
    """Words of the question that no report contains."""
    suggestions: tuple[str, ...]
    engine: Engine
    timings_ms: dict[str, float]
    headline: Statement | None = None
    """The first line: what was asked for in one sentence, which passes the same checks. None where none stands."""
    notes: tuple[str, ...] = ()
    """Plain sentences for the reader: why nothing is answered, what was left out, why another engine wrote it."""
    dropped: tuple[Dropped, ...] = ()
    """What a chat model wrote and its passages do not say."""
    filters: Filters = field(default_factory=Filters)
    """What the reader asked only of."""
    usage: Usage | None = None
    """None where no chat model was asked to write, or its server counts no tokens."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answerer may use: the standalone question and the passages chosen for it, in reading order."""

    question: str
    passages: tuple[Passage, ...]
    places: frozenset[str] = frozenset()
    """Places that the library knows; a written statement may name one only where its passages do."""
    wide: tuple[Passage, ...] = ()
    """More passages that are near the question, for an answerer who chooses by itself what to cite."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Of a message with several questions: the one that each passage answers, by the passage's key."""


@dataclass(frozen=True, slots=True)
class Omission:
    """Something that an answerer wrote and that the reader is not given.

    `nothing_answers`: it said that the passages do not answer the question. `unknown_key`: a citation of no
    passage, removed from its statement. The others: a whole statement, dropped because it cites nothing, says
    what its passages do not, or broke off. `thoughts`: all statements before it were none of the answer.
    """

    kind: OmissionKind
    detail: str
    """The key, or why the statement was dropped, as a plain clause."""
    text: str = field(default="", compare=False)
    """The statement that was dropped, where it was a whole one."""
    outcome: CheckOutcome = field(default="not_found", compare=False)


class Answerer(Protocol):
    """The seam between finding passages and writing an answer."""

    @property
    def engine(self) -> Engine:
        """Name and model, as told to the reader."""
        ...

    def statements(self, evidence: Evidence) -> Iterator[Statement | Omission | Usage]:
        """Yield the answer's statements as they become ready; none means that nothing can be said.

        What was left out, and what each request took, is told in between, for counting and for a note to the reader.

        Every statement cites keys of `evidence.passages` only. Raises ModelUnavailable or ModelTimeout.
        """
        ...
