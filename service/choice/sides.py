"""What an answer must hold something of: several reports, the places that a question names, or what it compares."""

import re

import numpy as np
from numpy.typing import NDArray

from service.question.named import find_named_places
from service.question.wants import Question
from service.search.retrieve import Found

MOST_SIDES, SIDE_SHARE = 4, 0.7
"""Where several reports are to be heard: so many at most, and none whose best sentence scores less than this share
of the best of all."""
_BOTH = re.compile(
    r"\b(?:both|two|the) (?:reports|documents|programmes|papers|studies|sources)\b|\buse both\b|^both\b"
    r"|\bacross (?:the )?reports\b",
    re.IGNORECASE,
)
"""Asks for two reports: "What do both reports say?", "Use both"; "the reports" stands for two as well."""
_SEVERAL = re.compile(
    r"\b(?:three|four|several|different|all|every|various|other) (?:reports?|documents|programmes|papers|studies"
    r"|sources|evaluations)\b|\bwho (?:recommends|suggests|says|argues)\b|\bwhere do we read\b"
    r"|\bwhat do the reports\b",
    re.IGNORECASE,
)
"""Asks for evidence from more than one report, without naming how many."""


def find_sides(question: Question, found: Found) -> list[NDArray[np.bool_]]:
    """Candidates of each thing that the answer must hold something of; empty where nothing is to be balanced.

    These are the reports, where the question asks for both of them, or else the places that it names, or else the
    names that it compares.
    """
    report = found.library.sentences.report[found.candidates.row]
    if _BOTH.search(question.text) or len(question.reports) > 1:
        ids = [details.id for details in found.library.details]
        rows = [ids.index(id_) for id_ in question.reports] if len(question.reports) > 1 else range(len(ids))
        peaks = _peaks(found)
        best = sorted(rows, key=lambda row: -peaks[row])[:2]
        return [report == row for row in best if (report == row).any()]
    hears_several = question.want != "quotation" and _SEVERAL.search(question.text)
    if hears_several and (several := _best_reports(found)):
        return [report == row for row in several]
    compared = find_named_places(question.text, found.library.lexicon.places)
    if len(compared) < 2:
        compared = question.names if question.want == "comparison" else ()
    sides = [naming for name in compared if (naming := _find_naming(found, name)).any()]
    return sides if len(sides) > 1 else []


def _best_reports(found: Found) -> list[int]:
    """Rows of the reports that have something near the question, best first; empty where only one has."""
    peaks = _peaks(found)
    best = [int(row) for row in np.argsort(-peaks)[:MOST_SIDES] if peaks[row] >= SIDE_SHARE * peaks.max()]
    return best if len(best) > 1 else []


def _peaks(found: Found) -> NDArray[np.float64]:
    """The score of the best sentence of each report of the library; minus infinity for those without a candidate."""
    peaks = np.full(len(found.library.details), -np.inf)
    np.maximum.at(peaks, found.library.sentences.report[found.candidates.row], found.windows(1).score)
    return peaks


def _find_naming(found: Found, name: str) -> NDArray[np.bool_]:
    """Candidates with a name as a whole: "Greater Manchester" does not name Manchester."""
    longer = [place for place in found.library.lexicon.places if name != place and name in place]
    whole = re.compile(rf"\b{re.escape(name)}\b")
    other = re.compile("|".join(rf"\b{re.escape(place)}\b" for place in longer)) if longer else None
    return np.array([bool(whole.search(other.sub("", text) if other else text)) for text in found.texts])
