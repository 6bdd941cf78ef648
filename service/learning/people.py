"""Who is who in a programme, by role: what its reports say that each role does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.language.stems import stems
from ingest.library.open import Library
from ingest.types import Details, Report
from service.learning.candidates import LONGEST, SHORTEST, cite_rows, stands_alone
from service.telling.plain import flatten_text
from service.types import Passage

MOST_ROLES = 12
"""Roles on the path: those that one meets; the reports have the others."""
VERB_WITHIN = 40
"""Characters after a role's name in which a sentence about it has its verb."""
FEWEST_ROLES = 3
"""Fewer tell nobody who is who."""
LONGEST_NAME = 6
"""Words of a role's name."""
LABELLED, UNDER_HEADING, IN_TABLE, IN_SENTENCE = 4, 3, 2, 1
"""How clearly a report tells of a role: behind its label, under its heading, in a table, as a sentence's subject."""
_NOUNS = (
    "leads?|leaders?|managers?|directors?|officers?|workers?|coordinators?|co-ordinators?|practitioners?|boards?|groups?"
    "|committees?|champions?|chairs?|sponsors?|advis[eo]rs?|coach(?:es)?|ambassadors?|navigators?|secretariat|teams?"
    "|partners?|councils?|stewards?|trustees?|researchers?|psychologists?|therapists?|nurses?|analysts?|hubs?"
)
# A name of up to six words, without its article.
_NAME = re.compile(
    rf"(?:The |A |An )?(?P<name>[A-Za-z][\w’'&/()-]*(?: [\w’'&/()-]+){{0,{LONGEST_NAME - 1}}})"
)
_ROLE = re.compile(rf"\b(?:{_NOUNS})(?: of [A-Z][\w’' ]+)?(?: \([A-Z]{{2,6}}s?\))?$", re.IGNORECASE)
"""A name that ends in what somebody or some body is."""
_DOES = (
    "provid(?:es?|ed)|lead(?:s)?|led|hold(?:s)?|held|support(?:s|ed)?|coordinat(?:es?|ed)|oversees?|oversaw|manag(?:es?|ed)"
    "|develop(?:s|ed)?|deliver(?:s|ed)?|bring(?:s)?|brought|connect(?:s|ed)?|(?:is|are|was|were) responsible"
    "|design(?:s|ed)?|advis(?:es?|ed)|(?:is|are|was|were) (?:the|a|an)|work(?:s|ed) (?:with|across|alongside)"
)
"""What a role does; other verbs tell what somebody once did."""
_NO_ROLE = re.compile(
    r"^(?:all|any|both|each|every|few|many|more|most|no|other|our|several|some|such|their|these|this|those|one|two|three"
    r"|four|five|new|only|as|if|when|where|while|how|what|which|who|and|but|for|in|of|on|with|there|it|we|they"
    r"|supporting|working|building|developing|leading|managing|understanding|involving)\b"
    r"|\b(?:around|behind|between|for|from|in|to|with)\b",
    re.IGNORECASE,
)
"""Words that no role's name has: `many partners`, `when leaders`, `supporting leaders`, `gaps around the team`."""
_BETWEEN_CELLS = re.compile(r"\s*[·|]\s*")
"""What stands between the cells of a row on one line."""
_DOING = re.compile(rf"\b(?:{_DOES})\b")
"""What a role does, anywhere in a sentence."""
_DONE = re.compile(r"\b(?:have|has|had|said|told|felt)\b")
"""It tells what somebody once did or said."""
_DOING_FIRST = re.compile(rf"(?:{_DOES}|gives?)\b", re.IGNORECASE)
"""A cell of a table that tells a task."""
# The name before a colon or a dash: the words after it tell what the role does.
_LABELLED = re.compile(r"(?P<name>[A-Z][\w’'&/() -]{2,60}?)\s*(?::|–|—)\s+(?=\S)")
_SAID_TO_DO = re.compile(rf"(?:The |A |An |Each )?(?P<name>[A-Za-z][\w’'&/() -]{{2,50}}?) (?:{_DOES})\b")
"""`The programme team provided`, with the role at the sentence's beginning."""


