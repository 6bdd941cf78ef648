"""Whether the words that a page shows are the words of the text, each once: none lost, none doubled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.layout.text.glyphs import is_bullet
from ingest.types import Words


class Loss(NamedTuple):
    """What is wrong on one page."""

    page: int
    """1-based."""
    lost: tuple[str, ...]
    """Words that the page shows more often than the text has them."""
    added: tuple[str, ...]
    """Words that the text has more often than the page shows them."""


def find_losses(shown: Sequence[Iterable[str]], text: str, words: Words) -> list[Loss]:
    """The pages whose words differ from those of the text; `shown` has the words of each page in any order.

    Only letters and figures count, as marks of items and hyphens at line ends are not kept.
    """
    told: list[list[str]] = [[] for _ in shown]
    for start, end, page in zip(words.start.tolist(), words.end.tolist(), words.page.tolist(), strict=True):
        told[page - 1].append(text[start:end])
    losses = []
    for number, (on_page, in_text) in enumerate(zip(shown, told, strict=True), 1):
        wanted = [word for word in on_page if not is_bullet(word)]
        got = [word for word in in_text if not is_bullet(word)]
        if count_letters(wanted) != count_letters(got):
            one, other = Counter(map(keep_letters, wanted)), Counter(map(keep_letters, got))
            losses.append(Loss(number, tuple((one - other).elements()), tuple((other - one).elements())))
    return losses


def count_letters(words: Iterable[str]) -> dict[str, int]:
    """How often each letter and figure occurs."""
    return {sign: count for sign, count in Counter("".join(words)).items() if sign.isalnum()}


def keep_letters(word: str) -> str:
    """A word's letters and figures."""
    return "".join(filter(str.isalnum, word))
