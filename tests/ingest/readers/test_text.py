from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.readers.text import read_text
from ingest.types import Reading

PATH = Path("notes.txt")


def read(text: str) -> Reading:
    return read_text(text.encode(), PATH)


def blocks(reading: Reading) -> list[tuple[str, int, str]]:
    return [(block.role, block.level, reading.text[block.start : block.end]) for block in reading.blocks]


def test_the_text_is_the_files_own_with_its_line_ends() -> None:
    assert read("One.\r\n\r\nTwo.\r\n").text == "One.\r\n\r\nTwo.\r\n"


def test_empty_lines_part_paragraphs() -> None:
    assert blocks(read("One\nand on.\n\n  Two.\n")) == [
        ("paragraph", 0, "One\nand on."),
        ("paragraph", 0, "Two."),
    ]


def test_lines_wrapped_to_a_width_are_one_paragraph() -> None:
    text = "The quick brown fox jumps over the\nlazy dog and then it comes back to\nStockport to rest."
    assert blocks(read(text)) == [("paragraph", 0, text)]


def test_lines_that_were_not_wrapped_are_paragraphs_of_their_own() -> None:
    text = "User: hello\nAssistant: How can I help you with your report today?\nUser: Tell me more."
    assert [found[2] for found in blocks(read(text))] == text.split("\n")


def test_bullets_keep_their_markers_out_and_their_wrapped_lines_in() -> None:
    text = "It needs:\n\n• time and\n  space\n• trust\n    - in people\n1. money\n"
    assert blocks(read(text)) == [
        ("paragraph", 0, "It needs:"),
        ("bullet", 1, "time and\n  space"),
        ("bullet", 1, "trust"),
        ("bullet", 2, "in people"),
        ("bullet", 1, "money"),
    ]


def test_short_lines_in_capitals_or_with_numbers_are_headings() -> None:
    text = "SUMMARY\n\nIt went well.\n\n2.1 Next steps\n\nGo on.\n\nTitle\n=====\n\nText"
    assert [found for found in blocks(read(text)) if found[0] == "heading"] == [
        ("heading", 1, "SUMMARY"),
        ("heading", 2, "2.1 Next steps"),
        ("heading", 1, "Title"),
    ]


def test_numbered_lines_one_after_the_other_are_no_headings() -> None:
    assert [found[0] for found in blocks(read("1. First\n\n2. Second\n\nText"))] == [
        "bullet",
        "bullet",
        "paragraph",
    ]


def test_wiki_headings_are_headings_without_their_marks() -> None:
    text = " = Castle = \n It stands on a hill .\n = = History = = \n It was built long ago .\n"
    assert blocks(read(text)) == [
        ("heading", 1, "Castle"),
        ("paragraph", 0, "It stands on a hill ."),
        ("heading", 2, "History"),
        ("paragraph", 0, "It was built long ago ."),
    ]


def test_a_table_of_contents_is_told_from_text() -> None:
    text = "Contents\n\nIntroduction ..... 3\nFindings - page 4\n\nIntroduction to it all is here."
    assert [found[0] for found in blocks(read(text))] == ["contents"] * 3 + ["paragraph"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_common_encodings_are_decoded(encoding: str) -> None:
    text = (
        "Le café de l’été coûte 5 € à Genève, où l’équipe a été déçue par les résultats de l’enquête.\n" * 3
    )
    assert read_text(text.encode(encoding), PATH).text == text


def test_a_guessed_encoding_comes_with_a_warning() -> None:
    reading = read_text(("Une équipe très motivée, à l’écoute des élèves.\n" * 3).encode("cp1252"), PATH)
    assert len(reading.warnings) == 1


def test_broken_text_with_a_mark_of_its_encoding_is_corrupt() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_text(b"\xef\xbb\xbfa\xff\xfe\xfa", PATH)
    assert caught.value.reason == "corrupt"


def test_money_and_names_tell_the_encoding() -> None:
    words = "The “drop-in” café cost £1,200 – a third of it. Søren and Zoë said it was “worth every penny”."
    for encoding in ("cp1252", "mac_roman"):
        assert read_text(words.encode(encoding), PATH).text == words


def test_what_is_not_utf8_in_a_utf8_file_is_read_as_windows_text() -> None:
    reading = read_text("The café ".encode() + "cost £300.".encode("cp1252"), PATH)
    assert reading.text == "The café cost £300."
    assert len(reading.warnings) == 1


def test_a_number_at_a_lines_start_inside_a_sentence_is_no_item() -> None:
    text = "The target for the year was set at\n45. That target was met in nine of\n12 months, so the board said."
    assert [text[block.start : block.end] for block in read_text(text.encode(), PATH).blocks] == [text]
    listed = "The board agreed on:\n1. a hall\n2. a key"
    assert [block.role for block in read_text(listed.encode(), PATH).blocks] == [
        "paragraph",
        "bullet",
        "bullet",
    ]
