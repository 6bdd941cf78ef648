from pathlib import Path

import pytest

from ingest.meaning.frontpage import read_front_page
from ingest.meaning.imprint import FrontLine, make_line, read_date
from ingest.meaning.parts import place_blocks
from ingest.readers.markdown import read_markdown
from ingest.types import Block

BODY = "Partners met in March, and what they had planned was begun by all who had come to the table.\n\n" * 9


def printed(text: str) -> list[tuple[str, str]]:
    """Kind and words of what a report says of itself."""
    reading = read_markdown(text.encode(), Path("r.md"))
    front = read_front_page(reading.text, place_blocks(reading))
    return [(each.kind, reading.text[each.start : each.end]) for each in front.mentions]


def test_each_detail_stands_where_the_report_prints_it() -> None:
    cover = "# Walking along\n\nReport by\n\nAda Okafor\n\nBo Lind\n\n9th May 2021"
    assert printed(f"{cover}\n\n## Findings\n\n{BODY * 12}\n\n## Imprint\n\n© 2021 the Northfield Trust") == [
        ("publisher", "Northfield Trust"),
        ("author", "Ada Okafor"),
        ("author", "Bo Lind"),
        ("date", "9th May 2021"),
    ]


@pytest.mark.parametrize(
    ("sentence", "funder"),
    [
        ("The Walking programme was funded by the Ministry of Health (MOH) from 2018.", "Ministry of Health (MOH)"),
        ("The walking project, funded by Northfield Trust for Walks (June 2017), went well.",
         "Northfield Trust for Walks"),
        ("Walking is a Ministry of Health funded initiative to walk.", "Ministry of Health"),
        ("It is a £20m Ministry of Health-funded programme.", "Ministry of Health"),
        ("Funded by: Hill University", "Hill University"),
        ("The network is part of the North West Network and is funded by its members.", None),
        ("These walks, funded by Northfield Trust, are linked to output one.", None),
        ("The programme was funded by its members.", None),
    ],
)  # fmt: skip
def test_a_funder_pays_for_the_report_or_for_what_it_is_about(sentence: str, funder: str | None) -> None:
    found = dict(printed(f"# Walking along\n\n{sentence}\n\n{BODY}"))
    assert found.get("funder") == funder


def test_who_is_said_late_to_pay_pays_for_something_else() -> None:
    assert "funder" not in dict(printed(f"# T\n\n{BODY}\n\nThe project was funded by Hill Trust.\n\n{BODY}"))


@pytest.mark.parametrize(
    ("sentence", "commissioner"),
    [
        ("The evaluation was commissioned by the Northfield Evaluation Division to Hill Ltd.",
         "Northfield Evaluation Division"),
        ("Commissioned by Hill University", "Hill University"),
        ("The services are commissioned by the Ministry of Health.", None),
    ],
)  # fmt: skip
def test_a_commissioner_orders_the_report(sentence: str, commissioner: str | None) -> None:
    assert dict(printed(f"# Walking along\n\n{sentence}\n\n{BODY}")).get("commissioner") == commissioner


def test_places_in_a_line_are_those_of_the_text() -> None:
    line = make_line("Words.\n\nHill\nTrust", Block(8, 18, "paragraph"))
    assert line == FrontLine(8, "Hill Trust")
    assert line.mention("author", 5, 10).start == 13


def test_a_mentioned_date_is_read_as_exactly_as_it_is_printed() -> None:
    assert [read_date(words) for words in ("9th May 2021", "May 2021", "2021")] == [
        "2021-05-09",
        "2021-05",
        "2021",
    ]
