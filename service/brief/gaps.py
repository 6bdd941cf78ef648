"""What a brief can't give: parts of the question that no passage reaches, and prompts for the team's own discussion."""

import re
from collections.abc import Sequence
from textwrap import shorten

from ingest.language.stems import content_stems
from service.brief.asked import BriefQuestion
from service.brief.stance import find_telling
from service.brief.types import EvidenceItem, Gap, TeamPrompt
from service.types import Passage

REACHED = 0.5
"""Share of the content words of a part that one passage, with its headings, must have to reach it."""
MOST_PROMPTS = 3
"""By judgement, not measured."""
_MARK = re.compile(r"^\W*(?:\d{1,2}[.)]\s+)?")
"""A dash or a number that a list puts before a sentence."""
QUOTED = 220
"""Characters of a passage that a prompt quotes: about a sentence."""


def find_gaps(
    question: BriefQuestion, passages: Sequence[Passage], nearest: Sequence[Passage]
) -> tuple[Gap, ...]:
    """The parts of the question that no passage of the evidence reaches."""
    said = [set(content_stems(" ".join((*each.headings, each.text)))) for each in passages]
    gaps = []
    for part in question.parts:
        stems = set(content_stems(part))
        reach = max((len(stems & words) / len(stems) for words in said), default=0.0)
        if reach < REACHED:
            gaps.append(Gap(part, _why(stems, said), tuple(each.id for each in nearest)))
    return tuple(gaps)


def _why(stems: set[str], said: Sequence[set[str]]) -> str:
    if not said:
        return "Nothing in these reports bears on it."
    if not any(stems & words for words in said):
        return "None of the evidence has any of its words; the nearest passages are about something else."
    return "No passage of the evidence speaks of all of this together; the nearest ones have only some of its words."


def make_prompts(items: Sequence[EvidenceItem], passages: Sequence[Passage]) -> tuple[TeamPrompt, ...]:
    """Up to three questions for the team: one from a condition, one from what speaks against, one from what helps."""
    by_key = {each.id: each for each in passages}
    prompts = []
    for stance in ("on_condition", "against", "for"):
        item = next((each for each in items if each.stance == stance), None)
        if item:
            prompts.append(TeamPrompt(_ask(item, by_key[item.passage_id]), item.passage_id))
    return tuple(prompts[:MOST_PROMPTS])


def _ask(item: EvidenceItem, passage: Passage) -> str:
    where = f"In {item.places[0]}" if item.places else f"“{passage.report_title}”"
    says = f"{where}: " if item.places else f"{where} says: "
    quoted = f"{says}“{_shorten(find_telling(passage.text, item.stance))}”"
    if item.stance == "on_condition":
        return f"{quoted}. Is that given here, and who could give it?"
    if item.stance == "against":
        return f"{quoted}. Does this stand in our way as well, and how would we notice?"
    return f"{quoted}. What would have to be true here for this to help us as well?"


def _shorten(text: str) -> str:
    """The words of a passage as far as a prompt quotes them."""
    return shorten(_MARK.sub("", text), QUOTED, placeholder=" …").rstrip(".,;: ")
