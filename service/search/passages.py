"""From rows of the library to the passages that are cited: words, page, headings, voice and places."""

from collections.abc import Iterable

from ingest.index.packing import find_notes, find_page
from ingest.library.open import Library
from ingest.meaning.tables import TableRow
from ingest.types import ROLES, VOICES, Report, Sentence
from service.types import CitedRow, Passage


def passage(library: Library, first: int, last: int, key: str, score: float = 0.0) -> Passage:
    """Give the passage of the sentences first:last (rows of `library.sentences`, all of one report).

    It is the same as `of_sentences` makes, but the report is not read, and it knows its row of a table.
    """
    sentences = library.sentences
    details = library.details[int(sentences.report[first])]
    shown = [library.unpack_sentence(row) for row in range(first, last)]
    start, end = int(sentences.start[first]), int(sentences.end[last - 1])
    text = library.text(int(sentences.text_at[first]), end - start)
    return Passage(
        id=key,
        report_id=details.id,
        report_title=details.title,
        page=shown[0].page,
        page_label=shown[0].page_label,
        start=start,
        end=end,
        text=text,
        context=_context(library, first, last) or text,
        headings=shown[0].headings,
        role=ROLES[sentences.role[first]],
        voice=VOICES[sentences.voice[first]],
        speaker=next((each.speaker for each in shown if each.speaker), None),
        places=_each_once(place for each in shown for place in each.places),
        score=score,
        from_scan=any(each.is_scan for each in shown),
        footnotes=tuple(note for each in shown for note in each.footnotes),
        table=_row([each.table for each in shown]),
    )


def of_sentences(
    report: Report, sentences: tuple[Sentence, ...], context: str, key: str, score: float = 0.0
) -> Passage:
    """The passage of neighbouring sentences of a report; voice and speaker are those of the first one."""
    start, end = sentences[0].start, sentences[-1].end
    block = report.blocks[sentences[0].block]
    number = find_page(report, start)
    return Passage(
        id=key,
        report_id=report.details.id,
        report_title=report.details.title,
        page=number,
        page_label=report.pages[number - 1].label,
        start=start,
        end=end,
        text=report.text[start:end],
        context=context,
        headings=block.headings,
        role=block.role,
        voice=sentences[0].voice,
        speaker=next((sentence.speaker for sentence in sentences if sentence.speaker), None),
        places=_each_once(place for sentence in sentences for place in sentence.places),
        score=score,
        from_scan=any(report.pages[find_page(report, each.start) - 1].is_scan for each in sentences),
        footnotes=find_notes(report, start, end),
    )


def _row(rows: list[TableRow | None]) -> CitedRow | None:
    """Give the one row of a table that contains all sentences of a passage; None if there is none."""
    row = rows[0]
    if row is None or any(other != row for other in rows):
        return None
    return CitedRow(row.caption, row.heads, row.texts, row.spans)


def _context(library: Library, first: int, last: int) -> str:
    """Give the chunk or chunks around sentences; empty if they are in none."""
    chunks = library.chunks
    begin, end = library.sentences.chunk[[first, last - 1]].tolist()
    if begin < 0 or end < 0:
        return ""
    return library.text(int(chunks.text_at[begin]), int(chunks.end[end] - chunks.start[begin]))


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
