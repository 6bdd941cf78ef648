from dataclasses import replace
from pathlib import Path

import pytest

from ingest.meaning.details import make_details
from ingest.meaning.frontpage import FrontPage, read_front_page
from ingest.meaning.parts import place_blocks
from ingest.meaning.structure import understand
from ingest.readers.markdown import read_markdown
from ingest.types import Block, Details, Page, Reading

BODY = (
    "Partners met in March, and what they had planned was begun by all of those who had come to the table.\n\n"
    * 9
)


def front(text: str, author: str = "") -> FrontPage:
    reading = read_markdown(text.encode(), Path("r.md"))
    return read_front_page(reading.text, place_blocks(reading), author)


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Northfield Associates", "Northfield Associates"),
        ("Published by the Northfield Trust, Leeds", "Northfield Trust, Leeds"),
        ("Published by: Northfield Trust", "Northfield Trust"),
        ("© Learning in Places August 2021", "Learning in Places"),
        ("Copyright © 2019 University of Northfield", "University of Northfield"),
        ("© the authors 2021", None),
        ("The council met in Northfield", None),
        ("Final Report", None),
    ],
)
def test_a_publisher_is_said_or_has_a_line_to_itself(line: str, publisher: str | None) -> None:
    found = front(f"# Walking along\n\n{line}\n\n## Findings\n\n{BODY}")
    assert found.publisher == publisher


def test_an_owner_on_the_last_page_is_the_publisher() -> None:
    text = f"# Walking along\n\n## Findings\n\n{BODY * 12}\n\n## References\n\nOkafor.\n\n© Learning in Places 2021"
    assert front(text).publisher == "Learning in Places"


def test_an_organisation_that_the_title_names_is_its_subject() -> None:
    assert front("# Review of Northfield Council\n\nNorthfield Council\n\nWords.").publisher is None


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ("Authors: Ada Okafor and Bo Lind", ("Ada Okafor and Bo Lind",)),
        (
            "Report by\n\nNorthfield Consortium\n\nHill University\n\nMay 2021",
            ("Northfield Consortium", "Hill University"),
        ),
        ("Dr Ada Okafor, Evaluator", ("Dr Ada Okafor, Evaluator",)),
        ("By the time it ended, all had changed.", ()),
        ("May 2021", ()),
    ],
)
def test_authors_are_those_who_are_said_to_be(lines: str, authors: tuple[str, ...]) -> None:
    assert front(f"# Walking along\n\n{lines}\n\n## Findings\n\n{BODY}").authors == authors


def test_authors_may_have_a_heading() -> None:
    text = f"# T\n\n{BODY}\n\n## Authors\n\nAda Okafor, Hill University\n\nBo Lind - Lind Ltd\n\n## Annex\n\nMore."
    assert front(text).authors == ("Ada Okafor, Hill University", "Bo Lind - Lind Ltd")


def test_the_files_author_counts_only_where_the_cover_has_him() -> None:
    text = f"# Walking along\n\nAda Okafor and Bo Lind, Hill Research\n\n## Findings\n\n{BODY}"
    assert front(text, "Hill Research").authors == ("Ada Okafor and Bo Lind, Hill Research",)
    assert front(text, "jsmith2").authors == ()


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("October 2022", "2022-10"),
        ("Final report of May 3, 2021", "2021-05-03"),
        ("Workshop held in June 2020. Date of publication: 10 June 2021", "2021-06-10"),
        ("Where it stands (March 2019)", None),
        ("No date at all", None),
    ],
)
def test_a_date_stands_on_the_cover(lines: str, date: str | None) -> None:
    assert front(f"# Walking along\n\n{lines}\n\n## Findings\n\n{BODY}").date == date


def test_a_date_in_the_contents_is_not_the_reports() -> None:
    assert front(f"# T\n\n## Contents\n\nWhat was done in May 2020\n\n## Findings\n\n{BODY}").date is None


def test_a_copyright_gives_the_year_where_nothing_else_does() -> None:
    assert front(f"# T\n\n## Findings\n\n{BODY * 12}\n\n## Imprint\n\n© 2021 Northfield Trust").date == "2021"


def saved(text: str, **metadata: str) -> Reading:
    """A reading of a file that a program saved, with a heading in front."""
    heading, body = text.split("\n\n", 1)
    blocks = (
        Block(0, len(heading), "heading", 1),
        Block(len(heading) + 2, len(heading) + 2 + len(body), "paragraph"),
    )
    return Reading("docx", text, (Page(1, None, 0, 0),), blocks, None, metadata)


def details_of(reading: Reading) -> Details:
    return make_details(reading, Path("2021_final.docx"), "0", {})


def test_the_date_of_a_file_is_the_last_resort_and_said() -> None:
    reading = saved(f"Walking along\n\n{BODY}", date="2020-04-22")
    details = details_of(reading)
    assert details.date == "2020-04-22"
    assert [warning for warning in understand(reading, details).warnings if "2020-04-22" in warning]


def test_a_printed_date_comes_before_that_of_the_file_and_nothing_is_said() -> None:
    reading = saved(f"Walking along, May 2019\n\n{BODY}", date="2020-04-22")
    details = details_of(reading)
    assert (details.date, understand(reading, details).warnings) == ("2019-05", ())


@pytest.mark.parametrize("leftover", ["202102_Departements", "2021_final", "Microsoft Word - a.docx"])
def test_a_title_of_a_program_gives_way_to_the_cover(leftover: str) -> None:
    assert (
        details_of(saved(f"Walking along in places\n\n{BODY}", title=leftover)).title
        == "Walking along in places"
    )


def test_a_title_of_one_word_takes_the_heading_above_it() -> None:
    written = read_markdown(f"# PROGRAMME EVALUATION\n\n# NORTHFIELD\n\n{BODY}".encode(), Path("r.md"))
    found = make_details(replace(written, format="docx"), Path("r.docx"), "0", {})
    assert found.title == "PROGRAMME EVALUATION: NORTHFIELD"


def test_a_publisher_at_the_end_of_a_title_is_not_part_of_it() -> None:
    text = f"An evaluation of walking along\n\nNorthfield Associates\n\n{BODY}"
    reading = saved(text, title="An evaluation of walking along Northfield Associates")
    start = text.index("Northfield")
    blocks = (*reading.blocks[:1], Block(start, start + 21, "paragraph"))
    found = make_details(
        Reading("docx", text, reading.pages, blocks, None, reading.metadata), Path("a.docx"), "0", {}
    )
    assert (found.title, found.publisher) == ("An evaluation of walking along", "Northfield Associates")
