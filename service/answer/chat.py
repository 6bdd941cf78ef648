"""The answerer that lets a chat model write: sends it the passages, and lets through what they support."""

import logging
import re
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

from ingest.errors import ModelUnavailable
from service.answer.citations import Draft, StatementStream
from service.answer.model.chat_model import ChatModel, StreamedPiece
from service.answer.model.spending import price
from service.answer.prompts import load_prompt
from service.check.exact import attribute
from service.check.faults import Hear
from service.check.matter import Embed
from service.check.reading import read_sentence, share_matched
from service.check.statement import check_statement
from service.settings import Settings
from service.types import Check, Engine, Evidence, Omission, Passage, Statement, Usage

NOTHING_ANSWERS = "NOT_IN_REPORTS"
"""What the model is asked to write when the passages do not answer."""
MAX_EVIDENCE_CHARS = 9_000
"""Most characters of passages with their labels, so that a model with 4,096 tokens can take them."""
_LEAST_SECONDS = 1.0
"""With less time left nothing is asked for once more."""
_log = logging.getLogger(__name__)
_LABEL_CHARS = 120
"""Room for what the prompt says of each passage."""

_NOTHING = re.compile(
    r"\b(?:passages?|provided (?:context|sources?|information|text))\b(?: \w+){0,3}? "
    r"(?:(?:do|does|did)(?: not|n['’]t)|(?:contain|give|offer|provide|hold)s? no|says? nothing)\b",
    re.IGNORECASE,
)
"""How models say in other words that nothing answers. Not "the report does not say": a report may say that."""
_OPENING = re.compile(
    r"<(?=[/!?a-z])|[\[(【](?=[\s\[(【]*+(?:(?:passages?|sources?|see)\s*+)?s\s*+\d)", re.IGNORECASE
)
"""What opens a tag or a bracket of keys."""


