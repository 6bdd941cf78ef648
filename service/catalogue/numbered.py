"""What a report numbers: "What does Table 3 of the evaluation show?", "What is in Annex 2?", "recommendation 4"."""

import re
from collections.abc import Iterator, Sequence

from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import Block, Report
from service.catalogue.front import name_stems, rows_of
from service.catalogue.sections import MOST_POINTS, cite_points, list_points
from service.catalogue.told import Told, number_passages
from service.question.screen import Refusal
from service.search.passages import passage
from service.types import Passage

_CAPTIONED = {
    "table": r"tables?|tableaux?",
    "figure": r"figures?|fig\.?",
    "chart": r"charts?",
    "graph": r"graphs?|graphiques?",
    "diagram": r"diagrams?",
    "box": r"box(?:es)?|encadr[ée]s?",
}
"""What stands under a caption, in English and French."""
_PICTURES = ("figure", "chart", "graph", "diagram")
_HEADED = {
    "annex": r"annex(?:es?)?|appendix|appendices",
    "chapter": r"chapters?|chapitres?|sections?|parts?|parties?",
    "recommendation": r"recommendations?|recommandations?",
    "conclusion": r"conclusions?",
    "finding": r"findings?",
    "lesson": r"lessons?|leçons?",
    "case study": r"case stud(?:y|ies)",
}
"""What stands under a heading."""
_NOUNS = _CAPTIONED | _HEADED
_NOUN = "|".join(_NOUNS.values())
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|(?-i:[A-HIVXivx]{1,4}))"
_ASKED = rf"(?:the )?(?P<noun>{_NOUN}) (?:no\.? ?)?(?P<number>{_NUMBER})\b"
_OF = r"(?P<of>(?: (?:of|in|from|de|du|dans)\b.{2,150}?)?)"
_ASKS = re.compile(
    "|".join(
        rf"^\W*{before}{_ASKED}{_OF}{after}\W*$".replace("?P<", f"?P<{name}_")
        for name, before, after in (
            (
                "verb",
                r"what (?:does|do|did|is it that) ",
                r" (?:shows?|say|contain|list|cover|present|describe|recommend|conclude|mean|tell(?: us)?)",
            ),
            ("what", r"what(?:['’]s|s| is| are| was) ", r"(?: about)?"),
            ("within", r"what(?:['’]s|s| is| are) (?:in|on|shown in|listed in|said in|under) ", ""),
            (
                "told",
                r"(?:please )?(?:show|give|summari[sz]e|list|explain|describe|read|open|see)(?: me| us)? "
                r"(?:(?:what is|everything|all) in |the (?:contents?|text) of )?",
                "",
            ),
            ("french", r"(?:que|qu['’]est-ce que) (?:montre|dit|contient|présente) (?:la |le |l['’])?", ""),
            ("alone", "", ""),
        )
    ),
    re.IGNORECASE,
)
"""A question for the numbered thing itself. What asks for one matter in it ("Table 3 on costs in May") is searched."""
_PRINTED = re.compile(
    rf"^\W*(?:(?P<noun>{_NOUN})\s*(?:no\.?\s*)?(?P<number>{_NUMBER})(?![\w.]*\w)"
    r"|(?P<bare>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+(?=\D))",
    re.IGNORECASE,
)
"""How a report prints it: "Table 3. Costs", "ANNEX II", "2.1 Scope". A bare number is a chapter's or section's."""
_LISTED = re.compile(r"[\s.…]\d{1,3}\s*$")
"""How a line of a list of tables ends: with a page."""
_ROMAN = {"i": 1, "v": 5, "x": 10}
"""Digits that an annex or chapter is numbered with, as far as anybody goes."""
MOST_TOLD = 2
"""Things of one number that a report may have: its body and its annexes each number their tables from 1."""
NEAREST_BLOCKS = 3
"""So far from its caption a table begins, or ends where captions stand below; by judgement."""
LISTED = 12
"""Names of what a report does have, in a refusal; reports, in a question back."""


