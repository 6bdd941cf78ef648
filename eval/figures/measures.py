"""What the names of scores mean to people: label, meaning, which way is better, and what a gate holds."""

from dataclasses import dataclass
from typing import Literal

Family = Literal["must hold", "answers", "citations", "retrieval", "checks", "briefs", "judged", "speed"]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured under one name."""

    name: str
    label: str
    meaning: str
    """As a share or a figure of what, in a clause."""
    family: Family

    @property
    def gated(self) -> bool:
        """Whether a gate holds it: not what depends on the machine or on a judge, nor what another one says."""
        return self.family not in ("speed", "judged") and self.name != "false_refusal"

    @property
    def lower_is_better(self) -> bool:
        """For milliseconds, false refusals, and what the checker has to put right or drop."""
        return self.name in ("latency_ms", "false_refusal") or (
            self.family == "checks" and self.name != "written_stood"
        )

    @property
    def optional(self) -> bool:
        """Whether tables leave it out where nothing has it: no brief was asked for, no chat model wrote."""
        return self.family in ("briefs", "checks")

    @property
    def weight(self) -> float:
        """How much a change of it counts when cases are sorted by what is worth looking at."""
        return _WEIGHTS.get(self.name, _FAMILY_WEIGHTS.get(self.family, 1.0))


_FAMILY_WEIGHTS = {"must hold": 10.0, "judged": 2.0, "checks": 0.5, "speed": 0.0}
"""By judgement, for sorting only: what must hold comes before all else, and times come last; others count 1. A sentence
that is dropped moves two figures of the checks, so each counts half."""
_WEIGHTS = {
    "right_answer": 4.0,
    "right_refusal": 4.0,
    "false_refusal": 0.0,
    "answer_points": 2.0,
    "required_cited": 2.0,
    "claimed_fairly": 4.0,
}
"""Metrics that count more, or less, than their family: a false refusal is in `right_answer` already."""
_BY_FAMILY: dict[Family, tuple[tuple[str, str, str], ...]] = {
    "must hold": (
        ("citation_resolves", "citations resolve", "keys in statements that name a passage of the answer"),
        ("words_verbatim", "words verbatim", "passages whose words are in the report, on the page named"),
        ("statement_cited", "statements cited", "statements that cite a passage"),
        ("numbers_covered", "numbers covered", "statements whose numbers and names are in their passages"),
        ("refusal_cites_nothing", "refusals cite nothing", "refusals without statements and citations"),
        ("words_quoted", "words are the passages'", "statements by no model whose words are their passages'"),
        (
            "labels_right",
            "labels right",
            "passages whose title, page label, voice and places are the library's",
        ),
        ("groups_right", "groups right", "statements below the report or place that they are about"),
        ("attribution_kept", "attribution kept", "statements on quotations that name who said it"),
        ("said_once", "said once", "statements that were not said before"),
        ("order_kept", "order kept", "answers in the order of citation and of the report"),
        ("status_fits", "status fits", "answers whose status is what is there"),
        ("forbidden_unsaid", "forbidden unsaid", "claims that a case forbids and nothing says"),
        (
            "refusal_explained",
            "refusals explained",
            "refusals with why, what came nearest and words not found",
        ),
    ),
    "answers": (
        ("right_answer", "answerable answered", "answerable questions that are answered"),
        ("false_refusal", "false refusals", "answerable questions that are refused"),
        ("right_refusal", "others refused", "questions that the reports do not answer that are refused"),
        ("answer_points", "answer points said", "answer points that the statements say"),
        ("claimed_fairly", "no over-claim", "statements that claim no more than their passages"),
        (
            "same_evidence",
            "same evidence",
            "characters cited for both of two opposite framings, of all cited",
        ),
    ),
    "citations": (
        ("required_cited", "required gold cited", "required claims whose passage is cited"),
        ("cited_gold", "cited that are gold", "cited passages that are gold"),
        ("longcite_recall", "citation recall (LongCite)", "statements that gold supports, 0.5 for in part"),
        ("longcite_precision", "citation precision (LongCite)", "citations that share words with gold"),
        ("longcite_f1", "citation F1 (LongCite)", "harmonic mean of these two"),
        ("alce_recall", "citation recall (ALCE)", "statements that gold supports in full"),
        ("alce_precision", "citation precision (ALCE)", "citations that a supported statement needs"),
    ),
    "retrieval": (
        ("retrieval_recall", "retrieval recall", "needed claims whose passage is found"),
        ("retrieval_precision", "retrieval precision", "found passages that are gold"),
        ("retrieval_f2", "retrieval F2", "F of these two, recall counting more"),
        ("retrieval_mrr", "MRR", "one over the rank of the first gold passage found"),
        ("retrieval_ndcg", "nDCG", "how near the found order is to gold first"),
        ("span_recall", "span recall", "gold characters in the first 4,000 found"),
        ("span_iou", "span IoU", "gold characters found, over those retrieved and those missed"),
    ),
    "checks": (
        ("written_stood", "written, told as it is", "a chat model's sentences that the checker let stand"),
        (
            "written_repaired",
            "written, put right",
            "a chat model's sentences told otherwise than first written",
        ),
        ("dropped_overstated", "dropped: overstated", "a chat model's sentences that say too much"),
        (
            "dropped_contradicted",
            "dropped: contradicted",
            "a chat model's sentences that passages contradict",
        ),
        ("dropped_not_found", "dropped: not found", "a chat model's sentences that no cited passage says"),
    ),
    "briefs": (
        ("brief_recall", "required gold in the brief", "required claims with a passage in the brief"),
        ("brief_evidence_gold", "evidence that is gold", "evidence passages of the brief that are gold"),
        ("brief_balance", "both sides heard", "briefs whose evidence has both sides"),
        ("brief_stance", "stances right", "labelled claims in the evidence that have their label"),
    ),
    "judged": (
        ("judged_faithfulness", "faithfulness (judged)", "the passages say what the answer says"),
        ("judged_correctness", "correctness (judged)", "the answer agrees with the reference"),
        ("judged_completeness", "completeness (judged)", "the answer says all of the reference"),
        ("judged_relevance", "relevance (judged)", "the answer is about the question"),
    ),
    "speed": (("latency_ms", "milliseconds", "from the question to the whole answer"),),
}
MEASURES = {
    name: Measure(name, label, meaning, family)
    for family, members in _BY_FAMILY.items()
    for name, label, meaning in members
}
MAIN = ("right_answer", "right_refusal", "answer_points", "required_cited", "cited_gold", "retrieval_recall")
"""What tables with a column for each measure have room for."""
"""In the order in which they are shown."""


def find_measure(name: str) -> Measure:
    """Give the measure of a name; a name without description is its own label."""
    return MEASURES.get(name) or Measure(name, name.replace("_", " "), "", "answers")
