from pathlib import Path

import pytest

from eval.sets.files import CURATED, read_set
from eval.sets.problems import about_this_library, describe_set, find_problems, list_unchecked
from ingest.errors import InvalidRequest
from ingest.library.open import Library
from service.assistant import Assistant

SMALL = Path(__file__).parents[1] / "small.yaml"


@pytest.fixture(scope="module")
def library(sample_assistant: Assistant) -> Library:
    return sample_assistant.library


def test_a_sound_set_has_no_problems(library: Library) -> None:
    questions = read_set([SMALL])
    assert find_problems(questions, library) == ()
    assert describe_set(questions).startswith("4 cases in 1 file: ")
    assert "leader 2" in describe_set(questions)


def test_the_curated_set_is_sound(corpus_assistant: Assistant) -> None:
    curated = read_set([CURATED])
    assert [str(problem) for problem in find_problems(curated, corpus_assistant.library)] == []
    assert not any("gold" in line for line in list_unchecked(curated))


def test_questions_alone_are_no_problem_and_what_they_leave_open_is_told(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "questions.csv"
    path.write_text("question,answerable\nWhat is No Wrong Door?,\nWho paid in 2031?,no\n", encoding="utf-8")
    questions = read_set([path])
    assert find_problems(questions, library) == ()
    assert list_unchecked(questions) == [
        "1 of 1 answerable cases name no passage (gold): a run can't say whether the right passages were found and "
        "cited.",
        "1 of 1 answerable cases have no points: a run can't say whether the answer has what it should.",
        "Such answers can be rated by people: `walkalong eval rate RUN`.",
    ]
    assert [line[:30] for line in list_unchecked(read_set([SMALL]))] == [
        "1 of 3 answerable cases have n",
        "Such answers can be rated by p",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"gold": '[{report: nowhere, quote: "x"}]'}, "there is no report 'nowhere' in the library"),
        (
            {"gold": '[{report: no-wrong-door, quote: "never written"}]'},
            "the quote is not in 'no-wrong-door', or not any more: “never written”",
        ),
        (
            {"filters": "{reports: [no-wrong-dor]}"},
            "asked only of 'no-wrong-dor', and there is no such report",
        ),
        ({"answerable": "false"}, "it is not answerable, and has gold that is required"),
        ({"kind": "unanswerable"}, "its kind is unanswerable, and `answerable` is true"),
        ({"kind": "follow_up"}, "it is a follow-up, and has no history"),
        ({"pair": "alone"}, "the pair 'alone' has 1 cases; a pair has two"),
        ({"question": '"' + "long " * 900 + '"'}, "it can't be asked: "),
        ({"persona": "nobody"}, "persona: input should be"),
    ],
)
def test_a_broken_case_is_named_with_what_is_wrong(
    library: Library, tmp_path: Path, change: dict[str, str], said: str
) -> None:
    fields = {
        "id": "broken",
        "kind": "factual",
        "persona": "leader",
        "question": "Where did it come from?",
        "answerable": "true",
        "gold": '[{report: no-wrong-door, quote: "it came from North Yorkshire County Council"}]',
    } | change
    path = tmp_path / "set.yaml"
    path.write_text("- " + "\n  ".join(f"{name}: {value}" for name, value in fields.items()))
    (problem,) = find_problems(read_set([path]), library)
    assert (problem.file, problem.case) == ("set.yaml", "broken")
    assert said in problem.what


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_files(
    library: Library, tmp_path: Path
) -> None:
    case = "- {{id: {}, kind: follow_up, persona: leader, question: Why so, answerable: true}}\n"
    (tmp_path / "a.yaml").write_text(case.format("one") + "- {id: two}\n")
    (tmp_path / "b.yaml").write_text(case.format("one") + case.format("three"))
    found = find_problems(read_set([tmp_path]), library)
    assert [problem.file for problem in found] == ["a.yaml"] * 2 + ["b.yaml"] * 2
    assert {problem.case for problem in found} == {"one", "two", "three"}


def test_a_set_about_other_reports_is_told_from_a_broken_one(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(
        SMALL.read_text("utf-8").replace("no-wrong-door", "x").replace("stockport-governance", "y")
    )
    with pytest.raises(InvalidRequest, match="'other' is about is in the library"):
        about_this_library(read_set([path]), library)
    about_this_library(read_set([SMALL]), library)


def test_near_names_and_near_words_are_shown(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(
        "- id: one\n  kind: factual\n  persona: leader\n  question: From where?\n  answerable: true\n  gold:\n"
        '    - {report: no-wrong-dor, quote: "x"}\n'
        '    - {report: no-wrong-door, quote: "it came from the North Yorkshire Council"}\n'
    )
    name, words = (problem.what for problem in find_problems(read_set([path]), library))
    assert name == "there is no report 'no-wrong-dor' in the library; there are no-wrong-door"
    assert "nearest to it is “" in words
    assert "North Yorkshire" in words.split("nearest")[1]