def tell_numbered(question: str, library: Library, reports: Sequence[int]) -> Told | None:
    """Give what stands under the number that a question asks for; None if it asks for none.

    `reports` are rows of the catalogue that the question names; if it names none, all are searched, and where
    several have that number the reader is asked which is meant.
    """
    match = _ASKS.match(question)
    if not match:
        return None
    asked = {name.split("_")[-1]: text for name, text in match.groupdict().items() if text}
    noun, number = _name_noun(asked["noun"]), _read_number(asked["number"])
    rows = reports or range(len(library.details))
    having = [row for row in rows if _find_numbered(_open(library, row), noun, number)]
    if len(having) > 1:
        having = _find_called(library, having, content_stems(asked.get("of", ""))) or having
    name = f"{asked['noun'].capitalize()} {asked['number']}"
    if not having:
        return Told(refusal=Refusal("not_in_reports", _tell_lacking(library, rows, noun, name)))
    if len(having) > 1:
        titles = ", ".join(f"“{library.details[row].title}”" for row in having[:LISTED])
        reason = f"Which report is meant? {len(having)} have a {name}: {titles}."
        return Told(refusal=Refusal("clarify", reason))
    report = _open(library, having[0])
    passages, notes = [], []
    for at in _find_numbered(report, noun, number)[:MOST_TOLD]:
        told, note = _tell(library, having[0], report, noun, at)
        passages += told
        notes += [note] if note else []
    return Told(number_passages(passages), tuple(dict.fromkeys(notes)))


def _find_called(library: Library, rows: Sequence[int], words: Sequence[str]) -> list[int]:
    """Those of some reports whose names have most of the words that say whose number it is: "of the glossary"."""
    shared = {row: len(set(words) & name_stems(library.details[row])) for row in rows}
    most = max(shared.values())
    return [row for row in rows if shared[row] == most] if most else []


def _open(library: Library, row: int) -> Report:
    return library.report(library.details[row].id)


def _name_noun(written: str) -> str:
    """The one name for all words for a thing: "Fig." is a figure, "appendix" an annex, "section" a chapter."""
    return next(name for name, words in _NOUNS.items() if re.fullmatch(words, written, re.IGNORECASE))


def _read_number(written: str) -> str:
    """A number in one form: "II" is "2"; letters of an annex stay, "1.2" too."""
    small = written.casefold()
    if not set(small) <= _ROMAN.keys():
        return small
    values = [_ROMAN[letter] for letter in small]
    following = [*values[1:], 0]
    return str(
        sum(-value if value < after else value for value, after in zip(values, following, strict=True))
    )


def _read_label(report: Report, block: Block) -> tuple[str, str] | None:
    """The noun and number with which a block begins."""
    printed = _PRINTED.match(report.text[block.start : min(block.end, block.start + 60)])
    if not printed:
        return None
    if printed["bare"]:
        return ("chapter", printed["bare"]) if block.role == "heading" else None
    return _name_noun(printed["noun"]), _read_number(printed["number"])


def _find_numbered(report: Report, noun: str, number: str) -> list[int]:
    """Places, among the blocks, of what has the number: captions and headings, or else other lines that begin so."""
    places = [
        at
        for at, block in enumerate(report.blocks)
        if block.role != "contents" and _read_label(report, block) == (noun, number)
    ]
    titles = [at for at in places if report.blocks[at].role in ("caption", "heading")]
    places = titles or places
    # A list of tables at the front names them with their pages.
    listed = {
        at for at in places if _LISTED.search(report.text[report.blocks[at].start : report.blocks[at].end])
    }
    return [at for at in places if at not in listed] or places


