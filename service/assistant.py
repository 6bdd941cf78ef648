"""The way from a question to a checked answer: the one place that puts follow-ups, search, refusals and answerers
together.
"""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.embedding.embedder import Embedder
from ingest.embedding.load import load_embedder
from ingest.embedding.reranker import Reranker
from ingest.errors import InvalidRequest
from ingest.lazy import Once
from ingest.library.open import CurrentLibrary, Library
from service.answer.acronyms import cite_first, count_unspelled, explain_acronym, has_entry
from service.answer.extractive import ExtractiveAnswerer
from service.answer.headline import headline
from service.answer.helper import load_helper
from service.answer.writer import Writer
from service.catalogue.sections import tell_section
from service.catalogue.suggest import suggest
from service.catalogue.tell import tell_of_reports
from service.check.faults import Hear
from service.choice.choose import NEAREST, as_nearest, choose, nearest
from service.choice.pool import widen
from service.choice.refuse import find_missing_words, knows_no_word, not_in_reports
from service.opinion.load import load_opinion
from service.question.about import asks_about
from service.question.followup import standalone
from service.question.named import Sources, find_named_reports
from service.question.screen import Refusal, screen, screen_talk
from service.question.spelling import correct_words, find_misspelt
from service.question.wants import asks_for_letters, check_question, understand
from service.search.filters import refuse_unknown_reports
from service.search.passages import passage
from service.search.retrieve import Found, search
from service.settings import Settings
from service.types import (
    Answer,
    Answerer,
    Ask,
    Engine,
    Evidence,
    Filters,
    Passage,
    Statement,
    Status,
)


