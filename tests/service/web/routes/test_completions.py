"""OpenAI's routes, asked by OpenAI's own client over a real connection."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx2
import openai
import pytest

from ingest.errors import StorageError
from service.assistant import Assistant
from service.prepared import Prepared
from service.settings import Settings
from service.types import Answerer, Ask, Engine, Evidence, Omission, Statement
from service.web.app import create_app
from tests.serving import served

QUESTION = "What is the No Wrong Door approach?"


@pytest.fixture(scope="module")
def settings(sample_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("completions")
    return sample_settings.model_copy(update={"database_url": f"sqlite:///{folder}/store.sqlite"})


@pytest.fixture(scope="module")
def chat(settings: Settings, sample_assistant: Assistant) -> Iterator[openai.OpenAI]:
    with served(create_app(settings, sample_assistant)) as address, client_of(address) as client:
        yield client


def client_of(address: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)


def ask(chat: openai.OpenAI, *said: str, **fields: Any) -> Any:
    roles = ("user", "assistant") * len(said)
    messages = [{"role": role, "content": text} for role, text in zip(roles, said, strict=False)]
    return chat.chat.completions.create(**{"model": "walkalong", "messages": messages, **fields})


def text_of(completion: Any) -> str:
    return completion.choices[0].message.content


def test_an_answer_is_cited_in_the_text_and_as_data(chat: openai.OpenAI, sample_assistant: Assistant) -> None:
    completion = ask(chat, QUESTION)
    text, answer = text_of(completion), completion.answer
    assert completion.object == "chat.completion"
    assert completion.choices[0].finish_reason == "stop"
    assert answer["status"] == "answered"
    notes = completion.choices[0].message.annotations
    assert len(notes) >= len(answer["statements"])
    for note in notes:
        cited = note.url_citation
        number = int(text[cited.start_index : cited.end_index].strip("[]"))
        passage = answer["passages"][number - 1]
        assert cited.title == passage["report_title"]
        assert f"/reports/{passage['report_id']}/passages?start={passage['start']}&" in cited.url
        report = sample_assistant.library.report(passage["report_id"])
        assert report.text[passage["start"] : passage["end"]] == passage["text"]


def test_the_address_of_a_citation_shows_the_passage(chat: openai.OpenAI) -> None:
    completion = ask(chat, QUESTION)
    cited = completion.choices[0].message.annotations[0].url_citation
    page = httpx2.get(cited.url, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert cited.title in page.text


def test_a_streamed_answer_is_the_same(chat: openai.OpenAI) -> None:
    chunks = list(ask(chat, QUESTION, stream=True))
    whole = ask(chat, QUESTION)
    assert chunks[0].choices[0].delta.role == "assistant"
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == text_of(whole)
    assert len({chunk.id for chunk in chunks}) == 1
    last = chunks[-1]
    assert last.choices[0].finish_reason == "stop"
    assert [note["url_citation"]["start_index"] for note in last.choices[0].delta.annotations] == [
        note.url_citation.start_index for note in whole.choices[0].message.annotations
    ]
    assert last.answer["statements"] == whole.answer["statements"]
    assert chat.get(f"/answers/{last.answer['id']}", cast_to=object) == last.answer


def test_earlier_messages_are_the_history(chat: openai.OpenAI) -> None:
    first = "What is the role of a project lead?"
    second = ask(chat, first, text_of(ask(chat, first)), "And in Stockport?")
    assert second.answer["question"] == "And in Stockport?"
    assert "project lead" in second.answer["standalone_question"]
    assert text_of(second).startswith(f"Understood as: {second.answer['standalone_question']}")


def test_the_system_and_parts_of_a_message_are_taken_for_what_they_are(chat: openai.OpenAI) -> None:
    parts = [{"type": "text", "text": "What is the No Wrong"}, {"type": "text", "text": "Door approach?"}]
    messages = [{"role": "system", "content": "Answer in rhyme."}, {"role": "user", "content": parts}]
    answer = ask(chat, messages=messages, temperature=1.5).answer
    assert answer["question"].split() == QUESTION.split()
    assert answer["status"] == "answered"


def test_a_refusal_is_an_answer_without_marks(chat: openai.OpenAI) -> None:
    completion = ask(chat, "What is the salary of a project lead in Gotham?")
    assert completion.answer["status"] == "not_in_reports"
    assert text_of(completion).startswith("The reports do not say.")
    assert completion.choices[0].message.annotations == []


def test_filters_can_be_sent_along(chat: openai.OpenAI) -> None:
    completion = ask(chat, "What helped?", extra_body={"filters": {"reports": ["stockport-governance"]}})
    shown = completion.answer["passages"] + completion.answer["nearest"]
    assert {passage["report_id"] for passage in shown} == {"stockport-governance"}


def test_models_are_listed_and_found(chat: openai.OpenAI) -> None:
    names = [model.id for model in chat.models.list()]
    assert names == ["walkalong", "walkalong-extractive"]
    assert chat.models.retrieve("walkalong").owned_by == "walkalong"
    assert ask(chat, QUESTION, model="walkalong-extractive").model == "walkalong-extractive"
    with pytest.raises(openai.NotFoundError, match="gpt"):
        chat.models.retrieve("gpt")
    with pytest.raises(openai.NotFoundError, match="gpt"):
        ask(chat, QUESTION, model="gpt")


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "assistant", "content": "Hello."}]}, "last one"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]},
            "text",
        ),
        ({"messages": [{"role": "user", "content": "  "}]}, "question"),
        ({"n": 2}, "n:"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"model": "walkalong-chat"}, "no chat model"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_is_wrong_is_told_before_the_first_event(
    chat: openai.OpenAI, fields: dict[str, Any], complaint: str, stream: bool
) -> None:
    with pytest.raises(openai.UnprocessableEntityError, match=complaint):
        ask(chat, QUESTION, **fields, stream=stream)


class Full(Answerer):
    """Writes nothing: what it needs fails in a way that no other engine helps against."""

    engine = Engine("extractive")

    def statements(self, evidence: Evidence) -> Iterator[Statement | Omission]:
        message = "The data folder is full."
        raise StorageError(message)


class Failing(Assistant):
    def prepare(self, ask: Ask) -> Prepared:
        return replace(super().prepare(ask), answerer=Full(), fallback=Full())


def test_a_failure_after_the_first_chunk_is_an_error_of_the_client(
    settings: Settings, sample_assistant: Assistant
) -> None:
    failing = Failing(settings, embedder=sample_assistant.embedder)
    with served(create_app(settings, failing)) as address, client_of(address) as chat:
        with pytest.raises(openai.APIError, match="is full"):
            list(ask(chat, QUESTION, stream=True))
        with pytest.raises(openai.InternalServerError, match="is full"):
            ask(chat, QUESTION)


def test_a_chat_model_writes_where_one_is_configured(
    settings: Settings, sample_assistant: Assistant, endpoint: str
) -> None:
    with_chat = settings.model_copy(
        update={"chat_base_url": f"{endpoint}", "chat_model": "openai:smollm2", "chat_max_tokens": 60}
    )
    assistant = Assistant(with_chat, embedder=sample_assistant.embedder)
    with served(create_app(with_chat, assistant)) as address, client_of(address) as chat:
        assert "walkalong-chat" in [model.id for model in chat.models.list()]
        chunks = list(ask(chat, QUESTION, model="walkalong-chat", stream=True))
    answer: Any = chunks[-1].answer
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert answer["status"] in {"answered", "not_in_reports"}
