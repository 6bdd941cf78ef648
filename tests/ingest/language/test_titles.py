import pytest

from ingest.language.titles import is_contents_title, is_leftover


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - final2.doc",
        "report_v3.indd",
        "Untitled",
        "Document1",
        "PowerPoint Presentation",
        "(anonymous)",
    ],
)
def test_what_programs_leave_is_no_title(title: str) -> None:
    assert is_leftover(title)


@pytest.mark.parametrize(
    "title", ["Documents that families trust", "Users of the hub", "Administrators learn"]
)
def test_what_people_write_is_a_title(title: str) -> None:
    assert not is_leftover(title)


@pytest.mark.parametrize(
    "line", ["Contents", "TABLE OF CONTENTS:", "Sommaire", "List of tables", "Contents page"]
)
def test_titles_of_contents_lists(line: str) -> None:
    assert is_contents_title(line)


@pytest.mark.parametrize("line", ["Contents of the box", "Table of results", ""])
def test_other_lines_are_not_titles_of_contents_lists(line: str) -> None:
    assert not is_contents_title(line)
