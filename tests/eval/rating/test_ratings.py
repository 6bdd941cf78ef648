import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.rating.ratings import (
    STEPS,
    Rating,
    add_rating,
    compare_raters,
    compare_with_judge,
    count_raters,
    find_busiest_pair,
    pair_ratings,
    read_ratings,
    sort_disagreements,
)
from ingest.errors import InvalidRequest, StorageError

AT = "2026-01-02T03:04:05+00:00"


def rating(case: str, rater: str, marks: str = "yyyy", note: str = "") -> Rating:
    """Four letters for the four aspects: y, p, n, or ? for can't tell."""
    words = {"y": "yes", "p": "partly", "n": "no", "?": "cannot_tell"}
    correct, complete, faithful, useful = (words[mark] for mark in marks)
    return Rating(case, 0, rater, correct, complete, faithful, useful, note, AT)  # type: ignore[arg-type]


def test_a_rating_comes_back_as_it_was_given(tmp_path: Path) -> None:
    given = rating("a", "Ann", "ypn?", "“Odd”\u2028 <b>note</b>\n🙂")
    add_rating(tmp_path / "run" / "ratings.jsonl", given)
    assert read_ratings(tmp_path / "run" / "ratings.jsonl") == (given,)


def test_there_are_no_ratings_before_the_first(tmp_path: Path) -> None:
    assert read_ratings(tmp_path / "ratings.jsonl") == ()


def test_the_last_rating_of_an_answer_counts_and_the_first_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "ratings.jsonl"
    for given in (rating("a", "Ann", "nnnn"), rating("a", "Bea", "pppp"), rating("a", "Ann", "yyyy")):
        add_rating(path, given)
    assert {(r.rater, r.correct) for r in read_ratings(path)} == {("Ann", "yes"), ("Bea", "partly")}
    assert len(path.read_text().splitlines()) == 3


def test_a_line_has_the_fields_that_are_promised(tmp_path: Path) -> None:
    add_rating(tmp_path / "ratings.jsonl", rating("a", "Ann"))
    kept = json.loads((tmp_path / "ratings.jsonl").read_text())
    assert list(kept) == [
        "case_id", "repeat", "rater", "correct", "complete", "faithful", "useful", "note", "at",
    ]  # fmt: skip


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ratings.jsonl"
    add_rating(path, rating("a", "Ann"))
    path.write_text(path.read_text() + '\n{"case_id": "b"}\n')
    with pytest.raises(InvalidRequest, match=r"ratings\.jsonl, line 3"):
        read_ratings(path)


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        add_rating(tmp_path / "file" / "ratings.jsonl", rating("a", "Ann"))


def test_two_processes_lose_no_rating(tmp_path: Path) -> None:
    path = tmp_path / "ratings.jsonl"
    program = (
        "import sys; from pathlib import Path; from eval.rating.ratings import Rating, add_rating\n"
        "for n in range(20):\n"
        "    add_rating(Path(sys.argv[1]), Rating(str(n), 0, sys.argv[2], 'yes', 'yes', 'yes', 'no', '', ''))"
    )
    started = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("Ann", "Bea")]
    assert [process.wait(timeout=120) for process in started] == [0, 0]
    assert count_raters(read_ratings(path)) == {"Ann": 20, "Bea": 20}


def test_the_pair_with_most_in_common_is_compared() -> None:
    ratings = [rating(case, "Ann") for case in "abc"]
    ratings += [rating("a", "Bea")] + [rating(case, "Cleo") for case in "bc"]
    assert find_busiest_pair(ratings) == ("Ann", "Cleo")
    assert find_busiest_pair(ratings[:3]) is None


def test_each_aspect_is_compared_without_who_can_not_tell() -> None:
    pairs = [
        (rating("a", "Ann", "yyy?"), rating("a", "Bea", "yyyy")),
        (rating("b", "Ann", "nnny"), rating("b", "Bea", "nyny")),
    ]
    correct, complete, faithful, useful = compare_raters(pairs)
    assert (correct.agreement.n, correct.agreement.raw, correct.agreement.kappa) == (2, 1.0, 1.0)
    # Marks yes/yes and no/yes: observed distance (0 + 2) / 2 = 1; by chance (1 x 2 x 2) / 4 = 1; kappa 0.
    assert (complete.agreement.raw, complete.agreement.kappa) == (0.5, 0.0)
    assert faithful.aspect == "faithful"
    assert (useful.agreement.n, useful.left_out, useful.agreement.kappa) == (1, 1, None)


def test_disagreements_come_the_furthest_apart_first() -> None:
    pairs = [
        (rating("same", "Ann"), rating("same", "Bea")),
        (rating("near", "Ann", "yyyy"), rating("near", "Bea", "yyyp")),
        (rating("far", "Ann", "yyyy"), rating("far", "Bea", "nyyy")),
        (rating("unsure", "Ann", "yyyy"), rating("unsure", "Bea", "y?yy")),
    ]
    assert [first.case_id for first, _ in sort_disagreements(pairs)] == ["far", "near", "unsure"]


def test_only_answers_that_both_rated_are_compared() -> None:
    ratings = [rating("a", "Ann"), rating("b", "Ann"), rating("b", "Bea"), rating("c", "Bea")]
    assert [(f.case_id, s.rater) for f, s in pair_ratings(ratings, "Ann", "Bea")] == [("b", "Bea")]


def test_the_scale_goes_from_worst_to_best() -> None:
    assert STEPS == ("no", "partly", "yes")


def test_people_are_compared_with_the_judge(made: SimpleNamespace) -> None:
    judged = {"a": 1.0, "b": 0.0, "c": 0.5, "d": None}
    results = [
        made.result(made.case(case), {"judged_correctness": value, "judged_relevance": 1.0})
        for case, value in judged.items()
    ]
    given = [rating("a", "Ann", "yyyy"), rating("b", "Ann", "yyyy"), rating("c", "Bea", "pyyy")]
    given += [rating("c", "Ann", "?yyy"), rating("d", "Ann", "nyyy"), rating("elsewhere", "Ann", "nyyy")]
    (found,) = compare_with_judge(given, results)
    # Yes against yes, no and partly against partly: distances 0, 2 and 0, mean 2/3. By chance: people yes 2, partly 1;
    # judge yes, partly and no once each: (2 x (0 + 1 + 2) + 1 x (1 + 0 + 1)) / 9 = 8/9. Kappa 1 - (2/3) / (8/9).
    assert found.aspect == "correct"
    assert (found.agreement.n, found.left_out) == (3, 1)
    assert found.agreement.kappa == pytest.approx(0.25)
    assert compare_with_judge(given, []) == []
