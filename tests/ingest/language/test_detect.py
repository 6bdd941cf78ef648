import pytest

from ingest.language.detect import SHORTEST, find_language, name_language

TEXTS = {
    "en": "Partners met every week, and what they had learned was shared with all who had come to the table. ",
    "fr": "Les partenaires se sont réunis chaque semaine et ont partagé ce qu'ils avaient appris avec tous. ",
    "de": "Die Partner trafen sich jede Woche und teilten mit allen Beteiligten, was sie gelernt hatten. ",
    "cy": "Cyfarfu'r partneriaid bob wythnos, a rhannwyd yr hyn yr oeddent wedi'i ddysgu gyda phawb yno. ",
}


@pytest.mark.parametrize("code", TEXTS)
def test_the_language_of_a_text_is_found(code: str) -> None:
    assert find_language(TEXTS[code] * 8) == code


def test_what_is_too_short_or_no_language_has_none() -> None:
    assert find_language(TEXTS["en"][: SHORTEST - 1]) is None
    assert find_language("12 34,5 % 2021 " * 60) is None


def test_a_list_of_names_at_the_end_changes_nothing() -> None:
    assert find_language(TEXTS["fr"] * 200 + "Smith, J. (2019) Places and people. Leeds. " * 20) == "fr"


def test_languages_have_names() -> None:
    assert (name_language("fr"), name_language("cy"), name_language("xx")) == ("French", "Welsh", "xx")
