from dataclasses import replace

import numpy as np
import pytest

from ingest.library.open import Library
from service.assistant import Assistant
from service.search.passages import of_sentences, passage
from service.search.texts import Texts


@pytest.fixture
def library(sample_assistant: Assistant) -> Library:
    return sample_assistant.library


def test_every_passage_is_what_the_report_says_word_for_word(library: Library) -> None:
    sentences, chunks = library.sentences, library.chunks
    first = 0
    for row, details in enumerate(library.details):
        report = library.report(details.id)
        for number in range(len(report.sentences)):
            # Of one sentence, and of as many as there are up to three.
            for own in (report.sentences[number : number + 1], report.sentences[number : number + 3]):
                at = first + number
                found = passage(library, at, at + len(own), "S1", 0.5)
                begin, end = sentences.chunk[[at, at + len(own) - 1]]
                context = report.text[own[0].start : own[-1].end]
                if begin >= 0 and end >= 0:
                    context = report.text[chunks.start[begin] : chunks.end[end]]
                # Which row of a table it is in is known only to the library.
                assert replace(found, table=None) == of_sentences(report, own, context, "S1", 0.5)
                assert sentences.report[at] == row
        first += len(report.sentences)
    assert first == len(sentences)


def test_texts_are_those_of_the_rows(library: Library) -> None:
    rows = [len(library.sentences) - 1, 7, 0]
    texts = Texts(library, np.array(rows, np.int64))
    expected = [passage(library, row, row + 1, "S1").text for row in rows]
    assert list(texts) == expected
    assert texts[1:] == expected[1:]
    assert (len(texts), texts[-1]) == (3, expected[-1])
    with pytest.raises(IndexError):
        texts[3]
