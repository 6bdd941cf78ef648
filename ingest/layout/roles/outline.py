"""Bookmarks to tags: the words on the pages that an outline's entries name are headings."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ingest.layout.parts import Bookmark, Tag, Word
from ingest.layout.text.lines import share_row

LONGEST_NUMBER = 3
"""Words of a heading's number that its bookmark leaves out ("Annex 2:", "Section 4")."""


def tag_by_bookmarks(pages: Sequence[Sequence[Word]], bookmarks: Sequence[Bookmark]) -> list[list[Word]]:
    """The words of each page, those that a bookmark names tagged as one heading of the bookmark's level.

    Only whole lines of that very text count, on the page to which the bookmark leads, or on the next where none is
    there (some programs let bookmarks lead to the line above). Of several the one nearest to its aim is taken.
    """
    tagged = [list(words) for words in pages]
    by_page: dict[int, list[tuple[int, Bookmark]]] = defaultdict(list)
    for number, bookmark in enumerate(bookmarks, 1):
        by_page[bookmark.page].append((number, bookmark))
    for page, wanted in by_page.items():
        for number, bookmark in wanted:
            for at, top in ((page - 1, bookmark.top), (page, 0.0)):
                if at < len(tagged) and (found := find_nearest(tagged[at], bookmark.title, top)):
                    tag = Tag("heading", bookmark.level, -number)
                    for index in found:
                        tagged[at][index] = tagged[at][index]._replace(tag=tag)
                    break
    return tagged


def find_nearest(words: Sequence[Word], title: str, top: float | None) -> range | None:
    """The words that are a title and stand nearest to a height of the page; the largest where no height is given.

    Words that an earlier bookmark has taken are passed over.
    """
    found = [run for run in find_title_words(words, title) if not is_taken(words[run.start])]
    if not found:
        return None
    if top is None:
        return max(found, key=lambda each: (words[each.start].size, -each.start))
    return min(found, key=lambda each: abs(words[each.start].box.top - top))


def is_taken(word: Word) -> bool:
    """Whether a bookmark has named the word already."""
    return word.tag is not None and word.tag.is_bookmark


def find_title_words(words: Sequence[Word], title: str) -> Iterator[range]:
    """The runs of words that are whole lines and say what a title says, spaces and signs apart."""
    wanted = keep_signs(title)
    letters = [keep_signs(word.text) for word in words]
    starts = list(accumulate(map(len, letters), initial=0))
    ends = {end: index for index, end in enumerate(starts) if index and starts[index - 1] < end}
    joined = "".join(letters)
    begins = {start: index for index, start in enumerate(starts[:-1]) if letters[index]}
    at = joined.find(wanted) if wanted else -1
    while at >= 0:
        first, after = begins.get(at), ends.get(at + len(wanted))
        if first is not None and after is not None and ends_line(words, after):
            number = find_number(words, first)
            if number is not None:
                yield range(number, after)
        at = joined.find(wanted, at + 1)


def find_number(words: Sequence[Word], first: int) -> int | None:
    """Where the line of a word starts, when only a number or a label stands before it; None otherwise."""
    start = first
    while start and goes_before(words[start - 1], words[start]):
        start -= 1
    before = words[start:first]
    is_number = len(before) <= LONGEST_NUMBER and (
        not before
        or any(c.isdigit() for word in before for c in word.text)
        or len(before[-1].text) < LONGEST_NUMBER
    )
    return start if is_number else None


def ends_line(words: Sequence[Word], after: int) -> bool:
    """Whether a line ends before a word."""
    return after == len(words) or not goes_before(words[after - 1], words[after])


def goes_before(word: Word, following: Word) -> bool:
    """Whether two words that follow each other in the file stand side by side, in one column."""
    gap = following.box.left - word.box.right
    return share_row(word.box, following.box) and -word.size < gap < 2 * word.size


def keep_signs(text: str) -> str:
    """The letters and figures of a text, in one case."""
    return "".join(c for c in text.casefold() if c.isalnum())
