"""An answer as Markdown, piece by piece as its statements come: for chat programs that can't show passages.

Marks such as `[1]` stand behind each statement; the passages follow at the end, under a title of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.types import Details
from service.telling import wording
from service.telling.arrange import find_remark
from service.telling.export import name_source
from service.telling.plain import escape_markdown, flatten_text
from service.types import Answer, Passage, Statement

_PASSAGES = "**Passages**"
_NEAREST = "**The nearest passages**"


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that stands in the text for a passage: `text[start:end]`."""

    start: int
    end: int
    passage: Passage


@dataclass(slots=True)
class Pieces:
    """What is written so far of one answer: join what `open`, then `add` for each statement, then `close` give."""

    passages: Sequence[Passage]
    """All that may be cited."""
    headline: Statement | None = None
    marks: list[Mark] = field(default_factory=list)
    _length: int = 0
    _numbers: dict[str, int] = field(default_factory=dict)
    _last: Statement | None = None

    def open(self, question: str, standalone_question: str) -> str:
        """Say how the question was understood, if that differs from its words."""
        if standalone_question == question:
            return ""
        return self._keep(f"Understood as: {escape_markdown(standalone_question)}")

    def add(self, statement: Statement) -> str:
        """Write a statement; before the first one the headline, which one of them may repeat."""
        lines = []
        if self.headline and self._last is None:
            lines.append(self._write(self.headline))
        if self.headline is None or statement.text != self.headline.text:
            lines.append(self._write(statement))
        for key in statement.passage_ids:
            self._number(key)
        return "".join(lines)

    def close(self, answer: Answer, entries: Mapping[str, Details]) -> str:
        """Write the answer's notes about itself, then its passages or, for a refusal, the nearest ones."""
        lines = [wording.OUTCOMES[answer.status], *answer.notes]
        lines += [f"In no report: {', '.join(answer.missing)}."] if answer.missing else []
        parts = [escape_markdown(line) for line in lines if line]
        shown = answer.passages or answer.nearest
        parts += [_PASSAGES if answer.passages else _NEAREST] if shown else []
        for number, passage in enumerate(shown, 1):
            source = name_source(passage, entries.get(passage.report_id))
            words = f"“{flatten_text(passage.text)}” {source}"
            parts.append(f"[{self._numbers.get(passage.id, number)}] {escape_markdown(words)}")
        return "".join(self._keep(part) for part in parts)

    def _write(self, statement: Statement) -> str:
        """Write a statement with its marks, separated from the text before it as its kind requires."""
        before = self._last
        grouped = before is not None and before.group == statement.group and before is not self.headline
        label = f"**{escape_markdown(statement.group)}**" if statement.group and not grouped else ""
        written = self._keep(label) if label else ""
        follows = grouped and before is not None and before.kind == statement.kind
        between = {"sentence": " ", "item": "\n", "quotation": "\n\n"}[statement.kind] if follows else "\n\n"
        lead = {"sentence": "", "item": "- ", "quotation": "> "}[statement.kind]
        known = {passage.id: passage for passage in self.passages}
        cited = [known[key] for key in statement.passage_ids if key in known]
        remark = find_remark(statement, cited)
        text = f"{statement.text} ({remark})" if remark else statement.text
        written += self._keep(lead + escape_markdown(text), between)
        self._last = statement
        return written + "".join(self._cite(cited))

    def _cite(self, cited: Sequence[Passage]) -> Iterator[str]:
        for passage in cited:
            mark = f"[{self._number(passage.id)}]"
            written = self._keep(mark, " ")
            self.marks.append(Mark(self._length - len(mark), self._length, passage))
            yield written

    def _number(self, key: str) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def _keep(self, text: str, between: str = "\n\n") -> str:
        """Write and count a text, separated from the text before it."""
        written = f"{between}{text}" if self._length else text
        self._length += len(written)
        return written


def cut_passages(text: str) -> str:
    """Give an answer that was written here, without the list of its passages."""
    for title in (_PASSAGES, _NEAREST):
        text = text.partition(f"\n\n{title}\n\n")[0]
    return text
