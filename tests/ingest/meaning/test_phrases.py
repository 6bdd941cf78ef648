from ingest.meaning.phrases import Phrase, choose_phrase, find_phrases


def found(text: str, initials: str) -> list[str]:
    return [text[each.start : each.end] for each in find_phrases(text).get(initials, [])]


def chosen(text: str, short: str, *uses: int) -> str | None:
    phrase = choose_phrase(text, short, find_phrases(text).get(short.casefold(), []), uses)
    return text[phrase.start : phrase.end] if phrase else None


def test_phrases_are_found_by_their_initials_with_and_without_joining_words() -> None:
    text = "It is the Department for Work of old."
    assert found(text, "dfw") == found(text, "dw") == ["Department for Work"]


def test_a_phrase_says_whether_the_name_goes_on() -> None:
    (phrase,) = find_phrases("The Northern Health Alliance met.")["nh"]
    assert phrase == Phrase(4, 19, begins=True, ends=False)


def test_the_beginning_of_a_longer_name_is_not_what_was_meant() -> None:
    text = "The Northern Health Alliance met. " + "It went on. " * 20
    assert chosen(text, "NH", len(text)) is None
    assert chosen(text, "NHA", len(text)) == "Northern Health Alliance"


def test_the_end_of_a_longer_name_needs_more_uses_or_one_beside_it() -> None:
    text = "It is North Hill Clinical Group. " + "It went on. " * 20
    assert chosen(text, "CG", len(text)) is None
    assert chosen(text, "CG", len(text), len(text) + 9) == chosen(text, "CG", 35) == "Clinical Group"


def test_two_wordings_are_one_too_many() -> None:
    assert chosen("The Local Pilot began. The Leeds Plan began.", "LP", 60) is None
