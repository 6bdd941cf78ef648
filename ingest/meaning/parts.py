"""Which part of a report each block belongs to: its body, or what is put before and after that.

A part is told by the headings above a block, then by its page, then by its own shape. What nothing tells is body.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.types import Block, Part, Reading

_NUMBERING = (
    r"(?:(?:chapter|section|part|chapitre|partie)?\s?[\divxIVX]{1,5}(?:\.\d{1,2}){0,3}[.):]?\s{1,3}){0,1}"
)
_AFTER = r"(?:\s?(?:[:–—(-]|and\b|et\b|&).{0,80})?\W{0,3}"


def _compile_heading(*titles: str) -> re.Pattern[str]:
    """A heading that is one of the titles, maybe numbered, maybe with something after it."""
    return re.compile(rf"^\W{{0,3}}{_NUMBERING}(?:the )?(?:{'|'.join(titles)}){_AFTER}$", re.IGNORECASE)


_GUIDE = r"\bquestionnaires?\b|\b(?:interview|discussion|topic|focus group) (?:guide|schedule|protocol|questions)\b"
_FORM = r"\b(?:survey|consent|feedback|registration) (?:form|questions|instrument)\b"
_TOOL = r"\bdata collection (?:tool|instrument)"
_FORM_ELSEWHERE = r"\bguides? d['’]entretien\b|\bgrilles? d['’]entretien\b|\bfragebogen\b|\bcuestionario\b"
_TITLES: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        "questionnaire",
        re.compile(f"{_GUIDE}|{_FORM}|{_TOOL}|{_FORM_ELSEWHERE}", re.IGNORECASE),
    ),
    (
        "references",
        _compile_heading(
            "references?(?: cited)?", "bibliograph(?:y|ie)", "works cited", "literature cited", "endnotes?",
            "further reading", "reference list", "références(?: bibliographiques)?", "literatur(?:verzeichnis)?",
            "referencias", "bibliografía", "sources", "documents (?:consulted|reviewed)",
        ),
    ),
    ("annex", re.compile(r"^\W{0,3}(?:annex(?:e|es|ure|ures)?|appendi(?:x|ces)|anhang|anexos?)\b", re.IGNORECASE)),
    (
        "contents",
        _compile_heading(
            "(?:table of )?contents(?: page)?", "table des matières", "sommaire", "inhalt(?:sverzeichnis)?", "índice",
            "list of (?:tables|figures|boxes|annexes|appendices|tables and figures)",
        ),
    ),
    (
        "summary",
        _compile_heading(
            "(?:executive |plain english |lay )?summary", "abstract", "at a glance", "key (?:messages|points)",
            "overview of findings", "(?:evaluation|policy|project) brief",
            "synthèse", "résumé(?: exécutif)?", "zusammenfassung", "resumen(?: ejecutivo)?",
        ),
    ),
    (
        "imprint",
        _compile_heading(
            "acknowledge?ments?", "thanks", "imprint", "impressum", "copyright", "authors?", "suggested citation",
            "about (?:the authors?|this (?:report|document))", "(?:document|version) (?:control|history)",
            "(?:contact|publication) (?:details|information)", "disclaimer", "credits?", "remerciements",
            "mentions légales", "agradecimientos",
        ),
    ),
)  # fmt: skip
"""What a heading says of everything under it; the first that matches decides."""
_MOST = 0.5
"""A heading over a larger share of a report than this names its subject ("Evaluation brief"), not a part of it."""
_WHATEVER_SHARE = ("annex", "contents")
"""Annexes are often longer than the body."""
_LONGEST_SAID_OF_ITSELF = 4000
"""Characters under "Acknowledgements" and the like; what goes on for longer has only lost its own heading."""
_ASKS = re.compile(r"\?\W{0,3}$|[_…]{3}|\.{5}|[☐□▢❏❑○]")
"""What asks or is to be filled in: a question, rules, dots or boxes."""
_LEAST_ASKED = 0.3
"""Share of the blocks of a questionnaire that ask or are to be filled in; a text about one has hardly any."""
_ANNEX_FROM = 0.5
"""After this share of a report an annex lasts to its end: headings inside it often look like chapters."""
_CHAPTER = re.compile(r"\W{0,3}(?:(?:chapter|section|part|chapitre|partie) )?\d{1,2}[.):\s]", re.IGNORECASE)
"""A numbered chapter, which ends an annex in the first half of a report."""
_OF_IMPRINT = re.compile(
    r"©|\bcopyright\b|\bISBN\b|\bISSN\b|\ball rights reserved\b|\btous droits réservés\b|\bpublished by\b"
    r"|\bsuggested citation\b|\bcreative commons\b|\bregistered (?:charity|office|company)\b"
    r"|\bdesign(?:ed)? (?:and layout )?by\b",
    re.IGNORECASE,
)
"""What only an imprint says."""
_IMPRINT_WITHIN = 0.04
"""Share of a report at its front and at its end in which an imprint is looked for."""
_LONGEST_IMPRINT_PAGE = 1800
"""Characters of a page that may be an imprint as a whole; a page of running text has 2,500 and more."""
_LONGEST_COVER = 700
"""Characters; a first page with more begins the report's text on it."""
_YEAR = r"\(?(?:19|20)\d\d[a-z]?\)?"
_LOCATOR = r"(?i:\bdoi(?:\.org|:)|\b(?:retrieved|available) (?:from|at)\b|\bdisponible (?:sur|à)\b)"
_AUTHOR = r"^\W{0,3}(?:\[?\d{1,3}[\].]?\s)?[A-ZÀ-Þ][\w’'-]{1,30},? (?:[A-ZÀ-Þ]\.?[ ,]{1,2}){1,4}"
_VOLUME = r"\b\d{1,3}\(\d{1,3}\)[:,]\s?(?:pp?\.\s?)?\d{1,5}"
_REFERENCE = re.compile(
    rf"{_LOCATOR}|{_AUTHOR}.{{0,200}}{_YEAR}|^.{{0,80}}\bet al\b.{{0,200}}{_YEAR}|{_VOLUME}"
)
"""An entry of a bibliography: where it can be found, authors with their initials and a year, or volume(issue):page."""
_REFERENCES_IN_A_ROW = 3
"""So many blocks in a row that look like entries of a bibliography are one, whatever stands above them."""
_LONGEST_REFERENCE = 500
"""Characters of an entry of a bibliography; paragraphs that cite are longer."""


