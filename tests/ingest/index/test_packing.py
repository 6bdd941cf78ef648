from hypothesis import given
from hypothesis import strategies as st

from ingest.index.packing import byte_offsets


@given(st.text(st.characters(codec="utf-8")))
def test_byte_offsets_are_where_characters_begin_in_utf_8(text: str) -> None:
    offsets = byte_offsets(text, range(len(text) + 1)).tolist()
    assert offsets == [len(text[:at].encode()) for at in range(len(text) + 1)]
