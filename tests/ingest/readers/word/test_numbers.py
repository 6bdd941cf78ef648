import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from ingest.readers.word.numbers import read_numbers, write_number


def level(depth: int, pattern: str, form: str = "decimal", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


LISTS = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="5">{level(0, "%1.")}{level(1, "%1.%2")}{level(2, "(%3)", "lowerLetter")}</w:abstractNum>
<w:abstractNum w:abstractNumId="6">{level(0, "Recommendation %1:", start=3)}</w:abstractNum>
<w:abstractNum w:abstractNumId="7">{level(0, "•", "bullet")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {nsdecls("w")}><w:style w:type="paragraph" w:styleId="Section">
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"""


def item(number: int, depth: int = 0) -> Element:
    reference = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{reference}</w:pPr></w:p>")


def labels(*items: Element) -> list[str]:
    numbers = read_numbers(parse_xml(LISTS), parse_xml(STYLES))
    return [numbers.label(paragraph) for paragraph in items]


def test_levels_count_and_start_again_under_the_next() -> None:
    found = labels(item(1), item(1, 1), item(1, 1), item(1, 2), item(1), item(1, 1))
    assert found == ["1. ", "1.1 ", "1.2 ", "(a) ", "2. ", "2.1 "]


def test_a_label_has_its_words_and_its_start() -> None:
    assert labels(item(2), item(1), item(2)) == ["Recommendation 3: ", "1. ", "Recommendation 4: "]


def test_bullets_unknown_lists_and_plain_paragraphs_have_no_label() -> None:
    plain = parse_xml(f"<w:p {nsdecls('w')}/>")
    assert labels(item(3), item(9), item(0), plain) == ["", "", "", ""]


def test_a_style_numbers_its_paragraphs() -> None:
    styled = parse_xml(f"<w:p {nsdecls('w')}><w:pPr><w:pStyle w:val='Section'/></w:pPr></w:p>")
    assert labels(styled, item(1)) == ["1. ", "2. "]


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (14, "lowerRoman", "xiv"),
        (9, "upperRoman", "IX"),
        (7, "decimalZero", "07"),
    ],
)
def test_a_number_in_each_form(number: int, form: str, written: str) -> None:
    assert write_number(number, form) == written
