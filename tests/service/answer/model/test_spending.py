import json
from datetime import date, timedelta
from typing import Any

import pytest

from ingest.errors import ModelUnavailable
from service.answer.extractive import ExtractiveAnswerer
from service.answer.model.spending import Spending, estimate_usage, price
from service.answer.writer import Writer
from service.settings import Settings
from service.types import Usage
from tests.service.answer.test_chat import Reply, Script, answerer, evidence, script

__all__ = ["script"]
WRONG, RIGHT = "4 councils gave it time [S1].", "3 councils gave trust time [S1]."


def counted(text: str, read: int, wrote: int) -> Reply:
    """A reply whose server tells at the end what it counted, as OpenAI's does."""
    head = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    usage = {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}
    chunks = [
        {**head, "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]},
        {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        {**head, "choices": [], "usage": usage},
    ]
    return Reply(
        raw="".join(f"data: {json.dumps(each)}\n\n" for each in (*chunks,)).encode() + b"data: [DONE]\n\n"
    )


def write(script: Script, *replies: Reply, **settings: Any) -> Writer:
    script.replies = list(replies)
    writer = Writer(answerer(script.url, **settings), ExtractiveAnswerer())
    list(writer.write(evidence()))
    return writer


def test_an_answer_tells_what_all_its_requests_took_and_cost(script: Script) -> None:
    prices = {"chat_price_input": 2.0, "chat_price_output": 10.0}
    writer = write(script, counted(WRONG, 1000, 20), counted(RIGHT, 1200, 30), **prices)
    assert [each.text for each in writer.statements] == ["3 councils gave trust time."]
    assert writer.usage == Usage(2200, 50, 0.0049)
    assert script.requests[0]["stream_options"] == {"include_usage": True}


def test_without_prices_or_counts_nothing_is_made_up(script: Script) -> None:
    assert write(script, counted(RIGHT, 10, 5)).usage == Usage(10, 5)
    assert write(script, Reply((RIGHT,))).usage is None


def test_an_answer_that_has_had_its_tokens_is_not_asked_for_once_more(script: Script) -> None:
    writer = write(script, counted(f"{RIGHT} {WRONG}", 1000, 20), chat_answer_tokens=500)
    assert len(script.requests) == 1
    assert [each.text for each in writer.dropped] == ["4 councils gave it time."]


def test_after_the_days_tokens_answers_are_extractive(script: Script) -> None:
    script.replies = [counted(RIGHT, 1000, 20)]
    chat = answerer(script.url, chat_day_tokens=1000)
    engines, notes = [], []
    for _ in range(2):
        writer = Writer(chat, ExtractiveAnswerer())
        list(writer.write(evidence()))
        engines.append(writer.engine.name)
        notes.append(" ".join(writer.notes))
    assert engines == ["chat", "extractive"]
    assert "1,000 tokens for today" in notes[1]


def test_a_new_day_has_a_new_budget() -> None:
    days = [date(2026, 1, 1)]
    spending = Spending(100, lambda: days[-1])
    spending.add(Usage(90, 20))
    with pytest.raises(ModelUnavailable, match="100 tokens"):
        spending.check()
    days.append(days[0] + timedelta(days=1))
    spending.check()
    assert spending.spent == 0


def test_what_a_server_does_not_count_is_estimated_for_the_day() -> None:
    assert estimate_usage(10, 1) == Usage(3, 1)


def test_a_price_needs_both_directions() -> None:
    assert price(Usage(10, 10), Settings(chat_price_input=1)) is None
    assert price(Usage(1_000_000, 0), Settings(chat_price_input=3, chat_price_output=9)) == 3
