from dataclasses import replace

from ingest.types import Details
from service.brief.arrange import describe_strength, find_missing_voices, make_items, make_matrix
from service.types import Passage

ENTRIES = {
    "one": Details("one", "One in Salford", "one.pdf", "", "pdf", 3, date="2022-10", places=("Salford",)),
    "two": Details("two", "Two", "two.pdf", "", "pdf", 3, places=("Salford", "Bury")),
}


def passage(
    key: str, report: str, text: str, places: tuple[str, ...] = (), speaker: str | None = None
) -> Passage:
    return Passage(
        id=key,
        report_id=report,
        report_title=ENTRIES[report].title,
        page=1,
        page_label=None,
        start=0,
        end=len(text),
        text=text,
        context=text,
        headings=("Trust",),
        role="paragraph",
        voice="quotation" if speaker else "finding",
        speaker=speaker,
        places=places,
        score=1.0,
    )


PASSAGES = (
    passage("E1", "one", "Joint training enabled trust."),
    passage("E2", "two", "Short contracts were a barrier.", ("Bury",)),
    passage("E3", "two", "It helped us a lot.", speaker="Youth worker"),
)


def test_every_passage_is_in_the_matrix_once_for_each_of_its_places() -> None:
    items = make_items(PASSAGES, ENTRIES)
    rows = {row.place: row for row in make_matrix(items)}
    assert rows["Salford"].for_ == ("E1",)
    assert rows["Bury"].against == ("E2",)
    assert rows[""].for_ == ("E3",)
    assert list(rows)[-1] == ""


def test_strength_is_told_in_words_with_its_counts() -> None:
    strength = describe_strength(make_items(PASSAGES, ENTRIES), PASSAGES)
    assert strength.words == (
        "Two reports, two places named, findings (2) and people’s own words (1); the latest from October 2022."
    )
    assert (strength.places, strength.reports, strength.latest) == (2, 2, "2022-10")


def test_no_evidence_has_no_strength() -> None:
    assert describe_strength((), ()).words == "No evidence in these reports."


def test_voices_that_are_not_heard_are_named() -> None:
    items = make_items(PASSAGES, ENTRIES)
    missing = find_missing_voices(items, PASSAGES)
    assert "practitioners" not in missing
    assert "residents" in missing
    heard = (*PASSAGES, passage("E4", "one", "Parents said that it took too long."))
    assert "residents" not in find_missing_voices(items, heard)


def test_who_is_reported_with_any_verb_of_saying_is_heard() -> None:
    said = passage("E1", "one", "A practitioner likened trust to a game of snakes and ladders.")
    assert "practitioners" not in find_missing_voices([], [said])


def test_only_a_place_in_the_title_is_taken_for_that_of_passages_that_name_none() -> None:
    named, other = (make_items([passage("E1", key, "It helped.")], ENTRIES)[0] for key in ("one", "two"))
    assert named.places == ("Salford",)
    assert other.places == ()
    untitled = {"one": replace(ENTRIES["one"], title="One")}
    assert make_items([passage("E1", "one", "It helped.")], untitled)[0].places == ()
