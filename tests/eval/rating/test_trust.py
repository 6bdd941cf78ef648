from types import SimpleNamespace

from eval.figures.agreement import measure_agreement
from eval.figures.intervals import estimate_proportion
from eval.rating.ratings import STEPS, Rating
from eval.rating.trust import Trust, measure_trust
from eval.report.lines import trust_lines
from eval.types import Outcome, Result, Score

Made = SimpleNamespace


def judged(made: Made, case: str, aspect: str, *verdicts: str | None) -> Result:
    """A result in which the judge gave these verdicts."""
    values = [{"no": 0.0, "partly": 0.5, "yes": 1.0}[one] for one in verdicts if one in STEPS]
    value = sum(values) / len(values) if values else None
    details = {"verdicts": [{"verdict": one} for one in verdicts]}
    score = Score(f"judged_{aspect}", value, None if values else "no verdict", details=details)
    return Result(Outcome(made.case(case), made.answer(), ()), (score,))


def rating(case: str, rater: str, correct: str) -> Rating:
    return Rating(case, 0, rater, correct, "yes", "yes", "yes", "", "2026-01-02T03:04:05+00:00")  # type: ignore[arg-type]


def only(found: tuple[Trust, ...]) -> Trust:
    assert len(found) == 1
    return found[0]


def test_a_judge_is_steady_where_it_says_the_same_each_time(made: Made) -> None:
    results = [
        judged(made, "a", "relevance", "yes", "yes", "yes"),
        judged(made, "b", "relevance", "yes", "partly"),
        judged(made, "c", "relevance", "no", "no", None),
        judged(made, "d", "relevance", "cannot_tell", "no"),
        judged(made, "once", "relevance", "yes", None),
        judged(made, "never", "relevance", None, None),
    ]
    found = only(measure_trust(results, []))
    # a and c say the same again, b and d do not; the others were judged less than twice.
    assert found.steady == estimate_proportion([True, False, True, False])
    assert found.people is None


def test_agreement_with_people_stands_beside_it(made: Made) -> None:
    results = [
        judged(made, "a", "correctness", "yes"),
        judged(made, "b", "correctness", "no"),
        judged(made, "c", "correctness", "yes", "no"),
        judged(made, "unrated", "correctness", "yes"),
    ]
    ratings = [rating("a", "Ann", "yes"), rating("b", "Ann", "partly"), rating("c", "Ann", "partly")]
    assert only(measure_trust(results, ratings)).people == measure_agreement(
        [("yes", "yes"), ("partly", "no"), ("partly", "partly")], STEPS
    )


def test_a_run_without_a_judge_has_nothing_to_trust(made: Made) -> None:
    assert measure_trust([made.result(made.case(), {"x": 1.0})], []) == ()
    assert list(trust_lines(())) == []


def test_what_is_not_known_of_a_judge_is_said(made: Made) -> None:
    results = [judged(made, "a", "correctness", "yes"), judged(made, "b", "correctness", "yes")]
    ratings = [rating("a", "Ann", "yes"), rating("b", "Ann", "yes")]
    told = "\n".join(trust_lines(measure_trust(results, ratings)))
    assert "judged once each; agrees with people on 1.00, n=2; no kappa: both gave every case" in told
    assert "judged once each; not rated by people" in "\n".join(trust_lines(measure_trust(results, [])))
