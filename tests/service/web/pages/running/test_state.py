from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.settings import Settings
from service.web.app import create_app
from service.web.pages.running.state import name_size

QUESTION = "What is the No Wrong Door approach?"


def test_the_state_shows_library_storage_and_counts_but_no_words(client: TestClient) -> None:
    client.post("/v1/answers", json={"question": QUESTION})
    page = client.get("/admin").text
    assert "4 reports" in page
    assert "0 conversations, 1 answers" in page
    assert "generations: " in page
    assert QUESTION not in page
    assert "/admin" in client.get("/add").text


def test_the_state_says_what_is_missing(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data_dir=tmp_path)), base_url="http://127.0.0.1") as client:
        assert "walkalong ingest" in client.get("/admin").text


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (12_345_678, "12 MB")]
)
def test_sizes_are_said_in_words(size: int, words: str) -> None:
    assert name_size(size) == words
