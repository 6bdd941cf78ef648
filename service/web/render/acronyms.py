"""Acronyms that explain themselves: where they are in a text, and their list for scripts.

The template `term.html` shows a piece; a script does the same from `/glossary.json`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Longs = Mapping[str, tuple[str, ...]]
"""Short form -> what it stands for; several if reports differ."""
_WORD = re.compile(r"[^\W_]+(?:[&][^\W_]+)*")
"""A word that may be a term: "R&D" is one."""


@dataclass(frozen=True, slots=True)
class TermRun:
    """A run of a text; with `long`, it is a term to explain."""

    text: str
    long: str | None = None


def pieces(text: str, longs: Longs) -> list[TermRun]:
    """Cut a text at the first use of each term that it does not spell out; the joined pieces are the text."""
    cut: list[TermRun] = []
    done = 0
    for start, end, long in _find_terms(text, longs):
        cut += [TermRun(text[done:start])] if start > done else []
        cut.append(TermRun(text[start:end], long))
        done = end
    return [*cut, TermRun(text[done:])] if done < len(text) else cut


def _find_terms(text: str, longs: Longs) -> Iterator[tuple[int, int, str]]:
    folded = text.casefold()
    seen: set[str] = set()
    for match in _WORD.finditer(text):
        short = _find_known(match.group(), longs)
        if short is None or short in seen:
            continue
        seen.add(short)
        if not any(long.casefold() in folded for long in longs[short]):
            yield match.start(), match.start() + len(short), "; or: ".join(longs[short])


def _find_known(word: str, longs: Longs) -> str | None:
    """Give the known term for a word, which may be in the plural."""
    return next((short for short in (word, word.removesuffix("s")) if short in longs), None)
