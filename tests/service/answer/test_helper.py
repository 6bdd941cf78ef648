import pytest

from service.answer.helper import LONGEST_QUERY, MOST_QUERIES, load_helper
from service.assistant import Assistant
from service.settings import Settings
from service.types import Ask
from tests.service.answer.test_chat import Reply, Script, script

__all__ = ["script"]
QUESTION = "How did trust grow between partners?"


def suggest(script: Script, *pieces: str, **reply: int) -> tuple[str, ...]:
    script.replies = [Reply(pieces, **reply)]  # type: ignore[arg-type]
    helper = load_helper(Settings(chat_model="any", chat_base_url=script.url, chat_help=True))
    assert helper
    return helper.suggest(QUESTION)


def test_lines_of_the_three_kinds_are_searched_for(script: Script) -> None:
    told = "<think>LIKE: no</think>ASK: Who met whom?\n- **WORDS**: confidence, faith\nLIKE: Trust grew.\n"
    assert suggest(script, told) == ("Who met whom?", "confidence, faith", "Trust grew.")
    assert QUESTION in script.requests[0]["messages"][-1]["content"]


@pytest.mark.parametrize("told", ["", "Trust grew because they met.", f"ASK: {'why ' * LONGEST_QUERY}"])
def test_what_was_not_asked_for_is_not_searched_for(script: Script, told: str) -> None:
    assert suggest(script, told) == ()


def test_only_so_many_are_searched_for(script: Script) -> None:
    told = "\n".join(f"ASK: What of {number}?" for number in range(20))
    assert len(suggest(script, told)) == MOST_QUERIES


def test_a_model_that_fails_helps_with_nothing(script: Script) -> None:
    assert suggest(script, status=401) == ()


def test_without_a_model_or_the_setting_there_is_no_helper() -> None:
    assert load_helper(Settings(chat_help=True)) is None
    assert load_helper(Settings(chat_model="any", chat_base_url="http://x/v1")) is None


def test_a_model_chooses_from_what_its_words_find_and_loses_nothing_when_it_does_not_help(
    script: Script, sample_assistant: Assistant, sample_settings: Settings
) -> None:
    values = {"chat_model": "any", "chat_base_url": script.url, "chat_help": True}
    assistant = Assistant(sample_settings.model_copy(update=values), embedder=sample_assistant.embedder)
    ask = Ask(QUESTION, engine="chat")
    script.replies = [Reply((), status=401)]
    alone = assistant.prepare(ask)
    script.replies = [Reply(("WORDS: school attendance, headteachers, pupils\n",))]
    helped = assistant.prepare(ask)
    assert alone.passages == helped.passages
    assert alone.wide
    assert {each.text for each in helped.wide} != {each.text for each in alone.wide}
    assert (alone.notes, alone.headline, alone.missing) == (helped.notes, helped.headline, helped.missing)
