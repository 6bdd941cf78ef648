import pytest

from ingest.meaning.parts import put_under_headings
from ingest.meaning.terms import find_terms
from ingest.readers.text import read_blocks
from ingest.types import Block


def terms(text: str) -> dict[str, str | None]:
    return {term.short: term.long for term in find_terms(text, read_blocks(text))}


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The Innovation Unit (IU) helped.", "IU", "Innovation Unit"),
        ("A cost benefit analysis (CBA) is due.", "CBA", "cost benefit analysis"),
        ("The Children and Young People (CYP) Board met.", "CYP", "Children and Young People"),
        ("Ten Directors of Children's Services (DCSs) met.", "DCS", "Directors of Children's Services"),
        ("Salford Strengthening Families (SF) grew.", "SF", "Strengthening Families"),
        ("Team Around\nthe School (TAS) works.", "TAS", "Team Around the School"),
        ("It is NWD (No Wrong Door) that spread.", "NWD", "No Wrong Door"),
        ("NWD stands for No Wrong Door in this report.", "NWD", "No Wrong Door"),
        ("NWD: No Wrong Door", "NWD", "No Wrong Door"),
        ("The Innovation Unit (hereafter the IU) helped.", "IU", "Innovation Unit"),
        ("The Innovation Unit (“IU”) helped.", "IU", "Innovation Unit"),
        ("The Innovation Unit (IU; see page 4) helped.", "IU", "Innovation Unit"),
        ("IU means the Innovation Unit.", "IU", "Innovation Unit"),
        ("It follows the Pro-Poor Agenda for People (PPAP).", "PPAP", "Pro-Poor Agenda for People"),
        ("Des Termes de Référence (TdR) existent.", "TdR", "Termes de Référence"),
        (
            "The Intergovernmental Authority on Development (IGAD) met.",
            "IGAD",
            "Intergovernmental Authority on Development",
        ),
        (
            "The Common Market for Eastern and Southern Africa (COMESA) met.",
            "COMESA",
            "Common Market for Eastern and Southern Africa",
        ),
    ],
)
def test_definitions_are_found(text: str, short: str, long: str) -> None:
    assert terms(text) == {short: long}


@pytest.mark.parametrize(
    "text",
    [
        "A senior leader (RB) joined.",
        "ONE Stockport is one plan. ONE Stockport it is.",
        "KEY FINDINGS OF THE REPORT AND THE FINDINGS",
        "Part II and part III, then II again.",
        "Their Statistics Division (STATAFRIC) met.",
        "See (Figure 1) and (Table 2).",
    ],
)
def test_initials_words_in_capitals_and_numerals_are_no_acronyms(text: str) -> None:
    assert terms(text) == {}


def test_an_acronym_that_is_used_but_never_explained_has_no_words() -> None:
    assert terms("The PA plan is here. More PA is better.") == {"PA": None}


def test_the_only_phrase_with_the_initials_explains_an_acronym() -> None:
    text = "It is the heart of the GM Local Pilot. The LP has grown. LP work goes on."
    assert terms(text) == {"LP": "Local Pilot"}
    assert terms(text + " The Leeds Plan is another.")["LP"] is None


def test_common_acronyms_in_small_letters_need_their_words_in_the_report() -> None:
    assert terms("More physical\nactivity helps. PA is good. PA it is.") == {"PA": "physical activity"}


def test_a_definition_with_an_acronym_in_it_gives_way_to_the_full_phrase() -> None:
    text = "The GM Combined Authority (GMCA) acts. The Greater Manchester Combined Authority acts."
    assert terms(text)["GMCA"] == "Greater Manchester Combined Authority"


def test_a_term_says_where_it_is_defined_and_how_often_used() -> None:
    text = "The Innovation Unit (IU) helped. The IU stayed."
    (term,) = find_terms(text, read_blocks(text))
    assert text[term.start : term.end] == "Innovation Unit"
    assert term.uses == 2


def table_of(*rows: str, heading: str = "Findings") -> dict[str, str | None]:
    """The terms of a table with these rows under a heading."""
    text = "\n".join((heading, *rows))
    blocks = [Block(0, len(heading), "heading", 1)]
    for row in rows:
        start = blocks[-1].end + 1
        blocks.append(Block(start, start + len(row), "table_row", headings=(heading,)))
    return {term.short: term.long for term in find_terms(text, blocks)}


@pytest.mark.parametrize(
    "rows",
    [
        ("IU\tInnovation Unit", "GP\tGeneral Practitioner"),
        ("Innovation Unit\tIU", "General Practitioner\tGP"),
    ],
)
def test_a_table_of_acronyms_may_have_them_in_either_column(rows: tuple[str, ...]) -> None:
    assert table_of(*rows) == {"IU": "Innovation Unit", "GP": "General Practitioner"}


def test_a_table_of_something_else_defines_nothing() -> None:
    assert table_of("IU\tthey led the work", "IU\tthey left it") == {"IU": None}


def test_under_a_heading_that_says_so_the_other_cell_is_the_long_form() -> None:
    assert table_of("XML\tExtensible Markup Language", heading="List of abbreviations") == {
        "XML": "Extensible Markup Language"
    }


def test_a_list_of_acronyms_comes_before_what_the_text_makes_of_them() -> None:
    text = (
        "Acronyms\n======\n\nREC Research Ethics Committee\n\nI.T. - information technology\n\nText\n====\n\n"
    )
    blocks = put_under_headings(text, read_blocks(text))
    found = {term.short: term.long for term in find_terms(text + "", blocks)}
    assert found == {"REC": "Research Ethics Committee", "I.T.": "information technology"}


@pytest.mark.parametrize(
    "text",
    [
        "The Northern Health Science Alliance leads. NHS staff came. NHS beds rose.",
        "It was in the Annals of Internal Medicine. AI helps. AI it is.",
        "The ACDP (Accelerated Community Development Programme) began. The CDP went on. CDP it is.",
    ],
)
def test_words_that_only_begin_with_the_letters_are_not_what_they_stand_for(text: str) -> None:
    found = terms(text)
    assert [found[short] for short in ("NHS", "AI", "CDP") if short in found] == [None]


@pytest.mark.parametrize("word", ["COORDINATION", "BlueDot", "McCall", "FIGURE"])
def test_words_with_capitals_are_no_acronyms(word: str) -> None:
    assert terms(f"We saw {word} grow. {word} is here. Figure 2 has it.") == {}


def test_what_is_only_suggested_is_not_said() -> None:
    text = "The Local Pilot began. The LP has grown. The Innovation Unit (IU) helped."
    assert {term.short: term.said for term in find_terms(text, read_blocks(text))} == {
        "LP": False,
        "IU": True,
    }
