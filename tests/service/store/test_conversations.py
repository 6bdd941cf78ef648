from dataclasses import replace

from service.store.conversations import speak
from tests.service.store.suite import ANSWER


def test_a_refusal_is_spoken_by_its_notes() -> None:
    assert speak(replace(ANSWER, statements=(), notes=("No report says so.",))) == "No report says so."
