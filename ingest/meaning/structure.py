"""What a reading means: headings above blocks, sentences with voice and speaker, questions, places, terms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from ingest.language.sentences import split_sentences
from ingest.meaning.details import is_date_of_file
from ingest.meaning.parts import place_blocks
from ingest.meaning.places import find_places, list_places
from ingest.meaning.tables import Span, group_cells, split_row
from ingest.meaning.terms import find_terms
from ingest.meaning.voice import Spoken, is_for_readers, read_quotation, read_voice
from ingest.types import Block, Details, Reading, Report, Sentence

_STOPPED = re.compile(r"[.!?…:][\"'”’»)\]*_]*$")
"""The end of a sentence: a quotation without one breaks off."""
_ANSWER_WITHIN = 20
"""Sentences after a question in which its block may answer it; blocks are no longer but in texts without paragraphs."""
_LONGEST_OPENING = 400
"""Characters of a line that opens a list; a longer paragraph tells more than what the list is."""
_LONGEST_LIST = 100
"""Bullets above one among which the start of its list is looked for, so that a file of bullets takes no longer."""
_WITHOUT_QUESTIONS = frozenset({"quotation", "table_row", "contents", "caption", "footnote", "chart"})


def understand(reading: Reading, details: Details) -> Report:
    """The report of a reading: all blocks but contents have sentences, with voice, speaker and places."""
    text = reading.text
    blocks = place_blocks(reading)
    cells = group_cells(reading.tables, blocks)
    sentences = tuple(_read_sentences(text, blocks, cells, details.places))
    return Report(
        details=details,
        text=text,
        pages=reading.pages,
        blocks=blocks,
        sentences=sentences,
        words=reading.words,
        terms=find_terms(text, blocks),
        questions=find_reflective_questions(text, blocks, sentences),
        warnings=(*reading.warnings, *_warn_of_date(reading, details)),
        footnotes=reading.footnotes,
        tables=reading.tables,
    )


def _warn_of_date(reading: Reading, details: Details) -> tuple[str, ...]:
    if not is_date_of_file(reading, details):
        return ()
    return (
        f"It prints no date of its own; {details.date} is that of its file. Give the right one in reports.toml.",
    )


def find_reflective_questions(
    text: str, blocks: Sequence[Block], sentences: Sequence[Sentence]
) -> tuple[int, ...]:
    """Rows of the questions that the report puts to its reader, and does not answer itself."""
    return tuple(
        row
        for row, sentence in enumerate(sentences)
        if sentence.voice == "question"
        and blocks[sentence.block].role not in _WITHOUT_QUESTIONS
        and not _is_answered(blocks, sentences, row)
        and is_for_readers(
            text[sentence.start : sentence.end],
            blocks[sentence.block].headings,
            _find_opening_line(text, blocks, sentence.block),
        )
    )


def _find_opening_line(text: str, blocks: Sequence[Block], row: int) -> str:
    """What stands over the list that a bullet belongs to: the title of its box, or a line that ends in a colon."""
    if blocks[row].role != "bullet":
        return ""
    before = (blocks[at] for at in range(row - 1, max(-1, row - 1 - _LONGEST_LIST), -1))
    above = next((block for block in before if block.role != "bullet"), None)
    if (
        above is None
        or above.role not in ("caption", "paragraph")
        or above.end - above.start > _LONGEST_OPENING
    ):
        return ""
    words = text[above.start : above.end].rstrip()
    return words if above.role == "caption" or words.endswith(":") else ""


def _is_answered(blocks: Sequence[Block], sentences: Sequence[Sentence], row: int) -> bool:
    """Whether text follows that belongs to the question: in its block, or under it where it is a heading."""
    block = sentences[row].block
    after = islice(sentences, row + 1, row + 1 + _ANSWER_WITHIN)
    if any(other.voice != "question" for other in after if other.block == block):
        return True
    if blocks[block].role != "heading":
        return False
    following = (blocks[at].role for at in range(block + 1, len(blocks)) if blocks[at].role != "contents")
    return next(following, "heading") != "heading"


def _read_sentences(
    text: str, blocks: Sequence[Block], cells: Mapping[int, Sequence[Span]], places: Sequence[str]
) -> Iterator[Sentence]:
    named = find_places(text, places)
    quotations = _read_quotations(text, blocks)
    lead_in = ""
    for row, block in enumerate(blocks):
        spans = _split_units(text, block, cells.get(row, ()))
        for start, end in spans:
            words = text[start:end]
            spoken = read_voice(words, block, quotations[row], lead_in)
            yield Sentence(start, end, row, spoken.voice, spoken.speaker, list_places(named, start, end))
        if block.role != "bullet":
            lead_in = text[slice(*spans[-1])] if spans and block.role == "paragraph" else ""


def _split_units(text: str, block: Block, cells: Sequence[Span]) -> list[Span]:
    """The sentences of a block, or the parts of a row of a table."""
    if block.role == "contents":
        return []
    if block.role == "chart":
        return [(block.start, block.end)]
    return split_row(text, block, cells) if cells else split_sentences(text, block.start, block.end)


def _read_quotations(text: str, blocks: Sequence[Block]) -> list[Spoken | None]:
    """For each block that is a quotation as a whole: its voice and speaker.

    A quotation that breaks off (at the end of a page) has the speaker of the one that goes on with it.
    """
    found = [read_quotation(text[block.start : block.end], block) for block in blocks]
    for row in range(len(blocks) - 2, -1, -1):
        this, following = found[row], found[row + 1]
        broken_off = this and following and not this.speaker
        if broken_off and not _STOPPED.search(text[blocks[row].start : blocks[row].end]):
            found[row] = following
    return found
