"""Answers as a Word file, to pass on: question, date, answer, and the source of each sentence; no repeats."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as Writing
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from ingest.types import Details
from service.telling import wording
from service.telling.arrange import Part, find_remark, lay_out, number_passages
from service.telling.plain import flatten_text
from service.types import Answer, Passage, Statement

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The type of such a file."""
PICTURE_WIDTH = Cm(15.5)
"""The text's width on A4 with Word's margins."""
MOST_OF_TITLE = 250
"""Characters: the format takes no more than 255 in a file's title."""


def answer_docx(
    answer: Answer, entries: Mapping[str, Details], made: date, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """Write an answer; `pictures` are PNGs of the lines around passages, by the passages' keys."""
    document = _begin(flatten_text(answer.question), made, level=1)
    _write_answer(document, answer, entries, pictures or {})
    return _save(document)


def conversation_docx(
    title: str, answers: Iterable[Answer], entries: Mapping[str, Details], made: date
) -> bytes:
    """Write the answers of a conversation one after the other, each with its sources."""
    document = _begin(flatten_text(title), made, level=0)
    for answer in answers:
        document.add_heading(flatten_text(answer.question), level=1)
        _write_answer(document, answer, entries, {})
    return _save(document)


def _begin(title: str, made: date, *, level: int) -> Writing:
    document = Document()
    document.core_properties.title = title[:MOST_OF_TITLE]
    document.core_properties.author = "Walkalong"
    document.add_heading(title, level=level)
    _small(document.add_paragraph(f"Walkalong, {wording.name_day(made.isoformat())}"))
    return document


def _save(document: Writing) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _write_answer(
    document: Writing, answer: Answer, entries: Mapping[str, Details], pictures: Mapping[str, bytes]
) -> None:
    for line in _preface(answer):
        document.add_paragraph(line)
    numbered = number_passages(answer)
    for section in lay_out(answer):
        if section.label:
            document.add_heading(section.label, level=2)
        for part in section.parts:
            _write_part(document, part, answer, numbered, strong=section.is_headline)
    if answer.passages:
        _small(document.add_paragraph(wording.describe_reach(answer.passages, entries)))
    _write_sources(document, answer, entries, numbered, pictures)


def _preface(answer: Answer) -> Iterable[str]:
    if answer.standalone_question.split() != answer.question.split():
        yield f"Understood as: {answer.standalone_question}"
    if wording.OUTCOMES[answer.status]:
        yield wording.OUTCOMES[answer.status]
    yield from answer.notes


def _write_part(
    document: Writing, part: Part, answer: Answer, numbered: Mapping[str, int], *, strong: bool
) -> None:
    style = {"item": "List Bullet", "quotation": "Quote"}.get(part.kind, "Normal")
    together = part.kind == "sentence"
    paragraph = document.add_paragraph(style=style) if together else None
    for statement in part.statements:
        line = paragraph or document.add_paragraph(style=style)
        said = line.add_run(_tell_statement(statement, answer))
        said.bold = strong or None
        for number in (numbered[key] for key in statement.passage_ids if key in numbered):
            line.add_run(f" [{number}]").font.size = Pt(8)
        if together:
            line.add_run(" ")


def _tell_statement(statement: Statement, answer: Answer) -> str:
    cited = [passage for passage in answer.passages if passage.id in statement.passage_ids]
    remark = find_remark(statement, cited)
    return f"{statement.text} ({remark})" if remark else statement.text


def _write_sources(
    document: Writing,
    answer: Answer,
    entries: Mapping[str, Details],
    numbered: Mapping[str, int],
    pictures: Mapping[str, bytes],
) -> None:
    """List the sources of the sentences; give a source's words only if the answer does not have them already."""
    shown = answer.passages or answer.nearest
    if not shown:
        return
    document.add_heading("Where this stands" if answer.passages else "The nearest passages", level=2)
    said = " ".join(each.text for each in (answer.headline, *answer.statements) if each)
    for place, passage in enumerate(shown, 1):
        words = flatten_text(passage.text)
        line = document.add_paragraph(f"[{numbered.get(passage.id, place)}] ")
        line.add_run(passage.report_title).italic = True
        line.add_run(f"{_source(passage, entries.get(passage.report_id))}.")
        if words not in said:
            line.add_run(f" “{words}”")
        if passage.id in pictures:
            document.add_picture(BytesIO(pictures[passage.id]), width=PICTURE_WIDTH)


def _source(passage: Passage, entry: Details | None) -> str:
    known = (entry.publisher, wording.name_day(entry.date) if entry.date else None) if entry else ()
    facts = (*known, wording.name_page(passage, entry), wording.name_voice(passage))
    return "".join(f", {fact}" for fact in facts if fact)


def _small(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.font.size = Pt(9)
