import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from fastapi.testclient import TestClient

from ingest.errors import NotFound
from service.assistant import Assistant
from service.settings import Settings
from service.store.contract import KeptCounts
from service.store.sql import open_store
from service.upkeep.retention import DOUBT_SECONDS, Retention, delete_old
from service.web.app import create_app
from tests.service.store.suite import ANSWER


def test_nothing_goes_without_the_setting_and_what_is_old_goes_with_it(tmp_path: Path) -> None:
    store = open_store(None, tmp_path)
    store.save_answer(ANSWER)
    copies = [tmp_path / "removed" / name for name in ("old", "new")]
    for folder in copies:
        folder.mkdir(parents=True)
    month_ago = (datetime.now(UTC) - timedelta(days=31)).timestamp()
    os.utime(copies[0], (month_ago, month_ago))
    in_a_year = datetime.now(UTC) + timedelta(days=365)
    assert delete_old(Settings(data_dir=tmp_path), store, in_a_year) == KeptCounts()
    settings = Settings(data_dir=tmp_path, keep_days=30)
    assert delete_old(settings, store, datetime.now(UTC)) == KeptCounts()
    assert [folder.exists() for folder in copies] == [False, True]
    assert store.answer("a1") == ANSWER
    assert delete_old(settings, store, in_a_year) == KeptCounts(0, 1, 0)
    store.close()


def test_a_service_that_starts_deletes_what_is_old(
    sample_settings: Settings,
    sample_assistant: Assistant,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = f"sqlite:///{tmp_path}/conversations.sqlite"
    settings = sample_settings.model_copy(update={"database_url": url, "keep_days": 1})
    store = open_store(url, tmp_path)
    with monkeypatch.context() as earlier:
        earlier.setattr("service.store.conversations.now", lambda: "2020-01-01T00:00:00.000+00:00")
        store.create_conversation("Long ago")
    store.create_conversation("Today")
    with TestClient(create_app(settings, sample_assistant)) as client:
        while len(listed := client.get("/v1/conversations").json()["conversations"]) > 1:
            pass
        assert [entry["title"] for entry in listed] == ["Today"]
    store.close()


def test_a_clock_that_is_set_forward_is_not_believed_for_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    steady = 0.0
    monkeypatch.setattr("service.upkeep.retention._read_steady", lambda: steady)
    store = open_store(None, tmp_path)
    store.save_answer(ANSWER)
    begun = datetime.now(UTC)
    with time_machine.travel(begun, tick=False) as clock:
        retention = Retention(Settings(data_dir=tmp_path, keep_days=30), store)
        clock.move_to(begun + timedelta(days=365))
        for steady in (10.0, 3_600.0):
            retention.delete_once()
            assert store.answer("a1")
            clock.move_to(begun + timedelta(days=365, seconds=steady))
        assert "Is it right?" in caplog.text
        steady = 11.0 + DOUBT_SECONDS
        clock.move_to(begun + timedelta(days=365, seconds=steady))
        retention.delete_once()
    with pytest.raises(NotFound):
        store.answer("a1")
    store.close()


def test_a_clock_that_is_set_right_again_is_believed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.upkeep.retention._read_steady", lambda: 0.0)
    store = open_store(None, tmp_path)
    now = datetime.now(UTC)
    with time_machine.travel(now, tick=False) as clock:
        store.save_answer(ANSWER)
        retention = Retention(Settings(data_dir=tmp_path, keep_days=1), store)
        clock.move_to(now + timedelta(days=365))
        retention.delete_once()
        assert store.answer("a1")
        clock.move_to(now + timedelta(minutes=59))
        retention.delete_once()
        assert store.answer("a1")
        with monkeypatch.context() as later:
            later.setattr("service.upkeep.retention._read_steady", lambda: 172_800.0)
            clock.move_to(now + timedelta(days=2, minutes=59))
            retention.delete_once()
    with pytest.raises(NotFound):
        store.answer("a1")
    store.close()


def test_one_can_delete_all_that_one_asked_and_is_told_what_went(client: TestClient) -> None:
    client.post("/v1/answers", json={"question": "What is No Wrong Door?"})
    client.post("/v1/conversations", json={"title": "For Monday"})
    assert "1 answer," in client.get("/conversations/delete").text
    gone = client.post("/conversations/delete").text
    assert "1 conversation<" in gone
    assert "For Monday" not in client.get("/conversations").text
    client.post("/v1/conversations", json={"title": "For Tuesday"})
    assert client.delete("/v1/conversations").json() == {
        "conversations": 1,
        "answers": 0,
        "briefs": 0,
        "reflections": 0,
    }
    assert client.delete("/v1/conversations").json() == {
        "conversations": 0,
        "answers": 0,
        "briefs": 0,
        "reflections": 0,
    }
    assert "Nothing to delete" in client.get("/conversations/delete").text
