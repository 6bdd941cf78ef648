from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ingest.library.sources import find_files


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_files([folder]).files]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.md", "a.txt", "drafts/c.md", "year/d.md", ".hidden.md", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# A report")
    return tmp_path


def test_folders_are_walked_by_name_and_hidden_files_left_out(folder: Path) -> None:
    assert names(folder) == ["a.txt", "b.md", "drafts/c.md", "year/d.md"]
    assert [path.name for path in find_files([folder]).skipped] == ["picture.png"]


def test_files_about_a_folder_are_no_reports_unless_they_are_named(folder: Path) -> None:
    about = folder / "README.md"
    about.write_text("# What lies here")
    assert about in find_files([folder]).skipped
    assert find_files([folder, about]).files[-1] == about


def test_what_the_catalogue_ignores_is_left_out_without_a_word(folder: Path) -> None:
    (folder / "reports.toml").write_text('ignore = ["drafts", "*.txt", "*.png"]')
    assert names(folder) == ["b.md", "year/d.md"]
    assert not find_files([folder]).skipped


def test_an_ignored_file_that_is_named_itself_is_taken(folder: Path) -> None:
    (folder / "reports.toml").write_text('ignore = ["*.txt"]')
    assert [path.name for path in find_files([folder / "a.txt"]).files] == ["a.txt"]


def test_a_catalogue_that_cannot_be_understood_is_told(folder: Path) -> None:
    (folder / "reports.toml").write_text('ignore = "drafts"')
    with pytest.raises(SettingsError, match="list of names"):
        find_files([folder])


def test_a_path_that_leads_nowhere_is_a_failure(tmp_path: Path) -> None:
    found = find_files([tmp_path / "nowhere.pdf"])
    assert [failure.reason for failure in found.failures] == ["missing"]


def test_links_are_followed_inside_the_folder_only(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("# Not for readers")
    (folder / "inside.md").symlink_to(folder / "b.md")
    (folder / "year" / "outside.md").symlink_to(outside)
    (folder / "elsewhere").symlink_to(outside.parent)
    found = find_files([folder])
    assert [path.name for path in found.files] == ["a.txt", "b.md", "inside.md", "c.md", "d.md"]
    assert [(failure.path.name, failure.reason) for failure in found.failures] == [("outside.md", "unsafe")]


def test_a_link_that_is_named_itself_is_followed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("outside") / "link.md"
    link.symlink_to(folder / "b.md")
    assert find_files([link]).files == (link,)
