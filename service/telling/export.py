"""Answers and conversations to download, with their passages: as Markdown and as plain text."""

from collections.abc import Iterable, Iterator

from ingest.types import Details
from service.telling import wording
from service.telling.arrange import Part, find_remark, lay_out, number_passages
from service.telling.plain import escape_markdown
from service.telling.rows import write_lines, write_markdown, write_words
from service.types import Answer, Passage, Statement


def conversation_markdown(title: str, answers: Iterable[Answer], entries: dict[str, Details]) -> str:
    """Give a conversation as Markdown; its passages are footnotes, numbered by question."""
    parts = [f"# {escape_markdown(title)}\n"]
    parts += [
        f"## {escape_markdown(answer.question)}\n\n{_markdown_body(answer, entries, f'{number}-')}"
        for number, answer in enumerate(answers, 1)
    ]
    return "\n".join(parts)


def answer_markdown(answer: Answer, entries: dict[str, Details]) -> str:
    """Give one answer as Markdown, with its passages as footnotes."""
    return f"**{escape_markdown(answer.question)}**\n\n{_markdown_body(answer, entries, '')}"


def answer_text(answer: Answer, entries: dict[str, Details]) -> str:
    """Give one answer as plain text, with its passages numbered in brackets."""
    numbered = number_passages(answer)
    lines = [answer.question, "", *_preface(answer)]
    for section in lay_out(answer):
        lines += [section.label, ""] if section.label else []
        for part in section.parts:
            lines += [*_text_part(part, answer, numbered), ""]
    lines += [title for title in [_passages_title(answer)] if title]
    for number, passage in enumerate(answer.passages or answer.nearest, 1):
        source = name_source(passage, entries.get(passage.report_id))
        lines.append(f"[{numbered.get(passage.id, number)}] “{write_words(passage)}” {source}")
        lines += [f"    {line}" for line in (write_lines(passage.table) if passage.table else ())]
    return "\n".join(lines).strip() + "\n"


def _markdown_body(answer: Answer, entries: dict[str, Details], prefix: str) -> str:
    numbered = number_passages(answer)
    lines = [f"{escape_markdown(line)}\n" for line in _preface(answer)]
    for section in lay_out(answer):
        lines += [f"### {escape_markdown(section.label)}\n"] if section.label else []
        lines += ["\n".join(_markdown_part(part, answer, numbered, prefix)) + "\n" for part in section.parts]
    shown = answer.passages or answer.nearest
    if shown and not answer.passages:
        lines.append("The nearest passages:\n")
    for number, passage in enumerate(shown, 1):
        key = f"{prefix}{numbered.get(passage.id, number)}"
        words, source = (
            escape_markdown(write_words(passage)),
            escape_markdown(name_source(passage, entries.get(passage.report_id))),
        )
        lines.append(
            f"[^{key}]: “{words}” {source}\n" if answer.passages else f"{number}. “{words}” {source}\n"
        )
        if passage.table:
            lines.append("".join(f"    {line}\n" for line in write_markdown(passage.table)))
    return "\n".join(lines)


def _preface(answer: Answer) -> Iterator[str]:
    if answer.standalone_question != answer.question:
        yield f"Understood as: {answer.standalone_question}"
    if wording.OUTCOMES[answer.status]:
        yield wording.OUTCOMES[answer.status]
    yield from answer.notes
    if answer.missing:
        yield f"In no report: {', '.join(answer.missing)}."


def _markdown_part(part: Part, answer: Answer, numbered: dict[str, int], prefix: str) -> Iterator[str]:
    lines = [
        escape_markdown(text) + "".join(f"[^{prefix}{numbered[key]}]" for key in keys)
        for text, keys in _tell_part(part, answer, numbered)
    ]
    if part.kind == "sentence":
        yield " ".join(lines)
    else:
        mark = "-" if part.kind == "item" else ">"
        yield from (f"{mark} {line}" for line in lines)


def _text_part(part: Part, answer: Answer, numbered: dict[str, int]) -> Iterator[str]:
    lines = [
        f"{text} " + "".join(f"[{numbered[key]}]" for key in keys)
        for text, keys in _tell_part(part, answer, numbered)
    ]
    if part.kind == "item":
        yield from (f"- {line}" for line in lines)
    else:
        yield " ".join(lines)


def _tell_part(part: Part, answer: Answer, numbered: dict[str, int]) -> Iterator[tuple[str, list[str]]]:
    for statement in part.statements:
        keys = [key for key in statement.passage_ids if key in numbered]
        yield _with_remark(statement, answer), keys


def _with_remark(statement: Statement, answer: Answer) -> str:
    cited = [passage for passage in answer.passages if passage.id in statement.passage_ids]
    whose = find_remark(statement, cited)
    return f"{statement.text} ({whose})" if whose else statement.text


def _passages_title(answer: Answer) -> str:
    return "Passages" if answer.passages else "The nearest passages" if answer.nearest else ""


def name_source(passage: Passage, entry: Details | None) -> str:
    """Give a passage's source: report, publisher, date, page, and whose words it is."""
    known = (entry.publisher, wording.name_day(entry.date) if entry.date else None) if entry else ()
    facts = (passage.report_title, *known, wording.name_page(passage, entry), wording.name_voice(passage))
    return f"— {', '.join(fact for fact in facts if fact)}."
