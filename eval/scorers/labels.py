"""Scorers of what an answer says about its words: whose they are, where they stand, and if they are the report's."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from eval.scorers.context import ScoringContext, share
from eval.scorers.wordings import list_lines
from eval.types import Outcome, Score
from ingest.errors import NotFound
from ingest.types import Report
from service.answer.extractive import label_part
from service.question.parts import split_questions
from service.types import Passage, Statement

_WORD = re.compile(r"[^\W_]+")
"""Letters and digits only, because emphasis, bullets and hyphens depend on the page."""
_CUT = re.compile(r"[“”…]|\.\.\.| · ")
"""Where a run of a passage's words may end and the next begin: at quotation marks, an ellipsis or the next cell."""
_FRAMED = re.compile(r"^(?P<short>.+?) (?:may )?stands? for (?P<long>.+?)(?:: no report says so.*)?\.?$")
"""The only sentence that the product words itself: an acronym and its long form, from two places in a report."""


def words_quoted(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the statements, first line included, whose words stand in their passages in the same order, unbroken.

    Only for answers that no chat model wrote. The speaker that the product puts before a quotation is ignored.
    """
    answer = outcome.answer
    if answer.engine.name != "extractive":
        return [Score("words_quoted", None, "a chat model wrote it in words of its own")]
    by_key = {passage.id: passage for passage in answer.passages}
    lines = list_lines(answer)
    good = []
    for line in lines:
        cited = [by_key[key] for key in line.passage_ids if key in by_key]
        good.append(is_quoted(line, cited))
    changed = [line.text for line, is_good in zip(lines, good, strict=True) if not is_good]
    told = f"not its passages' words: {changed[0]}" if changed else ""
    return [share("words_quoted", good, "nothing is said", told)]


def labels_right(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of all passages (cited, nearest, found) whose title, page label, headings, voice, speaker and places are
    the library's.
    """
    answer = outcome.answer
    passages = (*answer.passages, *answer.nearest, *outcome.found)
    wrong = [_wrong_labels(passage, context) for passage in passages]
    told = "; ".join(
        f"{passage.id}: other {', '.join(names)}"
        for passage, names in zip(passages, wrong, strict=True)
        if names
    )
    return [share("labels_right", [not names for names in wrong], "there is no passage", told)]


def groups_right(outcome: Outcome, context: ScoringContext) -> list[Score]:
    """Share of the statements below a label whose passages are from that report, or name that place."""
    by_key = {passage.id: passage for passage in outcome.answer.passages}
    questions = split_questions(outcome.answer.question)
    good, lost = [], []
    for statement in outcome.answer.statements:
        if statement.group is None:
            continue
        cited = [by_key[key] for key in statement.passage_ids if key in by_key]
        is_theirs = any(
            statement.group
            in {
                each.report_title,
                *each.places,
                *(label_part(question, each.report_title) for question in questions),
            }
            for each in cited
        )
        good.append(is_theirs)
        if not is_theirs:
            lost.append(statement.group)
    told = f"not below {', '.join(dict.fromkeys(lost))}" if lost else ""
    return [share("groups_right", good, "no statement stands below a label", told)]


def is_quoted(line: Statement, cited: Sequence[Passage]) -> bool:
    """Whether a statement consists of unbroken runs of its passages' words, each after its speaker if it has one."""
    text = line.text
    for speaker in {passage.speaker for passage in cited if passage.speaker}:
        text = text.replace(f"{speaker}: ", "", 1)
    sources = [_words(passage.text) for passage in cited]
    if all(_stands_in(piece, sources) for piece in _CUT.split(text)):
        return True
    framed = _FRAMED.match(text)
    if framed is None:
        return False
    # A long form that the letters only suggest is told as such; its words are near the passage, not in it.
    parts = [framed["short"]] if "no report says so" in text else [framed["short"], framed["long"]]
    return all(_stands_in(part, sources) for part in parts)


def _stands_in(piece: str, sources: Iterable[str]) -> bool:
    words = _words(piece)
    return not words.strip() or any(words in source for source in sources)


def _words(text: str) -> str:
    """The words with spaces around each, so that a run of whole words can be found as a substring."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _wrong_labels(passage: Passage, context: ScoringContext) -> list[str]:
    """Name the labels of a passage that differ from the library's, or the report if the library does not have it."""
    try:
        report = context.report(passage.report_id)
    except NotFound:
        return ["report"]
    right = _right_labels(passage, report)
    return [name for name, value in right.items() if getattr(passage, name) != value]


def _right_labels(passage: Passage, report: Report) -> dict[str, object]:
    """The report's labels for the sentences of a passage; if these differ, those of the first."""
    first = bisect_left(report.sentences, passage.start, key=lambda sentence: sentence.start)
    last = bisect_left(report.sentences, passage.end, key=lambda sentence: sentence.start)
    inside = report.sentences[first:last]
    label = report.pages[passage.page - 1].label if 0 < passage.page <= len(report.pages) else None
    labels: dict[str, object] = {"report_title": report.details.title, "page_label": label}
    if not inside:
        return labels
    return labels | {
        "headings": report.blocks[inside[0].block].headings,
        "voice": inside[0].voice,
        "speaker": next((each.speaker for each in inside if each.speaker), None),
        "places": tuple(dict.fromkeys(place for each in inside for place in each.places)),
    }
