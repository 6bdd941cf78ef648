"""Headers and footers of a Word file."""

from docx import Document

from ingest.readers.word.margins import read_margins


def test_headers_and_footers_are_read_once_and_page_numbers_are_not() -> None:
    document = Document()
    first, second = document.sections[0], document.add_section()
    first.header.paragraphs[0].text = "Draft of May 2021"
    second.header.is_linked_to_previous = False
    second.header.paragraphs[0].text = "Draft of  May 2021"
    second.header.add_table(1, 1, 1).cell(0, 0).text = "Author: Ada Okafor"
    first.footer.paragraphs[0].text = "Page 3 of 12"
    first.footer.add_paragraph("Seite 4")
    first.footer.add_paragraph("Walking along")
    assert list(read_margins(document, "# WALKING along: a report")) == [
        "Draft of May 2021",
        "Author: Ada Okafor",
    ]


def test_disclaimers_and_forms_are_left_out() -> None:
    document = Document()
    footer = document.sections[0].footer
    footer.paragraphs[0].text = "No word of this may be used. " * 9
    for number in range(40):
        footer.add_paragraph(f"Field {number}")
    assert len(list(read_margins(document, ""))) == 12
