"""Who published, wrote, commissioned and paid for a report, and when: as cover and imprint print it, with the place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.language.months import DATE, format_iso
from ingest.types import Block, DetailMention, MentionKind

_LONGEST_DATED_LINE = 90
"""Characters; a longer one is a sentence, and its date that of something else."""
_LONGEST_NAME = 90
"""Characters of the name of an organisation or person."""

_ORGANISATIONS = (
    "associates|university|agency|consortium|council|institute|foundation|trust|office|ministry|department|centre"
    "|center|partnership|commission|association|authority|alliance|ltd|limited|llp|inc|cic|society|nations|bank"
    "|division|consulting|consultants|université|ministère|agence|institut|fondation|direction|universität"
)
_ORGANISATION = re.compile(rf"\b(?:{_ORGANISATIONS})\b", re.IGNORECASE)
"""Words that only names of organisations have."""
_NAME_WORD = r"(?:[A-ZÀ-Þ&(][\w’'.&)-]{0,30}|of|the|for|and|in|de|du|des|la|et|für|von)"
_NAME = re.compile(rf"{_NAME_WORD}(?:,? {_NAME_WORD}){{0,8}}")
"""A line whose words are all written with a capital, but for small joining words."""
_PUBLISHED_BY = re.compile(
    r"\b(?i:published by|publisher|publié par|herausgegeben von|publicado por)\W{0,3}\s(?P<name>[^.;\n]{2,90})"
)
"""Where an imprint names the publisher."""
_COPYRIGHT = re.compile(
    r"(?:©|\b(?i:copyright)\b(?!\s?©))\s{0,3}(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?,?\s)?"
    r"(?:the\s)?(?P<name>[A-ZÀ-Þ][^.;:,\n©]{1,90})"
)
"""Who owns a report, after the sign or the word and maybe years."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
"""A year of the last or this century."""
_OWNED_YEAR = re.compile(r"(?:©|\b(?i:copyright|published)\b)[^.\n]{0,80}?\b(?P<year>(?:19|20)\d\d)\b")
"""The year of an imprint."""
_DATED = re.compile(
    r"\b(?i:(?:publication|report|issue|final report) date|date (?:of (?:publication|issue|report))?"
    r"|published(?: on| in)?|publiée? (?:le|en)|veröffentlicht(?: am)?)\b[\s:]{1,3}$"
)
"""Before a date that is said to be the report's."""
_WRITERS = (
    r"(?:lead )?(?:authors?|evaluators?|researchers?)|(?:report |written |prepared |produced )?by|evaluation team"
    r"|auteurs?|autrices?|auteur·rices?|rédigé par|autor(?:en|es)?|verfasst von"
)
_BY = re.compile(rf"^\W{{0,3}}(?i:{_WRITERS})\s?(?::|$|(?=\s[A-ZÀ-Þ]))\s?(?P<who>.{{0,200}})")
"""A label with the names behind it: "Authors: ..."; or a line that is the label alone."""
_HONORIFIC = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Sir|Dame)\.? [A-ZÀ-Þ]")
"""What only names of persons begin with."""
_MOST_AUTHORS = 8
"""Longer lists of names are thanks, not authors."""
_NAME_ENDS = r"(?= (?![A-ZÀ-Þ]|(?:of|the|for|and|in|de|du|des|la|et) ))"
_PAYERS_NAME = re.compile(rf"{_NAME_WORD}(?: {_NAME_WORD}){{0,9}}?(?: \([A-Z]{{2,8}}\)|{_NAME_ENDS}|$)")
"""The words of a name, with its initials in brackets."""
_AROUND_NAMES = " ,.-–()"
_WORK = r"(?:evaluation|report|study|review|research)"
_FUNDED_WORK = rf"(?:{_WORK}|programme|program|project|pilot|initiative)"
_PAYER = r"(?:the )?(?P<name>[A-ZÀ-Þ][^.;:\n]{1,90})"
_FUNDERS = (
    re.compile(
        rf"\b[Tt](?:he|his) [^.\n]{{0,80}}?\b{_FUNDED_WORK}\b[^.\n]{{0,90}}?\b(?:funded|financed) by {_PAYER}"
    ),
    re.compile(
        rf"\bis an? (?:£\S{{1,12}} )?(?P<name>[A-ZÀ-Þ][^.;:\n]{{1,90}}?)(?: |-)funded {_FUNDED_WORK}\b"
    ),
    re.compile(
        rf"^\W{{0,3}}(?i:(?:funded|financed|paid for) by|financée? par|gefördert von)\b[: ]{{1,3}}{_PAYER}"
    ),
)
"""Who paid for the report or for what it is about: "the programme ... was funded by X", "is an X funded project"."""
_COMMISSIONERS = (
    re.compile(rf"\b[Tt](?:he|his) [^.\n]{{0,60}}?\b{_WORK}\b[^.\n]{{0,60}}?\bcommissioned by {_PAYER}"),
    re.compile(
        rf"^\W{{0,3}}(?i:commissioned by|commandée? par|im auftrag (?:von|der|des))\b[: ]{{1,3}}{_PAYER}"
    ),
)
"""Who ordered the report itself."""
_SAID_EARLY = 0.2
"""Share of a report within which it says who paid for it (0.16 at most in six reports); later ones are of others."""
_ANYBODY = re.compile(r"(?:the )?authors?\b", re.IGNORECASE)
"""What covers say in place of a name."""


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line of a cover or imprint; `words[n]` stands at `start + n` of the report's text. Empty for a gap."""

    start: int
    words: str

    def mention(self, kind: MentionKind, start: int, end: int) -> DetailMention:
        """What stands from `start` to `end` of the line."""
        return DetailMention(kind, self.start + start, self.start + end)

    def mention_all(self, kind: MentionKind) -> DetailMention:
        """The line as a whole."""
        return self.mention(kind, 0, len(self.words))


