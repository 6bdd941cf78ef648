from dataclasses import replace

from ingest.library.manifest import Manifest
from service.assistant import Assistant
from service.types import Check, Dropped, Engine, Statement
from service.upkeep.metrics import Load, Metrics
from tests.service.store.suite import ANSWER

IDLE = Load(0, 0, 0)


def written(metrics: Metrics, load: Load = IDLE, library: Manifest | None = None) -> dict[str, float]:
    lines = metrics.write(load, library).decode().splitlines()
    return {
        name: float(value)
        for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    }


def test_an_answer_is_counted_with_its_statements_and_stages() -> None:
    metrics = Metrics()
    checked = Statement("Trust grew.", ("S1",), check=Check("supported", "", ("S1",), repaired=True))
    answer = replace(
        ANSWER,
        engine=Engine("chat", "m"),
        statements=(checked, Statement("It did.", ("S1",))),
        dropped=(Dropped("Trust doubled.", "contradicted", "no"),),
        timings_ms={"retrieve": 40, "total": 900},
    )
    metrics.count_answer(answer)
    found = written(metrics)
    assert found['walkalong_answers_total{engine="chat",status="answered"}'] == 1
    assert found['walkalong_statements_total{fate="repaired",outcome="supported"}'] == 1
    assert found['walkalong_statements_total{fate="kept",outcome="verbatim"}'] == 1
    assert found['walkalong_statements_total{fate="dropped",outcome="contradicted"}'] == 1
    assert found['walkalong_answer_seconds_bucket{le="0.05",stage="retrieve"}'] == 1
    assert found['walkalong_answer_seconds_bucket{le="0.5",stage="total"}'] == 0
    assert not any("unanswered" in name and value for name, value in found.items())


def test_what_is_not_answered_is_counted_by_reason() -> None:
    metrics = Metrics()
    metrics.count_answer(replace(ANSWER, status="not_in_reports", missing=("submarine",)))
    metrics.count_answer(replace(ANSWER, status="not_in_reports"))
    metrics.count_answer(replace(ANSWER, status="declined"))
    found = written(metrics)
    for reason in ("unknown_words", "nothing_near", "declined"):
        assert found[f'walkalong_unanswered_total{{reason="{reason}"}}'] == 1


def test_the_load_and_the_library_are_as_they_are_at_that_moment(sample_assistant: Assistant) -> None:
    metrics, library = Metrics(), sample_assistant.library.manifest
    assert written(metrics, Load(8, 3, 1))["walkalong_answers_waiting"] == 3
    found = written(metrics, IDLE, library)
    assert found["walkalong_answers_waiting"] == 0
    assert found["walkalong_library_reports"] == len(library.entries)
    assert found["walkalong_library_age_seconds"] >= 0