class Assistant:
    """Answers questions over the current library. Light to make: model and library are loaded at first use.

    Several assistants may share one `embedder`. `clock` gives seconds, for the times that an answer tells.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        embedder: Embedder | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.settings = settings
        self._current = CurrentLibrary(settings)
        self._embedder = Once(self._load_embedder if embedder is None else lambda: embedder)
        self._clock = clock
        self._extractive = ExtractiveAnswerer()
        self._chat = Once(self._make_chat_answerer)
        self._reranker = Once(self._load_reranker)
        self._helper = Once(lambda: load_helper(settings))
        self._opinion = Once(lambda: load_opinion(settings))

    @property
    def library(self) -> Library:
        """The library as it is now. Raises LibraryMissing or LibraryMismatch."""
        return self._current.get()

    @property
    def served(self) -> Library | None:
        """The library that the last question found; None where nobody asked yet. Never waits."""
        return self._current.served

    def look_again(self) -> None:
        """Let the next question find the library as it is at that moment."""
        self._current.look_again()

    @property
    def embedder(self) -> Embedder:
        """The embedding model, loaded when first asked for."""
        return self._embedder.get()

    @property
    def opinion(self) -> Hear | None:
        """The second opinion beside the checker's rules, None where none is set; loaded when first asked for."""
        return self._opinion.get()

    def _load_embedder(self) -> Embedder:
        """Load the model, in exact arithmetic and one thread unless a setting says otherwise.

        A question is too short to gain from more. And several threads wait for one another at every layer: with
        another busy process on two cores that took a question from 7 ms to 490 ms, with one thread to 9 ms.
        """
        dtype = self.settings.embedding_dtype
        return load_embedder(
            self.settings.embedding_model, "float32" if dtype == "auto" else dtype, threads=1
        )

    def _load_reranker(self) -> Reranker | None:
        return Reranker(self.settings.reranker) if self.settings.reranker else None

    def warm(self) -> None:
        """Load what the first question would load: the embedding model and the indexes."""
        self.search("warm", Filters(), 1)
        self._reranker.get()
        self._opinion.get()

    def search(self, query: str, filters: Filters, budget: int, beyond: int = 0) -> tuple[Passage, ...]:
        """Passages for a reader who takes `budget` characters, best first, and `beyond` characters' worth more."""
        library = self.library
        refuse_unknown_reports(filters, library.details)
        found = search(library, self.embedder, check_question(query), filters)
        windows = found.best_windows(budget, beyond)
        return tuple(
            passage(library, first, last, f"S{number}", score)
            for number, (first, last, score) in enumerate(windows, start=1)
        )

    def answer(self, ask: Ask) -> Answer:
        """The whole answer. Raises as `prepare` does."""
        *_, last = self.prepare(ask).events()
        if not isinstance(last, Answer):
            message = "an answer ends with the whole of it"
            raise TypeError(message)
        return last

    def prepare(self, ask: Ask) -> "Prepared":
        """Do all that can fail early: check, resolve the follow-up, search, choose passages. Raises WalkalongError."""
        started = self._clock()
        text = check_question(ask.question)
        answerer = self._answerer(ask.engine)
        library = self.library
        words = library.lexicon
        filters = ask.filters
        refuse_unknown_reports(filters, library.details)
        talk = screen_talk(text)
        alone = text if talk else standalone(text, ask.history, words.places)
        prepared = Prepared(
            text, alone, answerer, self._extractive, self._clock, started, filters=ask.filters
        )
        prepared = replace(prepared, suggest=lambda cited: suggest(alone, cited, library))
        if refusal := talk or screen(alone, words.acronyms.keys()):
            return replace(prepared, refusal=refusal)
        meant = find_misspelt(alone, library, self.embedder)
        prepared = replace(
            prepared, notes=tuple(f"“{word}” was read as “{other}”." for word, other in meant.items())
        )
        alone = correct_words(alone, meant)
        about = asks_about(alone)
        sources = (
            Sources((), alone)
            if about and not {"which", "newest", "oldest"}.isdisjoint(about.matters)
            else find_named_reports(alone, library.details)
        )
        question = replace(understand(alone), reports=sources.reports)
        if sources.reports and not filters.reports:
            filters = replace(filters, reports=sources.reports)
        found = search(library, self.embedder, sources.rest, filters)
        prepared = replace(prepared, places=words.places, missing=find_missing_words(alone, found))
        told = tell_of_reports(about, found, _rows(library, filters)) if about else None
        if told := told or tell_section(alone, library, _rows(library, filters)):
            return replace(
                prepared,
                passages=told.passages,
                notes=(*told.notes, *prepared.notes),
                refusal=told.refusal,
                missing=(),
                retrieved=self._clock(),
            )
        passages = choose(question, found, self._reranker.get())
        explained = explain_acronym(question.subject, found) if question.subject else None
        if explained and passages:
            passages = cite_first(explained, passages)
            note = count_unspelled(explained)
            if note and asks_for_letters(question) and not has_entry(explained, passages):
                refusal = Refusal("not_in_reports", note)
                return replace(prepared, refusal=refusal, nearest=as_nearest(passages[:NEAREST]))
            prepared = replace(prepared, notes=(*prepared.notes, note)) if note else prepared
        retrieved = self._clock()
        spelled_out = bool(passages and explained and explained.long)
        if refusal := knows_no_word(alone, found):
            near = nearest(found) if found.terms else ()
            return replace(prepared, refusal=refusal, nearest=near, retrieved=retrieved)
        if not spelled_out and (refusal := not_in_reports(question, found, passages)):
            if refusal.status != "partial":
                return replace(prepared, refusal=refusal, nearest=nearest(found), retrieved=retrieved)
            prepared = replace(prepared, partial=True, notes=(refusal.reason, *prepared.notes))
        line = headline(question, passages, explained, frozenset(words.places))
        wide = () if answerer is self._extractive else self._widen(found, passages, sources.rest, filters)
        return replace(prepared, passages=passages, wide=wide, headline=line, retrieved=retrieved)

    def _widen(
        self, found: Found, chosen: tuple[Passage, ...], question: str, filters: Filters
    ) -> tuple[Passage, ...]:
        helper = self._helper.get()
        queries = helper.suggest(question) if helper else ()
        others = [search(self.library, self.embedder, each, filters) for each in queries]
        return widen(found, chosen, self.settings.chat_pool_chars, others)

    def _answerer(self, engine: str | None) -> Answerer:
        configured = bool(self.settings.chat_model or self.settings.chat_base_url)
        if engine not in (None, "extractive", "chat"):
            message = f"engine: there is no {engine!r}; choose extractive or chat."
            raise InvalidRequest(message)
        if engine == "chat" and not configured:
            message = "engine: no chat model is configured. Set WALKALONG_CHAT_MODEL, or ask with engine extractive."
            raise InvalidRequest(message)
        return self._chat.get() if configured and engine != "extractive" else self._extractive

    def _make_chat_answerer(self) -> Answerer:
        # LangChain takes a second to import; without a chat model nobody pays for it.
        from service.answer.chat import ChatAnswerer

        return ChatAnswerer(self.settings, self._embed, hear=self.opinion)

    def _embed(self, texts: list[str]) -> list[list[float]]:
        return self.embedder.embed_documents(texts)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question for which everything but the writing is done."""

    question: str
    standalone_question: str
    answerer: Answerer
    fallback: Answerer
    clock: Callable[[], float]
    started: float
    refusal: Refusal | None = None
    passages: tuple[Passage, ...] = ()
    wide: tuple[Passage, ...] = ()
    """More passages, for a chat model to choose from."""
    nearest: tuple[Passage, ...] = ()
    headline: Statement | None = None
    missing: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    retrieved: float = 0.0
    partial: bool = False
    """Whether a part of the question is known to have no answer; the notes say which."""
    notes: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    suggest: Callable[[tuple[Passage, ...]], tuple[str, ...]] = lambda _: ()
    """What may be asked after an answer that cites these passages."""

    def events(self) -> Iterator[Statement | Answer]:
        """Yield statements as they become ready, then the whole answer."""
        if self.refusal:
            yield self._finish([], self.answerer.engine, (self.refusal.reason, *self.notes))
            return
        writer = Writer(self.answerer, self.fallback)
        places = frozenset(self.places)
        yield from writer.write(Evidence(self.standalone_question, self.passages, places, self.wide))
        answer = self._finish(writer.statements, writer.engine, (*self.notes, *writer.notes))
        yield replace(answer, dropped=tuple(writer.dropped), usage=writer.usage)

    def _finish(self, statements: Sequence[Statement], engine: Engine, notes: tuple[str, ...]) -> Answer:
        first = [self.headline] if self.headline and statements else []
        cited = list(dict.fromkeys(key for each in (*first, *statements) for key in each.passage_ids))
        by_key = {passage.id: passage for passage in (*self.passages, *self.wide)}
        answered: Status = ("partial" if self.partial else "answered") if statements else "not_in_reports"
        return Answer(
            id=uuid.uuid4().hex,
            question=self.question,
            standalone_question=self.standalone_question,
            status=self.refusal.status if self.refusal else answered,
            statements=tuple(statements),
            passages=tuple(by_key[key] for key in cited),
            nearest=() if statements else self.nearest or as_nearest(self.passages),
            missing=self.missing if self.partial or not statements else (),
            suggestions=self.suggest(tuple(by_key[key] for key in cited)) if statements else (),
            engine=engine,
            timings_ms={
                "retrieve": round(1000 * max(self.retrieved - self.started, 0.0), 1),
                "total": round(1000 * (self.clock() - self.started), 1),
            },
            headline=first[0] if first else None,
            notes=notes,
            filters=self.filters,
        )


def _rows(library: Library, filters: Filters) -> list[int]:
    """Rows of the catalogue that filters name."""
    wanted = set(filters.reports)
    return [row for row, details in enumerate(library.details) if details.id in wanted]
