"""Headings by the file's own word and by their type."""

from dataclasses import replace

from ingest.layout.paragraphs import Type
from ingest.layout.parts import BlockDraft, Box, Placed, Tag, Word, make_line
from ingest.layout.roles.headings import find_tagged, is_heading, level_headings, reads_like_heading

KIND = Type(10.0, {})
PROSE = "Partners met each month to compare what families had told them and to agree on the next small step."


def draft(
    text: str, level: int = 0, size: float = 10.0, *, bold: bool = False, element: int = 1
) -> BlockDraft:
    tag = Tag("heading", level, element) if level else None
    words = [
        Word(each, Box(50 + 40 * at, 50, 85 + 40 * at, 60), size, bold, tag=tag)
        for at, each in enumerate(text.split())
    ]
    return BlockDraft(((Placed(1, make_line(words)),),))


def test_sound_tags_are_believed_whatever_the_type() -> None:
    drafts = [draft("Methods", 1), draft(PROSE), draft("Key findings:", 2)]
    assert find_tagged(drafts, KIND) == {0: 1, 2: 2}


def test_in_a_file_that_tags_sentences_as_headings_only_what_stands_out_is_one() -> None:
    drafts = [draft("Methods", 1, bold=True), draft("plainly set", 2), draft(PROSE, 2), draft(PROSE, 2)]
    assert find_tagged(drafts, KIND) == {0: 1}


def test_bookmarks_are_believed_in_any_file() -> None:
    drafts = [draft("plainly set", 2, element=-1), draft(PROSE, 2), draft(PROSE, 2)]
    assert find_tagged(drafts, KIND) == {0: 2}


def test_headings_without_a_tag_go_by_those_that_look_alike_or_larger() -> None:
    looks = [(1, 20.0), (0, 20.0), (2, 14.0), (0, 14.0), (0, 12.0)]
    drafts = [draft("Words", level, size).to("heading", 1) for level, size in looks]
    tagged = {row: level for row, (level, _) in enumerate(looks) if level}
    assert [each.level for each in level_headings(drafts, tagged)] == [1, 1, 2, 2, 3]


def test_without_tags_the_largest_is_the_first_level() -> None:
    drafts = [draft("Words", 0, size).to("heading", 1) for size in (12.0, 20.0, 14.0)]
    assert [each.level for each in level_headings(drafts, {})] == [3, 1, 2]


def test_sentences_dates_and_addresses_are_no_headings() -> None:
    assert reads_like_heading("What partners would do differently.")
    for text in (
        PROSE,
        "March 2021",
        "Prepared by Example Ltd",
        "Tel. +44 20 1234",
        "www.example.org",
        "/ Northfield_Trust",
        "Northfield, NY 10017, USA",
        "Hill Street, Leigh WN7 1AB",
        "2021",
        "and so,",
    ):
        assert not reads_like_heading(text), text


def headings(*looks: tuple[str, float], level: int = 0) -> list[BlockDraft]:
    return [draft(text, level, size).to("heading", 1) for text, size in looks]


def test_numbers_tell_levels_among_headings_that_look_alike() -> None:
    drafts = headings(("2) Aims", 14), ("2.1) Staff", 14), ("2.1.1) Pay", 14), ("Summary", 14))
    assert [each.level for each in level_headings(drafts, {})] == [1, 2, 3, 1]


def test_tags_that_put_larger_headings_below_smaller_ones_tell_no_levels() -> None:
    drafts = headings(("Methods", 20), ("Survey", 14), ("Panel", 14))
    assert [each.level for each in level_headings(drafts, {0: 4, 1: 1, 2: 1})] == [1, 2, 2]


def test_in_a_file_of_many_looks_those_of_the_cover_count_no_level() -> None:
    cover = headings(*(("Cover", 40.0 - 2 * at) for at in range(6)))
    inside = [
        replace(each, cells=((replace(each.lines[0], page=5),),))
        for each in headings(("Chapter", 20), ("Section", 14), ("Chapter", 20), ("Section", 14))
    ]
    assert [each.level for each in level_headings([*cover, *inside], {})][6:] == [1, 2, 1, 2]


def test_a_tag_of_what_is_no_heading_any_more_has_no_say() -> None:
    drafts = [*headings(("Aims", 20), ("Staff", 12)), draft("Contents", 1, 14)]
    assert [each.level for each in level_headings(drafts, {0: 1, 1: 2, 2: 1})[:2]] == [1, 2]


def test_what_begins_in_small_letters_goes_on_something() -> None:
    assert is_heading(draft("Decisions of the board", bold=True), KIND)
    assert not is_heading(draft("decisions of the board", bold=True), KIND)
