import pytest

from eval.bench.splitters import locate_chunks, splitters, token_windows

WORDS = " ".join(f"word{number}" for number in range(500)) + "\n\n\n\nThe end.  The end."


def count_words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize("name", splitters(count_words))
def test_chunks_of_every_splitter_are_found_where_they_stand(name: str) -> None:
    chunks = splitters(count_words)[name](WORDS)
    places = locate_chunks(WORDS, chunks)
    assert [WORDS[start:end].split() for start, end in places] == [chunk.split() for chunk in chunks]
    assert [start for start, _ in places] == sorted({start for start, _ in places})
    assert places[0][0] == 0
    assert places[-1][1] == len(WORDS)


def test_a_chunk_that_is_not_in_the_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in its text"):
        locate_chunks("one two", ["two", "one"])


def test_windows_of_tokens_overlap_and_leave_nothing_out() -> None:
    windows = token_windows(count_words, 4, 2, "a b c d e f g")
    assert windows == ["a b c d", "c d e f", "e f g"]
