"""Questions to begin with, over libraries that they were not made on."""

from pathlib import Path

import pytest

from ingest.build import ingest
from service.assistant import Assistant
from service.reports.starters import POINTS_BACK, find_starters
from service.settings import Settings
from service.types import Ask

pytestmark = pytest.mark.shared


@pytest.mark.parametrize(
    ("source", "fewest"),
    [("reports", 7), ("field-reports", 5), ("more-reports/shared-palliative-care-2019.pdf", 2)],
)
def test_questions_to_begin_with_are_answered_with_what_they_promise(
    tmp_path: Path, shared: Path, sample_assistant: Assistant, source: str, fewest: int
) -> None:
    settings = Settings(data_dir=tmp_path, embedding_dtype="float32")
    assert not ingest([shared / source], settings, embedder=sample_assistant.embedder).failures
    assistant = Assistant(settings, embedder=sample_assistant.embedder)
    places = {place.casefold() for entry in assistant.library.details for place in entry.places}
    kept = 0
    for group in find_starters(assistant.library):
        for starter in group.questions:
            answer = assistant.answer(Ask(starter.question, engine="extractive"))
            if not starter.is_kept_by(answer):
                continue
            kept += 1
            assert answer.status == "answered"
            assert {passage.voice for passage in answer.passages} != {"question"}
            assert not {word.casefold() for word in starter.words} & places
            assert not set(starter.question.casefold().replace("?", "").split()) & POINTS_BACK
            for place in starter.places:
                assert place in {each for passage in answer.passages for each in passage.places}
    assert kept >= fewest
