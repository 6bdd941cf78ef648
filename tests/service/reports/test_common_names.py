from dataclasses import replace

from service.assistant import Assistant
from service.reports.common_names import find_common_names
from service.survey.look import look_through
from service.types import Filters


def test_a_word_that_the_reports_write_small_is_no_place(corpus_assistant: Assistant) -> None:
    library = corpus_assistant.library
    common = find_common_names(library, library.details)
    assert "Scale" in common
    assert not common & {"Salford", "Wigan", "Stockport", "Essex", "England", "Greater Manchester"}


def test_what_an_entry_names_as_its_place_is_one(corpus_assistant: Assistant) -> None:
    library = corpus_assistant.library
    corrected = (replace(library.details[0], id="other", places=("Scale",)),)
    assert "Scale" not in find_common_names(library, corrected)


def test_surveys_tell_no_common_word_as_a_place(corpus_assistant: Assistant) -> None:
    library = corpus_assistant.library
    found = look_through(library, corpus_assistant.embedder, "Spreading innovation", Filters())
    common = find_common_names(library, library.details)
    assert any(place in common for passage in found.passages for place in passage.places)
    assert not any(place in common for item in found.items for place in item.places)
