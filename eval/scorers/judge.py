"""Scores by a chat model as judge, through openevals, of which this is the only home.

A verdict is an opinion, so each score keeps what the judge was asked, what it said and how often it repeated itself.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from statistics import fmean
from typing import Any, Literal, get_args

from eval.scorers.context import is_answered
from eval.types import Case, Outcome, Score
from ingest.errors import InvalidRequest, ModelUnavailable
from service.answer.chat import fence_text
from service.answer.model.chat_model import ChatModel
from service.answer.prompts import Prompt, load_prompt
from service.settings import Settings
from service.types import Answer

Verdict = Literal["no", "partly", "yes", "cannot_tell"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
VALUES: dict[Verdict, float] = {"no": 0.0, "partly": 0.5, "yes": 1.0}
"""What each verdict counts in a mean; a verdict of "can't tell" is left out."""
ASPECTS = {
    "faithfulness": frozenset({"passages", "statements"}),
    "correctness": frozenset({"question", "reference", "statements"}),
    "completeness": frozenset({"question", "reference", "statements"}),
    "relevance": frozenset({"question", "statements"}),
}
"""What is judged, and which fields its prompt has."""
BY_CLAIM = frozenset({"faithfulness"})
"""Judged statement by statement, so that one that goes too far can't hide among others."""
_SCHEMA = {
    "title": "judgement",
    "description": "What the examiner finds.",
    "type": "object",
    "properties": {
        "reasons": {"type": "string", "description": "One or two sentences.", "maxLength": 400},
        "verdict": {"type": "string", "enum": list(VERDICTS)},
    },
    "required": ["reasons", "verdict"],
    "additionalProperties": False,
}
_KEPT = 2000
"""Characters of what a judge said that are kept."""
SILENCES = 3
"""After so many answers in a row without a verdict a judge is dead. The chat model is given up after as many."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge said once."""

    verdict: Verdict | None
    """None if it said nothing usable."""
    raw: str
    """Its own words, as they came."""
    problem: str = ""
    claim: int = 0
    """Number of the judged statement, if statements are judged one by one."""


def choose_judge(settings: Settings) -> Settings:
    """The settings, with the judge in place of the chat model.

    The judge's own server never gets the chat model's key. Raises InvalidRequest if no model is set.
    """
    name = settings.judge_model or settings.chat_model
    if not name:
        message = "--judge: no chat model is set. Set WALKALONG_JUDGE_MODEL or WALKALONG_CHAT_MODEL, or leave it out."
        raise InvalidRequest(message)
    update: dict[str, object] = {"chat_model": name}
    if settings.judge_model:
        update["chat_provider"] = None
    if settings.judge_base_url:
        update |= {"chat_base_url": settings.judge_base_url, "chat_api_key": settings.judge_api_key}
    elif settings.judge_api_key:
        update["chat_api_key"] = settings.judge_api_key
    return settings.model_copy(update=update)


class Judge:
    """The judge's chat model, ready to be asked."""

    def __init__(self, settings: Settings, repeats: int = 1) -> None:
        """Prepare the judge without calling it. It will judge everything `repeats` times. Raises SettingsError."""
        own = choose_judge(settings)
        self._model = ChatModel(own)
        self.name = own.chat_model or ""
        self.repeats = repeats
        self._silences: list[str] = []
        self._is_heard = False
        self._system = load_prompt("judge.system", frozenset())
        self._prompts = {
            aspect: load_prompt(f"judge.{aspect}", variables) for aspect, variables in ASPECTS.items()
        }

    @property
    def label(self) -> str:
        """The model, and how often it judges each answer."""
        return f"{self.name}, {self.repeats} times"

    def scores(self, outcome: Outcome) -> tuple[Score, ...]:
        """A score for each aspect, in order: the mean of its verdicts, or why there is none.

        Faithfulness is judged statement by statement, each with its own passages. Nothing is raised: if the judge is
        late or can't be reached, the score says so.
        """
        scores = tuple(self._score(aspect, prompt, outcome) for aspect, prompt in self._prompts.items())
        verdicts = [one for score in scores for one in score.details.get("verdicts", ())]
        if any(one["verdict"] for one in verdicts):
            self._silences.clear()
            self._is_heard = True
        elif verdicts:
            self._silences.append(verdicts[0]["problem"])
        return scores

    def require_alive(self) -> None:
        """Raises ModelUnavailable, with the reason, if none of the last answers got a verdict."""
        if len(self._silences) >= SILENCES:
            message = (
                f"{self.name} judged none of the last {len(self._silences)} answers: {self._silences[-1]}"
            )
            raise ModelUnavailable(message)

    def require_verdict(self) -> None:
        """Raises ModelUnavailable, with the reason, if the judge was asked and never gave a verdict."""
        if self._silences and not self._is_heard:
            message = f"{self.name} judged none of {len(self._silences)} answers: {self._silences[-1]}"
            raise ModelUnavailable(message)

    def _score(self, aspect: str, prompt: Prompt, outcome: Outcome) -> Score:
        name = f"judged_{aspect}"
        if why := _explain_unjudged(aspect, outcome):
            return Score(name, None, why)
        parts = _split_claims(outcome) if aspect in BY_CLAIM else [outcome]
        found = [
            replace(self._ask(prompt.render(**_fill_in(aspect, part))), claim=claim)
            for claim, part in enumerate(parts)
            for _ in range(self.repeats)
        ]
        details = {
            "judge": self.name,
            "prompts": {each.name: each.version for each in (self._system, prompt)},
            "verdicts": [asdict(one) for one in found],
        }
        by_claim = {claim: [VALUES[one.verdict] for one in found if one.claim == claim and one.verdict in VALUES]
                    for claim in range(len(parts))}  # fmt: skip
        means = {claim: fmean(values) for claim, values in by_claim.items() if values}
        if not means:
            return Score(name, None, found[0].problem or "the judge could not tell", details=details)
        worst = min(means, key=lambda claim: means[claim])
        told = _reasons([one for one in found if one.claim == worst])
        if len(parts) > 1:
            held = sum(mean == 1 for mean in means.values())
            told = f"{held} of {len(means)} statements held; the worst is number {worst + 1}: {told}"
        return Score(name, fmean(means.values()), explanation=told, details=details)

    def _ask(self, user: str) -> Judgement:
        messages = [
            {"role": "system", "content": self._system.render()},
            {"role": "user", "content": user},
        ]
        try:
            said = self._model.lend(lambda model: _judge_once(model, messages))
        except ModelUnavailable as error:
            return Judgement(None, "", f"the judge gave no verdict: {error}")
        return read_judgement(said)


