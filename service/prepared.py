"""A question for which everything but the writing is done: what was found for it, and the answer as it is written."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from service.answer.writer import Writer
from service.choice.choose import as_nearest
from service.question.screen import Refusal
from service.types import Answer, Answerer, Engine, Evidence, Filters, Passage, Statement, Status


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
    parts: Mapping[str, str] = field(default_factory=dict)
    """Of a message with several questions: the one that each passage answers, by the passage's key."""
    list_found: Callable[[int], tuple[Passage, ...]] = lambda _: ()
    """The best passages of the search behind the answer, up to so many characters; none where nothing was searched."""
    suggest: Callable[[tuple[Passage, ...]], tuple[str, ...]] = lambda _: ()
    """What may be asked after an answer that cites these passages."""

    def finish(self) -> Answer:
        """Write everything and give the whole answer."""
        *_, last = self.events()
        if not isinstance(last, Answer):
            message = "an answer ends with the whole of it"
            raise TypeError(message)
        return last

    def events(self) -> Iterator[Statement | Answer]:
        """Yield statements as they become ready, then the whole answer."""
        if self.refusal:
            yield self._finish([], self.answerer.engine, (self.refusal.reason, *self.notes))
            return
        writer = Writer(self.answerer, self.fallback)
        places = frozenset(self.places)
        yield from writer.write(
            Evidence(self.standalone_question, self.passages, places, self.wide, self.parts)
        )
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


def join_questions(prepared: Prepared, each: Iterable[tuple[str, Prepared]]) -> Prepared:
    """What was found for the questions of one message, in their order, each with its own words.

    What has no answer is told in a note, and the whole is `partial`; where nothing has one, it is refused for the
    first one's reason. A passage that answers two questions stands below the first of them; keys are given anew.
    The headline is the first question's.
    """
    questions = list(each)
    first = questions[0][1]
    answered = [(text, one) for text, one in questions if not one.refusal]
    refused = tuple(
        f"“{text}” is not answered. {one.refusal.reason}" for text, one in questions if one.refusal
    )
    joined = replace(
        prepared,
        standalone_question=" ".join(one.standalone_question for _, one in questions),
        retrieved=max(one.retrieved for _, one in questions),
        places=first.places,
        missing=tuple(dict.fromkeys(word for _, one in questions for word in one.missing)),
        list_found=lambda budget: tuple(
            passage for _, one in questions for passage in one.list_found(budget // len(questions))
        ),
    )
    if not answered:
        return replace(joined, refusal=first.refusal, nearest=first.nearest, notes=refused[1:])
    chosen = _drop_overlaps((text, passage) for text, one in answered for passage in one.passages)
    wide = ((text, passage) for text, one in answered for passage in one.wide)
    everything = _drop_overlaps((*chosen, *wide))
    passages = tuple(
        replace(passage, id=f"S{number}") for number, (_, passage) in enumerate(everything, start=1)
    )
    return replace(
        joined,
        passages=passages[: len(chosen)],
        wide=passages[len(chosen) :],
        parts={passage.id: text for passage, (text, _) in zip(passages, chosen, strict=False)},
        headline=first.headline,
        partial=bool(refused) or any(one.partial for _, one in answered),
        notes=(*refused, *dict.fromkeys(note for _, one in answered for note in one.notes)),
        suggest=answered[0][1].suggest,
    )


def _drop_overlaps(asked: Iterable[tuple[str, Passage]]) -> list[tuple[str, Passage]]:
    """Passages, each with its question, without those that share words with one before them."""
    kept: list[tuple[str, Passage]] = []
    for text, passage in asked:
        if not any(
            passage.report_id == other.report_id and passage.start < other.end and other.start < passage.end
            for _, other in kept
        ):
            kept.append((text, passage))
    return kept