class ChatAnswerer:
    """Writes answers with a chat model; every statement cites passages that say it, as far as the checker sees."""

    def __init__(
        self,
        settings: Settings,
        embed: Embed | None = None,
        clock: Callable[[], float] = time.monotonic,
        hear: Hear | None = None,
    ) -> None:
        """Make the model ready without calling it. Raises SettingsError.

        `embed` gives vectors for what is told in other words than its passages; without it that is dropped.
        `hear` gives a second opinion on what the checker's rules let through.
        """
        self._model = ChatModel(settings)
        self._embed, self._clock, self._most_seconds = embed, clock, settings.chat_timeout_seconds
        self._hear, self._settings = hear, settings
        self._most_chars = settings.chat_pool_chars
        self._system = load_prompt("answer.system", frozenset())
        self._user = load_prompt("answer.user", frozenset({"passages", "question", "nothing_answers"}))
        self._again = load_prompt("repair.user", frozenset({"passages", "question", "sentences"}))
        self.engine = Engine("chat", settings.chat_model)
        prompts = (self._system, self._user, self._again)
        self.prompt_versions = {prompt.name: prompt.version for prompt in prompts}

    def statements(self, evidence: Evidence) -> Generator[Statement | Omission | Usage, None, None]:
        """Yield each statement as soon as it is complete and stands, and what had to be left out.

        What does not stand is asked for once more at the end, with the reasons. Raises ModelUnavailable or
        ModelTimeout, the latter at most `chat_timeout_seconds` after the call; both also in mid-answer, after
        statements. Closing the generator ends the request.
        """
        passages = cut_to_budget((*evidence.passages, *evidence.wide), self._most_chars)
        if not passages:
            return
        begun = self._clock()
        failed: list[Omission] = []
        spent: list[Usage] = []
        for item in self._write(evidence, passages, spent):
            if isinstance(item, Omission) and item.kind == "thoughts":
                failed.clear()
            if isinstance(item, Omission) and item.kind == "unsupported":
                failed.append(item)
            else:
                yield item
        left = self._most_seconds - (self._clock() - begun)
        if failed:
            yield from self._rewrite(evidence, passages, failed, 0 if self._is_spent(spent) else left, spent)
        yield from spent

    def _is_spent(self, spent: Sequence[Usage]) -> bool:
        """Whether the answer has had the tokens that the settings give it."""
        most = self._settings.chat_answer_tokens
        return most is not None and sum(each.input_tokens + each.output_tokens for each in spent) >= most

    def _write(
        self, evidence: Evidence, passages: Sequence[Passage], spent: list[Usage]
    ) -> Iterator[Statement | Omission]:
        """Yield what the model writes, sentence by sentence."""
        stream = StatementStream(passage.id for passage in passages)
        written, stopped_by = False, None
        for piece in self._model.stream(self._prompt(evidence.question, passages)):
            written = written or bool(piece.text.strip())
            stopped_by = piece.stopped_by or stopped_by
            self._count(piece, spent)
            aloud = stream.thought_aloud
            drafts = stream.feed(piece.text)
            if stream.thought_aloud and not aloud:
                yield Omission("thoughts", "what came before was what the model thought")
            for draft in drafts:
                yield from self._judge(draft, passages, evidence.places)
            if stream.stuck:
                message = "The chat model wrote on and on without ending a sentence."
                raise ModelUnavailable(message)
        if not written:
            message = (
                "The chat model sent an empty answer; if it thinks first, raise WALKALONG_CHAT_MAX_TOKENS."
            )
            raise ModelUnavailable(message)
        for draft in stream.finish():
            if _is_broken_off(stopped_by) and not draft.ended:
                yield Omission("unfinished", "it broke off")
            else:
                yield from self._judge(draft, passages, evidence.places)

    def _count(self, piece: StreamedPiece, spent: list[Usage]) -> None:
        if piece.usage:
            spent.append(replace(piece.usage, cost=price(piece.usage, self._settings)))

    def _rewrite(
        self,
        evidence: Evidence,
        passages: Sequence[Passage],
        failed: Sequence[Omission],
        seconds: float,
        spent: list[Usage],
    ) -> Iterator[Statement | Omission]:
        """Ask once more for what did not stand; yield what stands then, and what is dropped if nothing does."""
        stand: list[Statement] = []
        if seconds > _LEAST_SECONDS:
            try:
                stand = self._ask_again(evidence, passages, failed, seconds, spent)
            except ModelUnavailable:
                _log.warning("chat model: asked once more, it gave nothing")
        left = list(failed)
        for statement in stand[: len(failed)]:
            first = max(left, key=lambda omission: _likeness(omission.text, statement.text))
            left.remove(first)
            check = Check(first.outcome, first.detail, statement.passage_ids, repaired=True)
            yield replace(statement, check=check)
        yield from left

    def _ask_again(
        self,
        evidence: Evidence,
        passages: Sequence[Passage],
        failed: Sequence[Omission],
        seconds: float,
        spent: list[Usage],
    ) -> list[Statement]:
        user = self._again.render(
            passages=[_label_passage(passage) for passage in passages],
            question=fence_text(evidence.question),
            sentences=[{"text": fence_text(each.text), "why": fence_text(each.detail)} for each in failed],
        )
        stream = StatementStream(passage.id for passage in passages)
        drafts = []
        for piece in self._model.stream([("system", self._system.render()), ("human", user)], seconds):
            drafts.extend(stream.feed(piece.text))
            self._count(piece, spent)
            if stream.stuck:
                break
        drafts.extend(draft for draft in stream.finish() if draft.ended)
        judged = [item for draft in drafts for item in self._judge(draft, passages, evidence.places)]
        return [item for item in judged if isinstance(item, Statement)]

    def _judge(
        self, draft: Draft, passages: Sequence[Passage], places: frozenset[str]
    ) -> Iterator[Statement | Omission]:
        """Let a draft through as a statement, put right where that is simple, or tell why not."""
        if NOTHING_ANSWERS in draft.text or _NOTHING.search(draft.text):
            yield Omission("nothing_answers", "the passages do not answer the question")
            return
        yield from (Omission("unknown_key", key) for key in draft.unknown_keys)
        if not draft.passage_ids:
            yield Omission("uncited", "it cites no passage", draft.text)
            return
        cited = [passage for passage in passages if passage.id in draft.passage_ids]
        check = check_statement(draft.text, cited, passages, self._embed, places, self._hear)
        statement = Statement(draft.text, draft.passage_ids, draft.kind, check=check)
        if check.outcome == "supported_by_another":
            statement = replace(statement, passage_ids=check.passage_ids)
        elif check.proposal:
            statement = replace(statement, text=check.proposal, check=replace(check, repaired=True))
        elif check.outcome != "supported":
            yield Omission("unsupported", check.why, draft.text, check.outcome)
            return
        yield attribute(statement, passages)

    def _prompt(self, question: str, passages: Sequence[Passage]) -> list[tuple[str, str]]:
        """The messages, passages first: a server that caches prompts then reads only what is new."""
        user = self._user.render(
            passages=[_label_passage(passage) for passage in passages],
            question=fence_text(question),
            nothing_answers=NOTHING_ANSWERS,
        )
        return [("system", self._system.render()), ("human", user)]


def _likeness(text: str, other: str) -> float:
    """Share of what one sentence tells that the other tells too."""
    return share_matched(read_sentence(text).senses, read_sentence(other).senses)


def cut_to_budget(passages: Sequence[Passage], most: int = MAX_EVIDENCE_CHARS) -> tuple[Passage, ...]:
    """As many of the best passages as fit into `most` characters, at least one, in the order given."""
    kept: set[str] = set()
    chars = 0
    for passage in sorted(passages, key=lambda passage: -passage.score):
        chars += len(passage.text) + len(passage.report_title) + _LABEL_CHARS
        if kept and chars > most:
            break
        kept.add(passage.id)
    return tuple(passage for passage in passages if passage.id in kept)


def fence_text(text: str) -> str:
    """Make what others wrote unable to close its fence or to cite: no tags, no brackets around keys."""
    return _OPENING.sub("‹", " ".join(text.split()))


def _label_passage(passage: Passage) -> dict[str, str]:
    """What the prompt tells of a passage."""
    return {
        "key": passage.id,
        "report": fence_text(passage.report_title),
        "page": fence_text(passage.page_label or str(passage.page)),
        "voice": passage.voice,
        "speaker": fence_text(passage.speaker or ""),
        "places": fence_text(", ".join(passage.places)),
        "text": fence_text(passage.text),
    }


def _is_broken_off(stopped_by: str | None) -> bool:
    """Whether the text may lack its end: the limit was reached, or the stream just ceased."""
    return stopped_by is None or any(word in stopped_by.lower() for word in ("length", "max"))
