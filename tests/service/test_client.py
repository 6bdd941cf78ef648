"""The client, over a real connection to a real service."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ingest.errors import StorageError
from service import client as client_module
from service.assistant import Assistant
from service.client import ServiceError, WalkalongClient
from service.prepared import Prepared
from service.settings import Settings
from service.types import Answerer, Ask, Engine, Evidence, Omission, Statement
from service.web.app import create_app
from service.wire.bodies import FiltersBody, TurnModel
from service.wire.learning import ReflectionBody
from service.wire.views import AnswerModel
from tests.serving import served

QUESTION = "What is the No Wrong Door approach?"


@pytest.fixture(scope="module")
def settings(sample_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("client")
    return sample_settings.model_copy(
        update={"database_url": f"sqlite:///{folder}/store.sqlite", "root_path": "/walkalong"}
    )


@pytest.fixture(scope="module")
def walkalong(settings: Settings, sample_assistant: Assistant) -> Iterator[WalkalongClient]:
    """A client of a service below a path, as behind a proxy."""
    with (
        served(create_app(settings, sample_assistant)) as address,
        WalkalongClient(f"{address}/walkalong/") as client,
    ):
        yield client


def test_a_draft_is_checked(walkalong: WalkalongClient) -> None:
    checked = walkalong.check("Stockport disbanded its Steering Group in July 2022. Why?")
    assert [each.outcome for each in checked.sentences] == ["supported", None]
    assert checked.passages[0].report_id == "stockport-governance"


def test_a_question_is_answered_and_judged(walkalong: WalkalongClient) -> None:
    answer = walkalong.ask(QUESTION)
    assert answer.status == "answered"
    assert answer.statements[0].passage_ids
    assert walkalong.answer(answer.id) == answer
    assert walkalong.judge(answer.id, "useful", "Thanks.").answer_id == answer.id
    assert walkalong.picture(answer.passages[0]).startswith(b"\x89PNG")


def test_statements_come_before_the_whole_answer(walkalong: WalkalongClient) -> None:
    *statements, answer = walkalong.stream(QUESTION)
    assert isinstance(answer, AnswerModel)
    assert statements == answer.statements


def test_history_conversations_and_filters_are_sent(walkalong: WalkalongClient) -> None:
    first = "What is the role of a project lead?"
    kept = walkalong.ask("And in Stockport?", history=[TurnModel(role="user", content=first)])
    assert "project lead" in kept.standalone_question
    conversation = walkalong.start_conversation("Leads")
    walkalong.ask(first, conversation_id=conversation.id)
    stored = walkalong.ask("And in Stockport?", conversation_id=conversation.id, engine="extractive")
    assert stored.standalone_question == kept.standalone_question
    assert [turn.role for turn in walkalong.conversation(conversation.id).turns] == ["user", "assistant"] * 2
    walkalong.delete_conversation(conversation.id)
    assert conversation.id not in [each.id for each in walkalong.conversations()]
    only = FiltersBody(reports=["stockport-governance"])
    assert {passage.report_id for passage in walkalong.search("trust", filters=only)} == {
        "stockport-governance"
    }


def test_lists_come_whole_in_parts(walkalong: WalkalongClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(walkalong.reports()), list(walkalong.questions()), list(walkalong.terms())
    assert all(len(part) > 2 for part in whole)
    monkeypatch.setattr(client_module, "PART", 2)
    assert (list(walkalong.reports()), list(walkalong.questions()), list(walkalong.terms())) == whole
    assert walkalong.report(whole[0][0].id).outline


def test_what_somebody_new_reads_first_comes_whole(walkalong: WalkalongClient) -> None:
    path = walkalong.first_days()
    assert path.programmes
    assert path.timeline


def test_reflections_are_added_listed_in_parts_and_deleted(
    walkalong: WalkalongClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "PART", 1)
    question = next(walkalong.questions()).entry_id
    added = [
        walkalong.reflect(ReflectionBody(text=text, role="team leader", question_id=question))
        for text in ("We meet every week.", "We have no time.")
    ]
    assert {each.id for each in added} <= {each.id for each in walkalong.reflections()}
    for each in added:
        walkalong.delete_reflection(each.id)
    assert not {each.id for each in added} & {each.id for each in walkalong.reflections()}


def test_errors_say_what_the_service_said(walkalong: WalkalongClient) -> None:
    with pytest.raises(ServiceError, match="nowhere") as caught:
        walkalong.report("no/where nowhere")
    assert (caught.value.code, caught.value.status, caught.value.retryable) == ("not_found", 404, False)
    assert caught.value.request_id
    with pytest.raises(ServiceError) as caught:
        list(walkalong.stream(" "))
    assert caught.value.code == "invalid_question"


def test_a_service_that_is_not_there_is_told() -> None:
    with WalkalongClient("http://127.0.0.1:9") as nobody:
        with pytest.raises(ServiceError, match="can't be reached") as caught:
            nobody.ask(QUESTION)
        assert caught.value.retryable
        with pytest.raises(ServiceError, match="can't be reached"):
            list(nobody.stream(QUESTION))


def test_another_program_at_the_address_is_told(settings: Settings, sample_assistant: Assistant) -> None:
    async def other(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"Hello."})  # type: ignore[operator]

    with (
        served(other) as address,
        WalkalongClient(address) as client,
        pytest.raises(ServiceError, match="not Walkalong's"),
    ):
        client.ask(QUESTION)


class Full(Answerer):
    """Writes one statement, then fails in a way that no other engine helps against."""

    engine = Engine("extractive")

    def statements(self, evidence: Evidence) -> Iterator[Statement | Omission]:
        message = "The data folder is full."
        raise StorageError(message)


class Failing(Assistant):
    def prepare(self, ask: Ask) -> Prepared:
        return replace(super().prepare(ask), answerer=Full(), fallback=Full())


def test_a_failure_in_the_middle_is_told(settings: Settings, sample_assistant: Assistant) -> None:
    own = settings.model_copy(update={"root_path": ""})
    failing = Failing(own, embedder=sample_assistant.embedder)
    with served(create_app(own, failing)) as address, WalkalongClient(address) as client:
        with pytest.raises(ServiceError, match="is full") as caught:
            list(client.stream(QUESTION))
        assert caught.value.retryable


def test_a_key_is_sent(settings: Settings, sample_assistant: Assistant) -> None:
    key = "a-key-of-enough-characters"
    with_keys = Settings.model_validate({**settings.model_dump(), "api_keys": (key,), "root_path": ""})
    with served(create_app(with_keys, sample_assistant)) as address:
        with WalkalongClient(address) as stranger, pytest.raises(ServiceError) as caught:
            list(stranger.reports())
        assert caught.value.status == 401
        with WalkalongClient(address, key) as known:
            assert list(known.reports())


def test_the_client_loads_nothing_heavy() -> None:
    code = "import sys, service.client; print({'torch', 'chromadb', 'fastapi', 'langchain'} & sys.modules.keys())"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"
