"""From a report to chunks: what belongs together stays together, as far as the embedding model's tokens go.

A report is a row of pieces (its sentences, each with the list marker before it), grouped into sections (one
for each heading) that are cut into chunks; small sections then join their neighbours.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest.meaning.tables import word_sentences
from ingest.types import Block, Chunk, Report

Path = tuple[str, ...]
CountTokens = Callable[[list[str]], list[int]]
"""Tokens of each text, as the embedding model counts them."""

_SMALL = 0.4
"""A section with a smaller share of the largest chunk joins its neighbour."""
_EMPTINESS = 0.5
"""What a chunk costs for being empty, against 1 for being there at all: few chunks, of like sizes."""
_AFTER_HEADING, _AFTER_LEAD_IN, _IN_LIST, _IN_BLOCK = 8.0, 1.5, 0.8, 0.5
"""What a cut costs, by where it is; between paragraphs it is free."""
_MOST_SENTENCES = 100
"""In one chunk; it bounds the work on texts of very short sentences."""


@dataclass(frozen=True, slots=True)
class _BlockPiece:
    """A sentence and the marks before it (list marker, `##`), as a range of the report's text."""

    start: int
    end: int
    sentence: int
    block: int
    tokens: int = 0


Run = list[_BlockPiece]


def split_report(report: Report, count_tokens: CountTokens, max_tokens: int) -> list[Chunk]:
    """The report's chunks, in order; each character that is neither blank nor contents is in exactly one.

    `count_tokens` is called once with all sentences, and again for those that are too long for a chunk.
    """
    pieces = _cut_pieces(report)
    if not pieces:
        return []
    counts = count_tokens([report.text[piece.start : piece.end] for piece in pieces])
    indexed = _count_indexed(report, pieces, counts, count_tokens)
    short = [
        part
        for piece, tokens, all_tokens in zip(pieces, counts, indexed, strict=True)
        for part in _cut(report, replace(piece, tokens=tokens), count_tokens, max_tokens, all_tokens)
    ]
    sections = [_pack_section(report.blocks, section, max_tokens) for section in _cut_sections(report, short)]
    return [_make_chunk(report, run) for run in _join_small(report, sections, max_tokens)]


def _cut_pieces(report: Report) -> Run:
    """One piece for each sentence; text between two sentences goes with the line that it stands on."""
    contents = [(block.start, block.end) for block in report.blocks if block.role == "contents"]
    pieces: Run = []
    position = 0
    for row, sentence in enumerate(report.sentences):
        before, after = _share_gaps(report.text, position, sentence.start, contents, first=not pieces)
        if pieces:
            pieces[-1] = replace(pieces[-1], end=max(pieces[-1].end, before))
        pieces.append(_BlockPiece(after, sentence.end, row, sentence.block))
        position = sentence.end
    if pieces:
        before, _ = _share_gaps(report.text, position, len(report.text), contents)
        pieces[-1] = replace(pieces[-1], end=max(pieces[-1].end, before))
    return pieces


def _share_gaps(
    text: str, start: int, end: int, contents: Sequence[tuple[int, int]], *, first: bool = False
) -> tuple[int, int]:
    """Where the sentence before a gap ends and the one after it begins, with the gap's marks shared out."""
    inside = contents[bisect_left(contents, (start,)) : bisect_left(contents, (end,))]
    if inside:
        before, after = text[start : inside[0][0]], text[inside[-1][1] : end]
    else:
        gap = text[start:end]
        cut = 0 if first else len(gap) if end == len(text) else max(gap.rfind("\n"), gap.rfind("\r")) + 1
        before, after = gap[:cut], gap[cut:]
    return start + len(before.rstrip()), end - len(after.lstrip())


def _count_indexed(
    report: Report, pieces: Run, counts: Sequence[int], count_tokens: CountTokens
) -> list[int]:
    """Tokens of what each piece is found by, which for a part of a table is more than its words."""
    wordings = word_sentences(report)
    found = list(counts)
    worded = [at for at, piece in enumerate(pieces) if wordings[piece.sentence]]
    if worded:
        texts = [wordings[pieces[at].sentence] or "" for at in worded]
        for at, tokens in zip(worded, count_tokens(texts), strict=True):
            found[at] = tokens
    return found


def _cut(report: Report, piece: _BlockPiece, count_tokens: CountTokens, max_tokens: int, indexed: int) -> Run:
    """The piece, or parts of it where the sentence alone is too long for a chunk; `indexed` are its tokens there."""
    if piece.tokens <= max_tokens:
        return [replace(piece, tokens=min(indexed, max_tokens))]
    sentence = report.sentences[piece.sentence]
    marks = report.text[piece.start : sentence.start] + " " + report.text[sentence.end : piece.end]
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=max(1, max_tokens - count_tokens([marks])[0]),
        chunk_overlap=0,
        add_start_index=True,
        length_function=lambda text: count_tokens([text])[0],
    )
    found = splitter.create_documents([report.text[sentence.start : sentence.end]])
    starts = [sentence.start + part.metadata["start_index"] for part in found]
    ends = [start + len(part.page_content) for start, part in zip(starts, found, strict=True)]
    starts[0], ends[-1] = piece.start, piece.end
    counts = count_tokens([report.text[start:end] for start, end in zip(starts, ends, strict=True)])
    return [
        replace(piece, start=start, end=end, tokens=tokens)
        for start, end, tokens in zip(starts, ends, counts, strict=True)
    ]


