"""Notes of a Word file, joined to the words that carry their marks."""

from ingest.readers.flow import FlowBlock, assemble_text
from ingest.readers.notemarks import take_marks, write_mark

SECOND = write_mark("footnotes", "2")


def test_marks_leave_no_trace_and_join_the_word_before_them() -> None:
    parts = [
        FlowBlock("paragraph", f"Trust {SECOND}takes time.{write_mark('endnotes', '2')}"),
        FlowBlock("footnote", f"{SECOND}In Leigh."),
        FlowBlock("footnote", f"{write_mark('endnotes', '2')}In Hill.{write_mark('footnotes', '9')}"),
    ]
    unmarked = take_marks(parts)
    text, blocks = assemble_text(unmarked.parts)
    assert text == "Trust takes time.\n\nIn Leigh.\n\nIn Hill."
    joined = [(text[: note.at], text[note.start : note.end]) for note in unmarked.join(blocks)]
    assert joined == [("Trust", "In Leigh."), ("Trust takes time.", "In Hill.")]
