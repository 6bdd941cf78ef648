"""Tests of the addresses of reports' small pictures."""

from dataclasses import replace

from service.assistant import Assistant
from service.web.pages.shown.covers import cover_of


def test_a_picture_has_another_address_when_its_file_changes(sample_assistant: Assistant) -> None:
    entry = sample_assistant.library.details[0]
    changed = replace(entry, sha256="0" * len(entry.sha256))
    assert cover_of(entry, 88).startswith(f"/v1/reports/{entry.id}/pages/1.png?width=88&v=")
    assert cover_of(entry, 88) != cover_of(changed, 88)
