"""Finding a gold quote in a report, even if spaces, hyphens, emphasis or quotation marks differ."""

import re
from collections.abc import Iterable

from eval.types import TextSpan

_LEFT_OUT = re.compile(r"[\s*_\u00ad\u2010-\u2015\-\ufffe>|•]+")
"""Characters in which two readers of a page differ: spaces, hyphens, dashes, marks of emphasis, lists and tables."""
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "…": "."})


def squeeze(text: str) -> tuple[str, list[int]]:
    """The characters that count, in lower case, with the offset of each in `text`."""
    kept = [(character, at) for at, character in enumerate(text) if not _LEFT_OUT.match(character)]
    folded = "".join(character.translate(_SAME).casefold()[:1] for character, _ in kept)
    return folded, [at for _, at in kept]


def find_quote(quote: str, squeezed_text: str, offsets: list[int]) -> list[tuple[int, int]]:
    """Half-open ranges of the quote in the text that `squeezed` was given, wherever it stands, in order."""
    wanted, _ = squeeze(quote)
    if not wanted:
        return []
    starts = [match.start() for match in re.finditer(re.escape(wanted), squeezed_text)]
    return [(offsets[at], offsets[at + len(wanted) - 1] + 1) for at in starts]


def share_covered(span: TextSpan, by: Iterable[TextSpan]) -> float:
    """Share of the characters of `span` that lie in any of the ranges of the same report."""
    covered: set[int] = set()
    for other in by:
        if other.report == span.report:
            covered.update(range(max(other.start, span.start), min(other.end, span.end)))
    return len(covered) / max(1, span.end - span.start)
