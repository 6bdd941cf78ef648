"""The answerer that lets a chat model write: sends it the passages, and lets through what they support."""

import re
from collections.abc import Generator, Iterator, Sequence

from ingest.errors import ModelUnavailable
from service.answer.chat_model import ChatModel
from service.answer.citations import Draft, StatementStream
from service.answer.prompts import load_prompt
from service.check.exact import attributed, unsupported
from service.settings import Settings
from service.types import Engine, Evidence, Omission, Passage, Statement

NOTHING_ANSWERS = "NOT_IN_REPORTS"
"""What the model is asked to write when the passages do not answer."""
MAX_EVIDENCE_CHARS = 9_000
"""Passages and what is said of them are kept below this, so that a model with 4,096 tokens can take them."""
_LABEL_CHARS = 120
"""Room for what the prompt says of each passage."""

_NOTHING = re.compile(
    r"\b(?:passages?|provided (?:context|sources?|information|text))\b(?: \w+){0,3}? "
    r"(?:(?:do|does|did)(?: not|n['’]t)|(?:contain|give|offer|provide|hold)s? no|says? nothing)\b",
    re.IGNORECASE,
)
"""How models say it in other words. Of "the report does not say" it may be a report's own sentence."""
_OPENING = re.compile(
    r"<(?=[/!?a-z])|[\[(【](?=[\s\[(【]*+(?:(?:passages?|sources?|see)\s*+)?s\s*+\d)", re.IGNORECASE
)
"""What opens a tag or a bracket of keys."""


class ChatAnswerer:
    """Writes answers with a chat model; every statement cites passages and passes `check.unsupported`."""

    def __init__(self, settings: Settings) -> None:
        """Make the model ready without calling it. Raises SettingsError."""
        self._model = ChatModel(settings)
        self._system = load_prompt("answer.system", frozenset())
        self._user = load_prompt("answer.user", frozenset({"passages", "question", "nothing_answers"}))
        self.engine = Engine("chat", settings.chat_model)
        self.prompt_versions = {prompt.name: prompt.version for prompt in (self._system, self._user)}

    def statements(self, evidence: Evidence) -> Generator[Statement | Omission, None, None]:
        """Yield each statement as soon as it is complete and stands, and what had to be left out.

        Raises ModelUnavailable or ModelTimeout, the latter at most `chat_timeout_seconds` after the call;
        both also in mid-answer, after statements. Closing the generator ends the request.
        """
        passages = within_budget(evidence.passages)
        if not passages:
            return
        stream = StatementStream(passage.id for passage in passages)
        written, stopped_by = False, None
        for piece in self._model.stream(self._prompt(evidence.question, passages)):
            written = written or bool(piece.text.strip())
            stopped_by = piece.stopped_by or stopped_by
            aloud = stream.thought_aloud
            drafts = stream.feed(piece.text)
            if stream.thought_aloud and not aloud:
                yield Omission("thoughts", "what came before was what the model thought")
            for draft in drafts:
                yield from _judged(draft, passages, evidence.places)
            if stream.stuck:
                message = "The chat model wrote on and on without ending a sentence."
                raise ModelUnavailable(message)
        if not written:
            message = (
                "The chat model sent an empty answer; if it thinks first, raise WALKALONG_CHAT_MAX_TOKENS."
            )
            raise ModelUnavailable(message)
        for draft in stream.finish():
            if _broke_off(stopped_by) and not draft.ended:
                yield Omission("unfinished", "it broke off")
            else:
                yield from _judged(draft, passages, evidence.places)

    def _prompt(self, question: str, passages: Sequence[Passage]) -> list[tuple[str, str]]:
        """The messages, passages first: a server that caches prompts then reads only what is new."""
        user = self._user.render(
            passages=[_labelled(passage) for passage in passages],
            question=fenced(question),
            nothing_answers=NOTHING_ANSWERS,
        )
        return [("system", self._system.render()), ("human", user)]


def within_budget(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """As many of the best passages as fit into MAX_EVIDENCE_CHARS, at least one, in the order given."""
    kept: set[str] = set()
    chars = 0
    for passage in sorted(passages, key=lambda passage: -passage.score):
        chars += len(passage.text) + len(passage.report_title) + _LABEL_CHARS
        if kept and chars > MAX_EVIDENCE_CHARS:
            break
        kept.add(passage.id)
    return tuple(passage for passage in passages if passage.id in kept)


def fenced(text: str) -> str:
    """Make what others wrote unable to close its fence or to cite: no tags, no brackets around keys."""
    return _OPENING.sub("‹", " ".join(text.split()))


def _labelled(passage: Passage) -> dict[str, str]:
    """What the prompt tells of a passage."""
    return {
        "key": passage.id,
        "report": fenced(passage.report_title),
        "page": fenced(passage.page_label or str(passage.page)),
        "voice": passage.voice,
        "speaker": fenced(passage.speaker or ""),
        "places": fenced(", ".join(passage.places)),
        "text": fenced(passage.text),
    }


def _judged(
    draft: Draft, passages: Sequence[Passage], places: frozenset[str]
) -> Iterator[Statement | Omission]:
    """Let a draft through as a statement, or tell why not."""
    if NOTHING_ANSWERS in draft.text or _NOTHING.search(draft.text):
        yield Omission("nothing_answers", "the passages do not answer the question")
        return
    yield from (Omission("unknown_key", key) for key in draft.unknown_keys)
    statement = Statement(draft.text, draft.passage_ids, draft.kind)
    if not statement.passage_ids:
        yield Omission("uncited", "it cites no passage")
    elif problem := unsupported(statement, passages, places):
        yield Omission("unsupported", problem)
    else:
        yield attributed(statement, passages)


def _broke_off(stopped_by: str | None) -> bool:
    """Whether the text may lack its end: the limit was reached, or the stream just ceased."""
    return stopped_by is None or any(word in stopped_by.lower() for word in ("length", "max"))
