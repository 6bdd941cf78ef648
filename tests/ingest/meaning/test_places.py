import pytest

from ingest.language.gazetteer import list_names_by_first_word
from ingest.meaning.places import choose_most_named, find_places, list_places


def names(text: str, *given: str) -> list[str]:
    return [found.name for found in find_places(text, given)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The service began in Salford.", ["Salford"]),
        ("Salford Youth Service grew in Salford.", ["Salford", "Salford"]),
        ("Wigan Council and Rochdale agreed.", ["Wigan", "Rochdale"]),
        ("Work in Wigan, Bury and Stockport went on.", ["Wigan", "Bury", "Stockport"]),
        ("Across Greater\nManchester people walk.", ["Greater Manchester"]),
        ("North Yorkshire County Council led.", ["North Yorkshire"]),
        ("Routes run from the Horn of Africa to Yemen and Sudan.", ["Horn of Africa", "Yemen", "Sudan"]),
        ("Le projet entre Haïti et la République dominicaine continue.", ["Haïti", "République Dominicaine"]),
        ("Offices in East Africa and in South Africa merged.", ["East Africa", "South Africa"]),
        ("Stockport had been chosen.", ["Stockport"]),
    ],
)
def test_places_are_found_where_the_text_shows_that_they_are_places(text: str, expected: list[str]) -> None:
    assert [name.casefold() for name in names(text)] == [name.casefold() for name in expected]


@pytest.mark.parametrize(
    "text",
    [
        "Reading is a skill that children practise.",
        "In March and in April we met.",
        "It was nice. Nice people came.",
        "Jordan Smith and Mr Lincoln spoke.",
        "Chad said that it helped.",
        "We bury the past.",
        "The Central team and the Union met.",
        "In English and in Phase One it works.",
    ],
)
def test_words_and_people_are_no_places(text: str) -> None:
    assert names(text) == []


def test_a_word_that_is_also_a_place_is_one_after_in() -> None:
    assert names("Reading helps. Children read in Reading and Slough.") == ["Reading", "Slough"]


def test_places_that_no_gazetteer_has_are_told_by_their_use() -> None:
    assert names("They met in Totnes. Later in Totnes they stayed.") == ["Totnes", "Totnes"]
    assert names("They made Woodhouse Park a home. Woodhouse Park is loved.") == ["Woodhouse Park"] * 2
    assert names("They met in Totnes.") == []


def test_a_given_place_counts_wherever_it_stands() -> None:
    assert names("The Den is full. They like The Den.", "The Den") == ["The Den", "The Den"]


def test_names_in_a_range_are_distinct_and_in_order() -> None:
    text = "In Wigan. In Salford and in Wigan and in Salford."
    assert list_places(find_places(text), 9, len(text)) == ("Salford", "Wigan")


def test_the_places_of_a_report_are_in_its_title_or_named_often() -> None:
    found = find_places("In Wigan. In Salford. In Salford. In Salford. In Bury.")
    assert choose_most_named(found, "Learning from Wigan") == ("Salford", "Wigan")


def test_inverted_and_annotated_names_of_the_standard_are_turned_round() -> None:
    gazetteer = list_names_by_first_word()
    assert "Bristol" in gazetteer["Bristol"]
    assert "Bolivia" in gazetteer["Bolivia"]
    assert "Cardiff" in gazetteer["Cardiff"]
    assert "Central" not in gazetteer.get("Central", ())


@pytest.mark.parametrize(
    "text",
    [
        "The creation of Arks took years. In Arks, data are kept, and from Arks they flow. The Arks differ.",
        "She came from the Ministry. In Ministry papers and across Ministry teams it was so.",
        "In ToRs and from ToRs we learn. Within ToRs it stands.",
        "From Oct-Dec it rose. In Oct-Dec it fell.",
        "Dr Mary Okoro led it. From Mary we heard more. Mary explained it in Mary’s words.",
        "Pour les Directions financières. Aux Directions financières, en Directions.",
        "In Evaluation and from Evaluation we learn.",
    ],
)
def test_things_people_and_initials_are_no_places(text: str) -> None:
    assert names(text) == []


def test_a_thing_that_a_place_gives_its_name_to_leaves_it_a_place() -> None:
    assert set(names("It began in Gbarn. The Gbarn Central Prison is in Gbarn.")) == {"Gbarn"}
