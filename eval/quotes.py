"""Finding a gold quote in a report, whatever happened to its spaces, hyphens, emphasis marks and quotation marks."""

import re

_LEFT_OUT = re.compile(r"[\s*_\u00ad\u2010-\u2015\-\ufffe>|•]+")
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "…": "."})


def squeezed(text: str) -> tuple[str, list[int]]:
    """The characters that count, in lower case, with the offset of each in `text`."""
    kept = [(character, at) for at, character in enumerate(text) if not _LEFT_OUT.match(character)]
    folded = "".join(character.translate(_SAME).casefold()[:1] for character, _ in kept)
    return folded, [at for _, at in kept]


def find(quote: str, squeezed_text: str, offsets: list[int]) -> tuple[int, int] | None:
    """Half-open range of the quote in the text that `squeezed` was given; None when it is not there."""
    wanted, _ = squeezed(quote)
    at = squeezed_text.find(wanted) if wanted else -1
    if at < 0:
        return None
    return offsets[at], offsets[at + len(wanted) - 1] + 1


def share_covered(span: tuple[int, int], by: list[tuple[int, int]]) -> float:
    """Share of the characters of `span` that lie in any of the ranges."""
    covered: set[int] = set()
    for start, end in by:
        covered.update(range(max(start, span[0]), min(end, span[1])))
    return len(covered) / max(1, span[1] - span[0])
