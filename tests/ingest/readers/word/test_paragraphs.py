import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.readers.word.paragraphs import is_bold, read_paragraph_text


def text_of(inner: str) -> str:
    return read_paragraph_text(parse_xml(f"<w:p {nsdecls('w', 'm')}>{inner}</w:p>"))


def run(words: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (
            f"<w:moveFrom w:id='1'>{run('Gone.')}</w:moveFrom><w:moveTo w:id='2'>{run('Here.')}</w:moveTo>",
            "Here.",
        ),
        (f"<w:del w:id='1'>{run('£9')}</w:del><w:ins w:id='2'>{run('£12')}</w:ins>", "£12"),
        (
            run("Seen.") + run(" Hidden.", "<w:vanish/>") + run(" Shown.", '<w:vanish w:val="0"/>'),
            "Seen. Shown.",
        ),
        (run("Of the 120") + run("1", RAISED) + run(" families"), "Of the 120 families"),
        (run("5 km") + run("2", RAISED) + run(" on the 1") + run("st", RAISED), "5 km2 on the 1st"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run(" met"), "☑ met"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + run(" met"), "☐ met"),
        (run("safe\u00adguarding\u00a0board"), "safeguarding board"),
        (run("was ") + "<m:oMath><m:r><m:t>412/600</m:t></m:r></m:oMath>" + run(" then"), "was 412/600 then"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            "(a+b)/2",
        ),
        ("<w:r><w:t>a</w:t><w:tab/><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a\t-b"),
    ],
)
def test_a_paragraph_reads_as_it_shows(inner: str, shown: str) -> None:
    assert text_of(inner) == shown


@pytest.mark.parametrize(
    ("inner", "bold"), [(run("A", "<w:b/>"), True), (run("A", "<w:b/>") + run("b"), False), (run("A"), False)]
)
def test_a_paragraph_is_bold_where_all_its_words_are(inner: str, *, bold: bool) -> None:
    assert is_bold(parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")) == bold
