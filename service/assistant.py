"""The way from a question to a checked answer: the one place that puts follow-ups, search, refusals and answerers
together.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

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
from service.catalogue.numbered import tell_numbered
from service.catalogue.sections import tell_section
from service.catalogue.suggest import suggest
from service.catalogue.tell import tell_of_reports
from service.check.faults import Hear
from service.choice.choose import NEAREST, as_nearest, choose, nearest
from service.choice.pool import widen
from service.choice.refuse import find_missing_words, knows_no_word, not_in_reports
from service.opinion.load import load_opinion
from service.prepared import Prepared, join_questions
from service.question.about import asks_about
from service.question.followup import standalone
from service.question.named import Sources, find_named_reports
from service.question.parts import split_questions
from service.question.screen import Refusal, screen, screen_talk
from service.question.spelling import correct_words, find_misspelt
from service.question.wants import Question, asks_for_letters, check_question, understand
from service.search.filters import refuse_unknown_reports
from service.search.passages import passage
from service.search.retrieve import Found, search
from service.settings import Settings
from service.types import Answer, Answerer, Ask, Filters, Passage, Turn


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
        return _list_windows(search(library, self.embedder, check_question(query), filters), budget, beyond)

    def answer(self, ask: Ask) -> Answer:
        """The whole answer. Raises as `prepare` does."""
        return self.prepare(ask).finish()

    def prepare(self, ask: Ask) -> Prepared:
        """Do all that can fail early: check, resolve the follow-up, search, choose passages. Raises WalkalongError."""
        started = self._clock()
        text = check_question(ask.question)
        answerer = self._answerer(ask.engine)
        library = self.library
        refuse_unknown_reports(ask.filters, library.details)
        prepared = Prepared(text, text, answerer, self._extractive, self._clock, started, filters=ask.filters)
        if talk := screen_talk(text):
            return replace(prepared, refusal=talk)
        questions = split_questions(text)
        if len(questions) == 1:
            return self._prepare_question(prepared, text, ask.history, ask.filters)
        if declined := screen(text, library.lexicon.acronyms.keys()):
            return replace(prepared, refusal=declined)
        return join_questions(prepared, self._prepare_each(prepared, questions, ask))

    def _prepare_each(
        self, prepared: Prepared, questions: Sequence[str], ask: Ask
    ) -> Iterator[tuple[str, Prepared]]:
        """Each question of a message after those before it: a report that one names holds for the next as well."""
        history, filters = ask.history, ask.filters
        for question in questions:
            named = find_named_reports(question, self.library.details).reports
            if named and not ask.filters.reports:
                filters = replace(filters, reports=named)
            yield question, self._prepare_question(prepared, question, history, filters)
            history = (*history, Turn("user", question))

    def _prepare_question(
        self, prepared: Prepared, text: str, history: Sequence[Turn], filters: Filters
    ) -> Prepared:
        library = self.library
        words = library.lexicon
        alone = standalone(text, history, words.places)
        prepared = replace(
            prepared,
            standalone_question=alone,
            suggest=lambda cited: suggest(alone, cited, library),
        )
        if refusal := screen(alone, words.acronyms.keys()):
            return replace(prepared, refusal=refusal)
        meant = find_misspelt(alone, library, self.embedder)
        prepared = replace(
            prepared, notes=tuple(f"“{word}” was read as “{other}”." for word, other in meant.items())
        )
        spelled = correct_words(alone, meant)
        about = asks_about(spelled)
        sources = (
            Sources((), spelled)
            if about and not {"which", "newest", "oldest"}.isdisjoint(about.matters)
            else find_named_reports(spelled, library.details)
        )
        if sources.reports and not filters.reports:
            filters = replace(filters, reports=sources.reports)
        found = search(library, self.embedder, sources.rest, filters)
        prepared = replace(
            prepared,
            places=words.places,
            missing=find_missing_words(spelled, found),
            list_found=lambda budget: _list_windows(found, budget),
        )
        told = tell_of_reports(about, found, _rows(library, filters)) if about else None
        rows = _rows(library, filters)
        if told := told or tell_section(spelled, library, rows) or tell_numbered(spelled, library, rows):
            return replace(
                prepared,
                passages=told.passages,
                notes=(*told.notes, *prepared.notes),
                refusal=told.refusal,
                missing=(),
                retrieved=self._clock(),
            )
        question = replace(understand(spelled), reports=sources.reports)
        return self._choose(prepared, question, found, sources.rest, filters)

    def _choose(
        self, prepared: Prepared, question: Question, found: Found, searched: str, filters: Filters
    ) -> Prepared:
        """Choose passages among what was found for the words that were `searched`, or say why none answers."""
        passages = choose(question, found, self._reranker.get())
        explained = explain_acronym(question.subject, found) if question.subject else None
        if explained and passages:
            passages = cite_first(explained, passages)
            note = count_unspelled(explained)
            if note and asks_for_letters(question) and not has_entry(explained, passages):
                return replace(
                    prepared,
                    refusal=Refusal("not_in_reports", note),
                    nearest=as_nearest(passages[:NEAREST]),
                )
            prepared = replace(prepared, notes=(*prepared.notes, note)) if note else prepared
        prepared = replace(prepared, retrieved=self._clock())
        spelled_out = bool(passages and explained and explained.long)
        if refusal := knows_no_word(question.text, found):
            near = nearest(found) if found.terms else ()
            return replace(prepared, refusal=refusal, nearest=near)
        if not spelled_out and (refusal := not_in_reports(question, found, passages)):
            if refusal.status != "partial":
                return replace(prepared, refusal=refusal, nearest=nearest(found))
            prepared = replace(prepared, partial=True, notes=(refusal.reason, *prepared.notes))
        line = headline(question, passages, explained, frozenset(prepared.places))
        extractive = prepared.answerer is self._extractive
        wide = () if extractive else self._widen(found, passages, searched, filters)
        return replace(prepared, passages=passages, wide=wide, headline=line)

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


def _list_windows(found: Found, budget: int, beyond: int = 0) -> tuple[Passage, ...]:
    return tuple(
        passage(found.library, first, last, f"S{number}", score)
        for number, (first, last, score) in enumerate(found.best_windows(budget, beyond), start=1)
    )


def _rows(library: Library, filters: Filters) -> list[int]:
    """Rows of the catalogue that filters name."""
    wanted = set(filters.reports)
    return [row for row, details in enumerate(library.details) if details.id in wanted]
