"""From rows of the library to the passages that are cited: words, page, headings, voice and places."""

from bisect import bisect_right

import numpy as np

from ingest.library import Library
from ingest.types import Report, Sentence
from service.types import Passage


def passage(library: Library, first: int, last: int, key: str, score: float = 0.0) -> Passage:
    """The passage of the sentences first:last (rows of `library.sentences`, all of one report)."""
    sentences = library.sentences
    report = library.report(library.details[int(sentences.report[first])].id)
    offset = int(np.searchsorted(sentences.report, sentences.report[first]))
    own = report.sentences[first - offset : last - offset]
    return of_sentences(report, own, _context(library, report, first, last), key, score)


def of_sentences(
    report: Report, sentences: tuple[Sentence, ...], context: str, key: str, score: float = 0.0
) -> Passage:
    """The passage of neighbouring sentences of a report; voice and speaker are those of the first one."""
    start, end = sentences[0].start, sentences[-1].end
    block = report.blocks[sentences[0].block]
    number = page_of(report, start)
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
        places=tuple(dict.fromkeys(place for sentence in sentences for place in sentence.places)),
        score=score,
    )


def page_of(report: Report, offset: int) -> int:
    """1-based number of the page on which the character at `offset` stands; 1 for formats without pages."""
    if report.words is None or not len(report.words.start):
        return 1
    row = max(bisect_right(report.words.start, offset) - 1, 0)
    return int(report.words.page[row])


def _context(library: Library, report: Report, first: int, last: int) -> str:
    chunks = library.sentences.chunk[[first, last - 1]]
    if chunks[0] < 0 or chunks[1] < 0:
        return report.text[int(library.sentences.start[first]) : int(library.sentences.end[last - 1])]
    return report.text[int(library.chunks.start[chunks[0]]) : int(library.chunks.end[chunks[1]])]
