"""The service with its conversations in PostgreSQL: asked, the server restarted under it, asked on."""

import pytest
from fastapi.testclient import TestClient

from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app
from tests.postgres import Cluster

pytestmark = pytest.mark.postgres


def test_a_conversation_goes_on_after_a_restart_of_the_database(
    sample_settings: Settings, sample_assistant: Assistant
) -> None:
    with Cluster() as cluster:
        settings = sample_settings.model_copy(update={"database_url": cluster.make_database()})
        with TestClient(create_app(settings, sample_assistant), base_url="http://localhost") as client:
            id_ = client.post("/v1/conversations", json={}).json()["id"]
            first = {"question": "What is the No Wrong Door approach?", "conversation_id": id_}
            assert client.post("/v1/answers", json=first).json()["status"] == "answered"
            cluster.stop()
            away = client.post("/v1/answers", json=first)
            assert (away.status_code, away.json()["error"]["code"]) == (503, "storage")
            assert away.json()["error"]["retryable"]
            assert client.get("/healthz").status_code == 200
            cluster.start()
            again = client.post("/v1/answers", json={"question": "And in Stockport?", "conversation_id": id_})
            assert again.status_code == 200
            turns = client.get(f"/v1/conversations/{id_}").json()["turns"]
            assert [turn["role"] for turn in turns] == ["user", "assistant"] * 2