def place_blocks(reading: Reading) -> tuple[Block, ...]:
    """The reading's blocks, each with the path of headings above it and the part of the report that it belongs to."""
    placed = put_under_headings(reading.text, reading.blocks)
    parts = find_parts(reading, placed)
    return tuple(replace(block, part=part) for block, part in zip(placed, parts, strict=True))


def put_under_headings(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, each with the path of headings above it."""
    path: list[tuple[int, str]] = []
    placed = []
    for block in blocks:
        if block.role == "heading":
            path = [(level, heading) for level, heading in path if level < block.level]
        placed.append(replace(block, headings=tuple(heading for _, heading in path)))
        if block.role == "heading":
            path.append((block.level, " ".join(text[block.start : block.end].split())))
    return tuple(placed)


def find_parts(reading: Reading, blocks: Sequence[Block]) -> list[Part]:
    """The part that each block belongs to; `blocks` are those of the reading, with their headings."""
    parts = _by_headings(reading.text, blocks)
    for row in _find_references(reading.text, blocks):
        if parts[row] in ("body", "annex"):
            parts[row] = "references"
    for row in _find_imprint(reading, blocks):
        if parts[row] == "body":
            parts[row] = "imprint"
    return parts


@dataclass(slots=True)
class _Scope:
    """Where a heading that tells a part stands, and how far it reaches."""

    part: Part
    level: int
    start: int
    end: int


def _by_headings(text: str, blocks: Sequence[Block]) -> list[Part]:
    parts: list[Part] = ["body"] * len(blocks)
    for scope in _find_scopes(text, blocks):
        inside = blocks[scope.start : scope.end]
        if not _holds(scope.part, text, inside):
            continue
        for row, block in enumerate(inside, scope.start):
            if scope.part == "imprint" and block.end - inside[0].start > _LONGEST_SAID_OF_ITSELF:
                break
            # What is listed in the contents is only listed there.
            if parts[row] != "contents":
                parts[row] = scope.part
    return [
        "contents" if block.role == "contents" else part for part, block in zip(parts, blocks, strict=True)
    ]


def _find_scopes(text: str, blocks: Sequence[Block]) -> list[_Scope]:
    """The headings that tell a part, in order, so that those inside others come after them."""
    scopes: list[_Scope] = []
    open_scopes: list[_Scope] = []
    for row, block in enumerate(blocks):
        if block.role != "heading":
            continue
        heading = text[block.start : block.end][:200]
        for scope in [each for each in open_scopes if _ends_at(each, block, heading, len(text))]:
            scope.end = row
            open_scopes.remove(scope)
        part = next((part for part, pattern in _TITLES if pattern.search(heading)), None)
        if part:
            scope = _Scope(part, block.level, row, len(blocks))
            scopes.append(scope)
            open_scopes.append(scope)
    return scopes


def _ends_at(scope: _Scope, block: Block, heading: str, length: int) -> bool:
    if block.level > scope.level:
        return False
    if scope.part != "annex":
        return True
    return block.start < _ANNEX_FROM * length or _CHAPTER.match(heading) is not None


def _holds(part: Part, text: str, inside: Sequence[Block]) -> bool:
    """Whether what stands under a heading is what the heading says."""
    if part == "questionnaire":
        asked = sum(_ASKS.search(text, block.start, block.end) is not None for block in inside[1:])
        return asked >= _LEAST_ASKED * len(inside[1:]) > 0
    return part in _WHATEVER_SHARE or inside[-1].end - inside[0].start <= _MOST * len(text)


def _find_references(text: str, blocks: Sequence[Block]) -> Iterator[int]:
    """Rows of blocks that stand in a row of entries of a bibliography."""
    run: list[int] = []
    for row, block in enumerate(blocks):
        words = text[block.start : block.end]
        if len(words) <= _LONGEST_REFERENCE and block.role != "heading" and _REFERENCE.search(words):
            run.append(row)
            continue
        if len(run) >= _REFERENCES_IN_A_ROW:
            yield from run
        run = []
    if len(run) >= _REFERENCES_IN_A_ROW:
        yield from run


def _find_imprint(reading: Reading, blocks: Sequence[Block]) -> Iterator[int]:
    """Rows of the cover and of pages with a copyright or publisher's line, at the front and at the end."""
    if reading.words is None or not len(reading.words.start):
        return
    starts = reading.words.start
    pages = [int(reading.words.page[max(0, bisect_right(starts, block.start) - 1)]) for block in blocks]
    sizes: dict[int, int] = {}
    for page, block in zip(pages, blocks, strict=True):
        sizes[page] = sizes.get(page, 0) + block.end - block.start
    length = len(reading.text)
    marked = {
        page
        for page, block in zip(pages, blocks, strict=True)
        if not _IMPRINT_WITHIN * length < block.start < (1 - _IMPRINT_WITHIN) * length
        and sizes[page] <= _LONGEST_IMPRINT_PAGE
        and _OF_IMPRINT.search(reading.text, block.start, block.end)
    }
    if sizes and len(sizes) > 1 and sizes[min(sizes)] <= _LONGEST_COVER:
        marked.add(min(sizes))
    yield from (row for row, page in enumerate(pages) if page in marked)