@dataclass(frozen=True, slots=True)
class KnownRole:
    """A role, and the words that tell what it does."""

    name: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class _RoleMention:
    name: str
    clear: int
    """How clearly the report tells of roles there."""
    report: Report
    first: int
    last: int

    @property
    def length(self) -> int:
        said = self.report.sentences
        return said[self.last - 1].end - said[self.first].start


def list_roles(library: Library, reports: tuple[Details, ...]) -> tuple[KnownRole, ...]:
    """Give the roles that the reports describe most clearly and most often, each once, in that order."""
    groups: dict[tuple[str, ...], list[_RoleMention]] = {}
    for details in reports:
        for mention in _find_mentions(library.report(details.id)):
            groups.setdefault(tuple(stems(mention.name)), []).append(mention)
    best = sorted(groups.values(), key=lambda same: (-max(each.clear for each in same), -len(same)))
    return tuple(_make_role(same) for same in best[:MOST_ROLES]) if len(best) >= FEWEST_ROLES else ()


def _make_role(same: list[_RoleMention]) -> KnownRole:
    told = max(same, key=lambda each: (each.clear, each.length))
    return KnownRole(told.name, cite_rows(told.report, told.first, told.last, ""))


def _find_mentions(report: Report) -> Iterator[_RoleMention]:
    told: set[tuple[str, ...]] = set()
    for row, sentence in enumerate(report.sentences):
        block = report.blocks[sentence.block]
        if block.part not in ("body", "summary") or sentence.voice in ("question", "quotation"):
            continue
        text = flatten_text(report.text[sentence.start : sentence.end])
        if block.role == "table_row":
            yield from _find_in_table(report, row, text)
        elif block.role in ("paragraph", "bullet") and SHORTEST <= len(text) <= LONGEST:
            above = block.headings if block.headings not in told else ()
            for mention in _find_in_prose(report, row, text, above):
                if mention.clear == UNDER_HEADING:
                    told.add(block.headings)
                yield mention


def _find_in_prose(report: Report, row: int, text: str, above: tuple[str, ...]) -> Iterator[_RoleMention]:
    """Find a role that is the label or the subject of the sentence, or the heading over it."""
    if (found := _LABELLED.match(text)) and (name := _read_name(found["name"])):
        yield _RoleMention(name, LABELLED, report, row, row + 1)
    elif not stands_alone(text):
        return
    elif above and (name := _read_name(flatten_text(above[-1]))) and _says_what_it_does(name, text):
        yield _RoleMention(name, UNDER_HEADING, report, row, row + 1)
    elif (found := _SAID_TO_DO.match(text)) and (name := _read_name(found["name"])):
        yield _RoleMention(name, IN_SENTENCE, report, row, row + 1)


def _says_what_it_does(name: str, text: str) -> bool:
    """Whether a sentence begins with a role and goes on with what it does."""
    last = name.rsplit(maxsplit=1)[-1].casefold().rstrip("s)")
    at = text.casefold().find(last, 0, len(name) + len("Each "))
    after = text[at + len(last) :][:VERB_WITHIN]
    return at >= 0 and _DOING.search(after) is not None and _DONE.search(after) is None


def _find_in_table(report: Report, row: int, text: str) -> Iterator[_RoleMention]:
    """A row of a table whose first cell is a role and which has another that begins with what roles do."""
    first, *rest = [cell for cell in _BETWEEN_CELLS.split(text) if cell]
    if (name := _read_name(first)) and any(_DOING_FIRST.match(cell) for cell in rest):
        yield _RoleMention(name, IN_TABLE, report, row, row + 1)


def _read_name(words: str) -> str | None:
    """Give the name of a role as it is written, without its article; None if the words name no role."""
    found = _NAME.fullmatch(words.strip())
    if words.isupper() or found is None or not _ROLE.search(found["name"]) or _NO_ROLE.search(found["name"]):
        return None
    return found["name"][:1].upper() + found["name"][1:]