def _tell_lacking(library: Library, rows: Sequence[int], noun: str, name: str) -> str:
    if len(rows) > 1:
        return f"None of the reports that were searched has a {name}."
    report = _open(library, rows[0])
    labels = [label for block in report.blocks if (label := _read_label(report, block))]
    numbers = dict.fromkeys(number for kind, number in labels if kind == noun)
    has = ", ".join(f"{noun.capitalize()} {number}" for number in [*numbers][:LISTED])
    title = f"“{library.details[rows[0]].title}” has no {name}."
    return f"{title} It has {has}." if has else f"{title} It numbers nothing of that kind."


def _tell(library: Library, row: int, report: Report, noun: str, at: int) -> tuple[list[Passage], str | None]:
    """Its title and what stands under it, and a note where that is not all, or is a picture."""
    title = list(_cite_block(library, row, report.blocks[at]))
    if _has_name_apart(report, at):
        title += _cite_block(library, row, report.blocks[at + 1])
    points = _list_under(report, noun, at)
    told = cite_points(library, row, points)
    if any(each.table and each.table.caption for each in told):
        title = []  # It is shown above the rows.
    name = " ".join(report.text[report.blocks[at].start : report.blocks[at].end].split())
    if noun in _PICTURES:
        return title, f"“{name}” is a picture: open the passage to see it on its page."
    more = len(points) - MOST_POINTS
    what = "row" if noun == "table" else "paragraph"
    return [*title, *told], f"“{name}” has {more} more {what}{'s'[: more > 1]}." if more > 0 else None


def _has_name_apart(report: Report, at: int) -> bool:
    """Whether a heading is nothing but noun and number ("CHAPTER 2") and its name is the heading after it."""
    pair = report.blocks[at : at + 2]
    if [block.role for block in pair] != ["heading", "heading"]:
        return False
    printed = _PRINTED.match(report.text[pair[0].start : pair[0].end])
    return bool(printed and printed.end() >= len(report.text[pair[0].start : pair[0].end].rstrip(" .:")))


def _cite_block(library: Library, row: int, block: Block) -> Iterator[Passage]:
    rows = rows_of(library, row)
    starts = library.sentences.start[rows]
    inside = rows[(starts >= block.start) & (starts < block.end)]
    if len(inside):
        yield passage(library, int(inside[0]), int(inside[-1]) + 1, "")


def _list_under(report: Report, noun: str, at: int) -> list[Block]:
    blocks = report.blocks
    if noun == "table":
        return _list_rows(blocks, at)
    if noun in _PICTURES:
        return []
    if noun == "box":
        under = blocks[at + 1 : at + 1 + MOST_POINTS]
        ends = next((i for i, block in enumerate(under) if block.role in ("heading", "caption")), len(under))
        return [block for block in under[:ends] if block.role in ("paragraph", "bullet")]
    if blocks[at].role != "heading":
        return []
    return list_points(blocks, at + 1) if _has_name_apart(report, at) else list_points(blocks, at)


def _list_rows(blocks: Sequence[Block], at: int) -> list[Block]:
    """The rows of the table below a caption, or above it where none is below.

    Where only the heads were read as a row, what stands under them belongs to the table as well.
    """
    below = _run_of_rows(blocks[at + 1 :])
    if len(below) == 1:
        under = blocks[blocks.index(below[0]) + 1 :]
        ends = next((i for i, block in enumerate(under) if block.role in ("heading", "caption")), len(under))
        return [*below, *(block for block in under[:ends] if block.role != "footnote")]
    return below or _run_of_rows(blocks[:at][::-1])[::-1]


def _run_of_rows(blocks: Sequence[Block]) -> list[Block]:
    """The first run of rows, where it begins within the nearest blocks and before a caption or heading."""
    near = [block.role for block in blocks[:NEAREST_BLOCKS]]
    if "table_row" not in near:
        return []
    begins = near.index("table_row")
    if {"caption", "heading"} & set(near[:begins]):
        return []
    ends = next((i for i in range(begins, len(blocks)) if blocks[i].role != "table_row"), len(blocks))
    return list(blocks[begins:ends])
