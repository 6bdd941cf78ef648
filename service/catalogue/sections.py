"""What a part of a report says as a whole: "the recommendations of the evaluation", "the risks of the project"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.language.stems import content_stems
from ingest.library.open import Library
from ingest.types import Block, Report
from service.catalogue.front import name_stems, rows_of
from service.catalogue.told import Told, number_passages
from service.search.passages import passage
from service.types import Passage

MOST_POINTS = 8
"""How many points of a section are given; the note says how many more there are."""
KNOWN_SHARE = 0.75
"""Of the words that say whose section is asked for, the share that its report's name or its headings must have."""
LONGEST_HEADING = 10
"""Words; a longer heading with one of the nouns is about something else."""
LABEL_TOKENS = 8
"""A sentence of so few tokens only names the one after it."""
FEWEST = 2
"""Points; a section of one paragraph is found like any other passage."""
_NOUN = (
    r"(?:recommendations?|conclusions?|lessons?(?: learn(?:ed|t))?|risks?|challenges?|limitations?|objectives?|aims?"
    r"|findings|barriers?|enablers?|benefits|next steps|achievements?|success factors|deliverables|assumptions)"
)
_ASKS = re.compile(
    rf"^\W*(?:(?:what|which) (?:are|were|is|was)|list|give(?: me)?|name|tell me|summari[sz]e) (?:all )?(?:of )?"
    rf"(?:the |its |their )?(?:[\w-]+ ){{0,2}}?(?P<noun>{_NOUN})\b(?! (?:that|which|who|to|on|about|when|with)\b)"
    rf"(?P<of>(?: (?:of|in|from|for|made|identified|listed|by|given)\b.*)?)$",
    re.IGNORECASE,
)
"""The noun of a section, and whose it is. What goes on with "that", "to" or "about" asks for one point of it."""
_VERB = re.compile(
    r"^\W*what (?:did|does|do) (?P<of>.{3,120}?) (?P<noun>recommend|conclude)\b(?! (?:that|about|on|for)\b)",
    re.IGNORECASE,
)
"""The same asked with the verb: "What did the evaluation recommend?"."""
_NOUN_OF = {"recommend": "recommendations", "conclude": "conclusions"}
_FILLER = frozenset(
    content_stems(
        "report evaluation study document paper project programme program case brief main key made identified listed"
        " given its the"
    )
)
_TOLD = ("paragraph", "bullet", "quotation", "table_row")


@dataclass(frozen=True, slots=True)
class NamedSection:
    """A heading of a report with the text under it."""

    row: int
    """Of the report in the catalogue."""
    report: Report
    heading: str
    points: tuple[Block, ...]


def tell_section(question: str, library: Library, reports: Sequence[int]) -> Told | None:
    """Give the points of the section that a question asks for; None if it asks for none, or it is unclear which.

    `reports` are rows of the catalogue that the question names; if it names none, all are searched.
    """
    asked = _ASKS.search(question) or _VERB.search(question)
    if not asked:
        return None
    noun = set(content_stems(_NOUN_OF.get(asked["noun"].casefold(), asked["noun"]))[:1])
    whose = [stem for stem in content_stems(asked["of"]) if stem not in _FILLER | noun]
    rows = list(reports) or _with_heading(library, noun)
    sections = [
        section
        for row in rows
        for section in _sections(row, library.report(library.details[row].id), noun)
        if _is_of(section, whose)
    ]
    if len({section.row for section in sections}) != 1:
        return None
    best = max(sections, key=lambda section: (-len(content_stems(section.heading)), len(section.points)))
    passages = cite_points(library, best.row, best.points)
    more = len(best.points) - len(passages)
    note = f"These are the points of the section “{best.heading}”"
    return Told(number_passages(passages), (f"{note}; it has {more} more." if more > 0 else f"{note}.",))


def _with_heading(library: Library, noun: set[str]) -> list[int]:
    """Give the rows of the reports that have the noun in a heading."""
    ids = [library.vocabulary[stem] for stem in noun if stem in library.vocabulary]
    terms = library.heading_terms
    chunks = np.searchsorted(terms.offsets, np.flatnonzero(np.isin(terms.ids, ids)), side="right") - 1
    return [int(row) for row in np.unique(library.chunks.report[chunks])]


def _sections(row: int, report: Report, noun: set[str]) -> Iterator[NamedSection]:
    """Give the sections of a report whose heading has the noun."""
    blocks = report.blocks
    for number, block in enumerate(blocks):
        heading = report.text[block.start : block.end]
        if (
            block.role != "heading"
            or len(heading.split()) > LONGEST_HEADING
            or not noun & set(content_stems(heading))
        ):
            continue
        points = list_points(blocks, number)
        if len(points) >= FEWEST:
            yield NamedSection(row, report, " ".join(heading.split()), tuple(points))


def list_points(blocks: Sequence[Block], number: int) -> list[Block]:
    """Give the blocks of text under a heading, up to the next heading of its level or above; `number` is its place."""
    depth = len(blocks[number].headings) + 1
    points = []
    for under in blocks[number + 1 :]:
        same = under.headings[depth - 1 : depth] == blocks[number + 1].headings[depth - 1 : depth]
        if len(under.headings) < depth or not same:
            break
        if under.role in _TOLD:
            points.append(under)
    return points


def _is_of(section: NamedSection, whose: Sequence[str]) -> bool:
    known = name_stems(section.report.details) | set(content_stems(section.heading))
    return sum(stem in known for stem in whose) >= KNOWN_SHARE * len(whose)


def cite_points(library: Library, row: int, points: Sequence[Block]) -> list[Passage]:
    """The first sentence of each point, with the next one where it is only a label ("Recommendation 1.")."""
    rows = rows_of(library, row)
    starts, weight = library.sentences.start[rows], library.sentences.weight[rows]
    told = []
    for block in points[:MOST_POINTS]:
        inside = np.flatnonzero((starts >= block.start) & (starts < block.end))
        if len(inside):
            last = 1 + (len(inside) > 1 and weight[inside[0]] <= LABEL_TOKENS)
            told.append(passage(library, int(rows[inside[0]]), int(rows[inside[last - 1]]) + 1, ""))
    # A table's row without heads above it is the row of heads.
    under_heads = any(point.table for point in told)
    return [point for point in told if point.table or point.role != "table_row" or not under_heads]
