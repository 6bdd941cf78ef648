import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.build import remove_report
from service.assistant import Assistant
from service.settings import Settings
from service.types import Answer, Ask
from service.web.shelf import ShelfKeeper


@pytest.fixture
def keeper(sample_assistant: Assistant, tmp_path: Path) -> Iterator[ShelfKeeper]:
    keeper = ShelfKeeper(sample_assistant, tmp_path)
    yield keeper
    keeper.close()


def test_looking_does_not_wait_and_what_is_found_in_the_end_is_answered(
    keeper: ShelfKeeper, sample_assistant: Assistant
) -> None:
    library = sample_assistant.library
    assert not keeper.look(library).whole
    keeper.wait()
    shelf = keeper.look(library)
    assert shelf.whole
    assert [name for name, _ in shelf.readers] == ["New here", "Leading the work", "Weighing the evidence"]
    for _, answered in shelf.readers:
        first = answered[0].starter
        assert first.is_kept_by(sample_assistant.answer(Ask(first.question)))
        assert first.is_held_by(answered[0].heard)


def test_another_service_on_the_same_library_asks_nothing_again(
    keeper: ShelfKeeper, sample_assistant: Assistant, tmp_path: Path
) -> None:
    keeper.look(sample_assistant.library)
    keeper.wait()
    shelf = keeper.look(sample_assistant.library)
    assert ShelfKeeper(sample_assistant, tmp_path).look(sample_assistant.library) == shelf


def test_a_kept_file_that_is_no_shelf_is_made_again(
    keeper: ShelfKeeper, sample_assistant: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "starters.json").write_text('{"library": 3')
    assert not keeper.look(sample_assistant.library).whole
    keeper.wait()
    assert keeper.look(sample_assistant.library).whole


class Held(Assistant):
    """An assistant whose answers wait until they are let go."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.asked, self.let_go = threading.Event(), threading.Event()

    def answer(self, ask: Ask) -> Answer:
        self.asked.set()
        self.let_go.wait()
        return super().answer(ask)


def test_what_is_shown_stays_until_another_library_has_its_own(
    own_settings: Settings, tmp_path: Path
) -> None:
    assistant = Held(own_settings)
    assistant.let_go.set()
    keeper = ShelfKeeper(assistant, tmp_path)
    keeper.look(assistant.library)
    keeper.wait()
    before = keeper.look(assistant.library)
    assistant.let_go.clear()
    assistant.asked.clear()
    first, *_ = assistant.library.details
    remove_report(first.id, own_settings)
    assistant.look_again()
    assert keeper.look(assistant.library) == before
    assert assistant.asked.wait(60)
    assistant.let_go.set()
    keeper.close()