def _cut_sections(report: Report, pieces: Run) -> Iterator[Run]:
    """The pieces under each heading, with it; a heading without text goes with what follows it."""
    section: Run = []
    for piece in pieces:
        if section and _opens_section(report, section, piece):
            yield section
            section = []
        section.append(piece)
    yield section


def _opens_section(report: Report, section: Run, piece: _BlockPiece) -> bool:
    """At a heading after other text, and after a list of contents."""
    if report.text[section[-1].end : piece.start].strip():
        return True
    return report.blocks[piece.block].role == "heading" != report.blocks[section[-1].block].role


def _pack_section(blocks: Sequence[Block], section: Run, max_tokens: int) -> list[Run]:
    """The cheapest way to cut a section into runs of at most `max_tokens`."""
    cut_costs = [_cut_cost(blocks, section, position) for position in range(len(section))]
    costs, cuts = [0.0], [0]
    for end in range(1, len(section) + 1):
        best, cut, tokens = float("inf"), end - 1, 0
        for start in range(end - 1, max(-1, end - 1 - _MOST_SENTENCES), -1):
            tokens += section[start].tokens
            if tokens > max_tokens and start < end - 1:
                break
            emptiness = max(0.0, 1 - tokens / max_tokens)
            cost = costs[start] + 1 + _EMPTINESS * emptiness * emptiness + cut_costs[start]
            if cost < best:
                best, cut = cost, start
        costs.append(best)
        cuts.append(cut)
    return _runs(section, cuts)


def _runs(section: Run, cuts: Sequence[int]) -> list[Run]:
    """The runs of a section, given for each possible end where its run begins."""
    runs: list[Run] = []
    end = len(section)
    while end > 0:
        runs.append(section[cuts[end] : end])
        end = cuts[end]
    return runs[::-1]


def _cut_cost(blocks: Sequence[Block], section: Run, position: int) -> float:
    if position == 0:
        return 0.0
    before, after = section[position - 1].block, section[position].block
    if blocks[before].role == "heading":
        return _AFTER_HEADING
    if before == after:
        return _IN_BLOCK
    if blocks[after].role == "bullet":
        return _IN_LIST if blocks[before].role == "bullet" else _AFTER_LEAD_IN
    return _IN_LIST if blocks[before].role == blocks[after].role == "table_row" else 0.0


def _join_small(report: Report, sections: list[list[Run]], max_tokens: int) -> list[Run]:
    """All runs in order; a small section of one run joins the one beside it, but not across main parts."""
    depth = _find_dividing_depth(
        [(_read_path(report, run), _measure(run)) for runs in sections for run in runs], max_tokens
    )
    joined: list[Run] = []
    may_join = False
    for runs in sections:
        if may_join and len(runs) == 1 and _fit(report, joined[-1], runs[0], depth, max_tokens):
            joined[-1] = joined[-1] + runs[0]
            continue
        joined.extend(runs)
        may_join = len(runs) == 1
    return joined


def _find_dividing_depth(runs: Sequence[tuple[Path, int]], max_tokens: int) -> int:
    """How many headings of a path tell the report's main parts apart; 0 where those are smaller than a chunk.

    Forms repeat small headings on the highest level: those divide nothing.
    """
    depth = 1 + _find_common_depth([path for path, _ in runs])
    parts = sum(1 for _ in groupby(runs, key=lambda run: run[0][:depth]))
    return depth if sum(size for _, size in runs) > parts * max_tokens else 0


def _fit(report: Report, run: Run, following: Run, depth: int, max_tokens: int) -> bool:
    sizes = [_measure(run), _measure(following)]
    if sum(sizes) > max_tokens or min(sizes) > _SMALL * max_tokens:
        return False
    if report.text[run[-1].end : following[0].start].strip():
        return False
    first, last, after = (_read_path(report, each) for each in (run, run[-1:], following))
    parent = after[:-1]
    return (
        first[:depth] == after[:depth] and (last[: len(parent)] == parent) and first[: len(parent)] == parent
    )


def _measure(run: Run) -> int:
    return sum(piece.tokens for piece in run)


def _read_path(report: Report, run: Run) -> Path:
    """The headings above the first text of a run; of headings alone, the last with its own words."""
    blocks = [report.blocks[piece.block] for piece in run]
    body = next((block for block in blocks if block.role != "heading"), None)
    if body:
        return body.headings
    last = blocks[-1]
    return (*last.headings, " ".join(report.text[last.start : last.end].split()))


def _find_common_depth(paths: Sequence[Path]) -> int:
    depth = 0
    while all(len(path) > depth for path in paths) and len({path[depth] for path in paths}) == 1:
        depth += 1
    return depth


def _make_chunk(report: Report, run: Run) -> Chunk:
    blocks = [report.blocks[piece.block] for piece in run]
    paths = [block.headings for block in blocks if block.role != "heading"] or [blocks[0].headings]
    return Chunk(
        report.details.id,
        run[0].start,
        run[-1].end,
        paths[0][: _find_common_depth(paths)] if len(set(paths)) > 1 else paths[0],
        run[0].sentence,
        run[-1].sentence + 1,
    )
