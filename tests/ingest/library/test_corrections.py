from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ingest.library.corrections import CORRECTIONS, load_corrections, save_correction


def test_corrections_of_one_report_add_up(tmp_path: Path) -> None:
    assert load_corrections(tmp_path) == {}
    save_correction(tmp_path, "/a.pdf", {"title": "A", "places": ["Bury"]})
    save_correction(tmp_path, "/a.pdf", {"title": ""})
    save_correction(tmp_path, "/b.pdf", {"date": "2021"})
    assert load_corrections(tmp_path) == {
        "/a.pdf": {"title": "", "places": ["Bury"]},
        "/b.pdf": {"date": "2021"},
    }


def test_what_can_not_be_understood_is_named(tmp_path: Path) -> None:
    (tmp_path / CORRECTIONS).write_text('{"/a.pdf": {"title": 3}}')
    with pytest.raises(SettingsError, match=CORRECTIONS):
        load_corrections(tmp_path)