def read_judgement(said: object) -> Judgement:
    """Read LangChain's result of `include_raw`: the verdict, or why it can't be used."""
    parts = said if isinstance(said, dict) else {}
    raw = getattr(parts.get("raw"), "content", "") or getattr(parts.get("raw"), "tool_calls", "")
    kept = (raw if isinstance(raw, str) else json.dumps(raw, default=str))[:_KEPT]
    parsed = parts.get("parsed")
    verdict = parsed.get("verdict") if isinstance(parsed, dict) and parsed.get("reasons") else None
    if verdict not in VERDICTS:
        # Broken JSON is mended by LangChain, so that half an object may come; both fields tell a whole one.
        return Judgement(None, kept, "the judge answered without a verdict that can be read")
    return Judgement(verdict, kept)


async def _judge_once(model: Any, messages: list[dict[str, str]]) -> object:  # noqa: ANN401 - LangChain's chat model
    from openevals.llm import create_async_llm_as_judge  # takes seconds, with LangChain

    ask = create_async_llm_as_judge(
        prompt=lambda **_: list(messages),
        judge=model,
        output_schema=_SCHEMA,
        structured_output_kwargs={"include_raw": True},
    )
    return await ask(outputs=messages[-1]["content"])


def _explain_unjudged(aspect: str, outcome: Outcome) -> str | None:
    """Why there is nothing to judge, or None."""
    if not is_answered(outcome.answer) or not outcome.answer.statements:
        return "nothing is said"
    if "reference" in ASPECTS[aspect] and not _reference(outcome.case):
        return "the case says nothing of what is right"
    return None


def _split_claims(outcome: Outcome) -> list[Outcome]:
    """Split an outcome into one for each statement, with only that statement and its passages."""
    answer = outcome.answer
    return [
        replace(
            outcome,
            answer=replace(
                answer,
                statements=(each,),
                passages=tuple(passage for passage in answer.passages if passage.id in each.passage_ids),
            ),
        )
        for each in answer.statements
    ]


def _fill_in(aspect: str, outcome: Outcome) -> dict[str, Any]:
    """What an aspect's prompt is filled in with."""
    variables = _variables(outcome)
    return {key: variables[key] for key in ASPECTS[aspect]}


def _variables(outcome: Outcome) -> dict[str, Any]:
    """The fields of a prompt; no text in them can close the tags around it."""
    answer = outcome.answer
    return {
        "question": fence_text(answer.standalone_question),
        "passages": [{"key": each.id, "text": fence_text(each.text)} for each in answer.passages],
        "statements": _statements(answer),
        "reference": [fence_text(line) for line in _reference(outcome.case)],
    }


def _statements(answer: Answer) -> list[str]:
    keys = ["".join(f" [{key}]" for key in each.passage_ids) for each in answer.statements]
    groups = [f"{fence_text(each.group)}: " if each.group else "" for each in answer.statements]
    return [
        f"{group}{fence_text(each.text)}{cited}"
        for group, each, cited in zip(groups, answer.statements, keys, strict=True)
    ]


def _reference(case: Case) -> list[str]:
    """The answer points, in their first wording, and the words of the required gold."""
    quotes = [claim.quotes[0] for claim in case.gold if claim.required and claim.quotes]
    return [*(point[0] for point in case.points), *quotes]


def _reasons(found: Sequence[Judgement]) -> str:
    """The reasons of the first verdict that counts."""
    said = next(one.raw for one in found if one.verdict in VALUES)
    try:
        parsed = json.loads(said)
    except ValueError:
        return said
    return str(parsed.get("reasons", "")) if isinstance(parsed, dict) else said
