from service.assistant import Assistant
from service.reports.surroundings import surroundings


def test_the_passage_is_told_apart_and_its_words_are_whole(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    for entry in library.details:
        report = library.report(entry.id)
        for sentence in report.sentences[::7]:
            blocks = surroundings(library, report, sentence.start, sentence.end)
            marked = "".join(piece.text for block in blocks for piece in block.pieces if piece.marked)
            assert marked == report.text[sentence.start : sentence.end]


def test_words_of_several_blocks_are_marked_in_each(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    report = library.report("no-wrong-door")
    first, last = report.blocks[4], report.blocks[6]
    blocks = surroundings(library, report, first.start + 3, last.end)
    marked = [block for block in blocks if block.marked]
    assert len(marked) == 3
    assert [piece.marked for piece in marked[0].pieces] == [False, True]
