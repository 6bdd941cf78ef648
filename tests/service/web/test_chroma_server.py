"""The service with the vectors of its chunks in a Chroma server: the same answers, and a server that goes away."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.build import ingest, remove_report
from ingest.index.chroma_server import connect
from service.assistant import Assistant
from service.settings import Settings
from service.types import Ask, Passage
from service.web.app import create_app
from tests.chroma import ChromaProcess

QUESTIONS = (
    "What is the No Wrong Door approach?",
    "Who does what in the team around the school?",
    "What did Stockport learn about governance?",
    "What makes it hard to share data?",
    "How were residents involved?",
)


@pytest.fixture
def moved(sample_settings: Settings, tmp_path: Path) -> Settings:
    """Settings of a copy of the small library."""
    return sample_settings.model_copy(
        update={"data_dir": shutil.copytree(sample_settings.data_dir, tmp_path / "data")}
    )


def drop_scores(passages: tuple[Passage, ...]) -> list[Passage]:
    """Passages with their scores to six digits: sums of floats depend on the order in which memory has them."""
    return [replace(passage, score=round(passage.score, 6)) for passage in passages]


def test_the_same_questions_give_the_same_answers_from_a_server(
    moved: Settings, sample_assistant: Assistant, chroma: ChromaProcess
) -> None:
    settings = moved.model_copy(update={"chroma_url": chroma.url})
    before = connect(chroma.url).count_collections()
    result = ingest([], settings, embedder=sample_assistant.embedder)
    assert (result.reports, result.replaced, result.failures) == (4, (), ())
    assistant = Assistant(settings, embedder=sample_assistant.embedder)
    for question in QUESTIONS:
        one, other = sample_assistant.answer(Ask(question)), assistant.answer(Ask(question))
        assert one.passages or one.nearest
        assert (one.status, one.statements) == (other.status, other.statements)
        assert drop_scores(one.passages) == drop_scores(other.passages)
        assert drop_scores(one.nearest) == drop_scores(other.nearest)
    # The generation before goes from the server when the one after it is written, and nobody reads it any more.
    report_id = assistant.library.details[0].id
    assistant.library.close()
    assert remove_report(report_id, settings)
    assert not remove_report(report_id, settings)
    assert connect(chroma.url).count_collections() == before + 1


def test_a_server_that_stops_is_told_and_one_that_lost_all_is_filled_again(
    moved: Settings, sample_assistant: Assistant, tmp_path: Path
) -> None:
    with ChromaProcess(tmp_path / "one") as process:
        settings = moved.model_copy(update={"chroma_url": process.url})
        ingest([], settings, embedder=sample_assistant.embedder)
        app = create_app(settings, Assistant(settings, embedder=sample_assistant.embedder))
        with TestClient(app, base_url="http://localhost") as client:
            asked = {"question": QUESTIONS[0]}
            first = client.post("/v1/answers", json=asked).json()
            assert first["status"] == "answered"
            process.stop()
            away = client.post("/v1/answers", json=asked)
            assert (away.status_code, away.json()["error"]["code"]) == (503, "storage")
            assert "WALKALONG_CHROMA_URL" in away.json()["error"]["message"]
            assert client.get("/healthz").status_code == 200
            process.start()
            assert client.post("/v1/answers", json=asked).json()["statements"] == first["statements"]
            process.stop()
            shutil.rmtree(tmp_path / "one")
            process.start()
            assert client.post("/v1/answers", json=asked).status_code == 503
            ingest([], settings, embedder=sample_assistant.embedder)
            assert client.post("/v1/answers", json=asked).json()["statements"] == first["statements"]
