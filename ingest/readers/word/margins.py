"""What only headers and footers of a Word file say, each line once: author, date, status and version often."""

import re
from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ingest.readers.word.paragraphs import FALLBACK, read_paragraph_text

MARGINS = ("header", "footer")
PAGE_WORDS = re.compile(r"\b(?:page|seite|página|pagina|of|sur|von|de)\b|[\d\W_]+", re.IGNORECASE)
"""What counts pages, in the languages of the reports."""
MOST = 12
"""Lines; more are a form's."""
LONGEST = 200
"""Characters; longer ones are a disclaimer or an address with all its numbers."""


def read_margins(document: WordDocument, body: str) -> Iterator[str]:
    """The lines of headers and footers that say more than the page's number, and that `body` lacks."""
    seen: set[str] = {""}
    body = " ".join(body.casefold().split())
    for text in _read_lines(document):
        bare = " ".join(text.casefold().split())
        if bare not in seen and bare not in body and len(text) <= LONGEST and len(seen) <= MOST:
            seen.add(bare)
            if PAGE_WORDS.sub("", text):
                yield text


def _read_lines(document: WordDocument) -> Iterator[str]:
    for margin in MARGINS:
        for relation in document.part.rels.values():
            if relation.is_external or relation.reltype.rsplit("/", 1)[-1] != margin:
                continue
            for paragraph in parse_xml(relation.target_part.blob).iter(qn("w:p")):
                if not any(str(above.tag).endswith(FALLBACK) for above in paragraph.iterancestors()):
                    yield read_paragraph_text(paragraph)
