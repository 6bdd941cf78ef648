from hypothesis import given
from hypothesis import strategies as st

from ingest.index.packing import PlacedNote, count_bytes, pack_sentences, unpack_sentence
from ingest.types import Block, Details, Footnote, Page, Report, Sentence


@given(st.text(st.characters(codec="utf-8")))
def test_byte_offsets_are_where_characters_begin_in_utf_8(text: str) -> None:
    offsets = count_bytes(text, range(len(text) + 1)).tolist()
    assert offsets == [len(text[:at].encode()) for at in range(len(text) + 1)]


def test_a_sentence_is_packed_with_the_notes_whose_marks_stand_in_it() -> None:
    text = "They met. They ate.\n\n1 At noon."
    report = Report(
        details=Details("meals", "Meals", "meals.txt", "ab" * 32, "text", 1),
        text=text,
        pages=(Page(1, None, 0, 0, is_scan=True),),
        blocks=(Block(0, 19, "paragraph"), Block(21, len(text), "footnote")),
        sentences=(
            Sentence(0, 9, 0, "finding"),
            Sentence(10, 19, 0, "finding"),
            Sentence(21, len(text), 1, "description"),
        ),
        words=None,
        footnotes=(Footnote(19, 21, len(text)),),
    )
    packed = [unpack_sentence(row) for row in pack_sentences(report)]
    assert [each.footnotes for each in packed] == [(), (PlacedNote("1 At noon.", 1, 21, len(text)),), ()]
    assert all(each.is_scan for each in packed)