def find_publisher(
    lines: Sequence[FrontLine], imprint: Sequence[FrontLine], title: str
) -> DetailMention | None:
    """Who is said to publish, else who owns the copyright, else the organisation with a line of the cover to itself."""
    for pattern in (_PUBLISHED_BY, _COPYRIGHT):
        for line in (*imprint, *lines):
            found = pattern.search(line.words)
            name = _trim_name(line.words, *found.span("name")) if found else None
            if name:
                return line.mention("publisher", *name)
    for line in lines:
        if (
            _ORGANISATION.search(line.words)
            and _NAME.fullmatch(line.words)
            and line.words.casefold() not in title.casefold()
        ):
            return line.mention_all("publisher") if len(line.words) <= _LONGEST_NAME else None
    return None


def find_authors(
    text: str,
    blocks: Sequence[Block],
    lines: Sequence[FrontLine],
    imprint: Sequence[FrontLine],
    metadata_author: str,
) -> list[DetailMention]:
    """Who is said to have written it; under a heading "Authors", on a line of its own, or by the file and the cover."""
    under = [
        DetailMention("author", block.start, block.end)
        for block in blocks
        if block.role != "heading" and block.headings and _BY.fullmatch(block.headings[-1])
    ]
    if under and len(under) <= _MOST_AUTHORS:
        return under
    said = [*_find_authors(lines), *_find_authors(imprint)]
    if said:
        return list({text[each.start : each.end]: each for each in reversed(said)}.values())[::-1]
    printed = [line.mention_all("author") for line in lines if _HONORIFIC.match(line.words)]
    if printed:
        return printed[:_MOST_AUTHORS]
    named = metadata_author.strip().casefold()
    return [
        line.mention_all("author")
        for line in lines
        if named and named in line.words.casefold() and _NAME.fullmatch(line.words)
    ]


def find_date(lines: Sequence[FrontLine], imprint: Sequence[FrontLine]) -> DetailMention | None:
    """The date that is said to be the report's, else the first on a line of the cover, else that of the copyright."""
    for line in (*lines, *imprint):
        for found in DATE.finditer(line.words):
            if _DATED.search(line.words[: found.start()]):
                return line.mention("date", *found.span())
    for line in lines:
        dated = DATE.search(line.words) if len(line.words) < _LONGEST_DATED_LINE else None
        if dated and line.words[max(0, dated.start() - 1) : dated.start()] != "(":
            return line.mention("date", *dated.span())
    for line in imprint:
        owned = _OWNED_YEAR.search(line.words)
        if owned:
            dated = DATE.search(line.words)
            return line.mention("date", *(dated.span() if dated else owned.span("year")))
    return None


def find_payers(text: str, blocks: Sequence[Block]) -> Iterator[DetailMention]:
    """Who funded and who commissioned it, each where that is said first."""
    early = [
        block
        for block in blocks
        if block.start <= _SAID_EARLY * len(text) and block.role not in ("footnote", "quotation", "chart")
    ]
    kinds: tuple[tuple[MentionKind, tuple[re.Pattern[str], ...]], ...] = (
        ("funder", _FUNDERS),
        ("commissioner", _COMMISSIONERS),
    )
    for kind, patterns in kinds:
        found = (_find_payer(make_line(text, block), kind, patterns) for block in early)
        if first := next(filter(None, found), None):
            yield first


def owns_report(line: FrontLine) -> bool:
    """Whether it names an owner of the copyright."""
    return _COPYRIGHT.search(line.words) is not None


def make_line(text: str, block: Block) -> FrontLine:
    """The block as one line, each white space a blank."""
    return FrontLine(block.start, re.sub(r"\s", " ", text[block.start : block.end]))


def read_date(words: str) -> str:
    """A mentioned date in ISO 8601."""
    dated = DATE.search(words)
    return format_iso(dated) if dated else words


def _find_payer(
    line: FrontLine, kind: MentionKind, patterns: Sequence[re.Pattern[str]]
) -> DetailMention | None:
    for pattern in patterns:
        for found in pattern.finditer(line.words):
            name = _PAYERS_NAME.match(line.words, found.start("name"), found.end("name"))
            if name and len(name[0]) > 1:
                return line.mention(kind, *name.span())
    return None


def _trim_name(words: str, start: int, end: int) -> tuple[int, int] | None:
    """The name without the date behind it; None for "the authors" and other words."""
    dated = DATE.search(words, start, end) or _YEAR.search(words, start, end)
    end = dated.start() if dated else end
    before = len(words[start:end]) - len(words[start:end].lstrip(_AROUND_NAMES).removeprefix("the "))
    name = words[start + before : end].rstrip(_AROUND_NAMES)
    fits = 1 < len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) and not _ANYBODY.match(name)
    return (start + before, start + before + len(name)) if fits else None


def _find_authors(lines: Sequence[FrontLine]) -> Iterator[DetailMention]:
    """What follows "Author:" on its line, or on the next lines where that line ends with it."""
    for row, line in enumerate(lines):
        found = _BY.match(line.words)
        if not found:
            continue
        if who := found["who"].strip(" .:"):
            start = line.words.index(who, found.start("who"))
            yield line.mention("author", start, start + len(who))
            continue
        for following in lines[row + 1 : row + 1 + _MOST_AUTHORS]:
            if DATE.search(following.words) or not _NAME.fullmatch(following.words):
                break
            yield following.mention_all("author")
