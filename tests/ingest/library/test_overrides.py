from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ingest.library.overrides import load_overrides


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).touch()
    return tmp_path


def write(folder: Path, text: str) -> Path:
    (folder / "reports.toml").write_text(text)
    return folder


def test_a_folder_without_catalogue_has_no_overrides(tmp_path: Path) -> None:
    assert load_overrides(tmp_path) == {}


def test_entries_are_found_by_their_file(folder: Path) -> None:
    write(folder, '[[report]]\nfile = "a.pdf"\ntitle = "A"\nplaces = ["Wigan"]\ndate = "2022-10"\n')
    assert load_overrides(folder)["a.pdf"]["places"] == ["Wigan"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[report]]\nfile = "a.pdf"\ntitel = "A"\n', "titel"),
        ('[[report]]\ntitle = "A"\n', "file"),
        ('[[report]]\nfile = "none.pdf"\n', "none.pdf"),
        ('[[report]]\nfile = "a.pdf"\n\n[[report]]\nfile = "a.pdf"\n', "a.pdf"),
        ('[[report]]\nfile = "a.pdf"\nid = "x"\n\n[[report]]\nfile = "b.pdf"\nid = "x"\n', "'x'"),
        ('[[report]]\nfile = "a.pdf"\nid = "b"\n\n[[report]]\nfile = "b.pdf"\n', "'b'"),
        ('[[report]]\nfile = "a.pdf"\ndate = "October 2022"\n', "October 2022"),
        ('[[report]]\nfile = "a.pdf"\ndate = "2022-13"\n', "2022-13"),
        ('[[report]]\nfile = "a.pdf"\ndate = 2022-10-01\n', "date"),
        ('[[report]]\nfile = "a.pdf"\nid = "Not a slug"\n', "Not a slug"),
        ('[[report]]\nfile = "a.pdf"\nplaces = "Wigan"\n', "places"),
        ('[[report]]\nfile = "a.pdf"\nauthors = [1]\n', "authors"),
        ("[reports]\n", "reports"),
        ('report = "a.pdf"\n', "[[report]]"),
        ("[[report", "TOML"),
    ],
)
def test_what_is_wrong_in_the_catalogue_is_named(folder: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=r"reports\.toml") as caught:
        load_overrides(write(folder, text))
    assert told in str(caught.value)
