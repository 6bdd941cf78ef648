"""The notes of a Word file."""

from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ingest.readers.flow import FlowBlock
from ingest.readers.notemarks import write_mark
from ingest.readers.word.paragraphs import REFERENCES, read_paragraph_text


def read_notes(document: WordDocument) -> Iterator[FlowBlock]:
    """The notes at the foot of pages and at the end, each beginning with its own mark."""
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind not in REFERENCES.values() or relation.is_external:
            continue
        for note in parse_xml(relation.target_part.blob):
            text = " ".join(read_paragraph_text(paragraph) for paragraph in note.iter(qn("w:p"))).strip()
            if note.get(qn("w:type")) is None and text:
                yield FlowBlock("footnote", write_mark(kind, note.get(qn("w:id"))) + text)
