import pytest

from ingest.meaning.terms import find_terms
from ingest.readers.text import text_blocks


def terms(text: str) -> dict[str, str | None]:
    return {term.short: term.long for term in find_terms(text, text_blocks(text))}


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
    (term,) = find_terms(text, text_blocks(text))
    assert text[term.start : term.end] == "Innovation Unit"
    assert term.uses == 2
