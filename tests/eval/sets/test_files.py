from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.sets.files import read_set, write_set
from eval.sets.form import AnyPassage, CaseForm, FiltersForm, OnePassage, QuoteForm, TurnForm
from ingest.errors import InvalidRequest

SMALL = Path(__file__).parents[1] / "small.yaml"
GOOD = "- {id: a, kind: factual, persona: leader, question: 'Why?', answerable: true}\n"


def test_a_file_is_read_case_by_case() -> None:
    found = read_set([SMALL])
    assert not found.problems
    assert [entry.form.id for entry in found.entries] == [
        "def-nwd",
        "fac-steering-group",
        "fol-stockport",
        "una-budget",
    ]
    assert found.entries[0].form.points == ("North Yorkshire", ("four innovative services", "four services"))
    assert [len(claim.quotes) for claim in found.entries[0].form.gold] == [1, 2]
    assert [claim.required for claim in found.entries[0].form.gold] == [True, False]


def test_a_folder_is_a_set_of_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(GOOD)
    (tmp_path / "two.yml").write_text(GOOD.replace("id: a", "id: b"))
    (tmp_path / "notes.txt").write_text("not a set")
    found = read_set([tmp_path])
    assert [(entry.file, entry.form.id) for entry in found.entries] == [("one.yaml", "a"), ("two.yml", "b")]
    assert found.name == tmp_path.name
    assert set(found.files) == {f"{tmp_path.name}/one.yaml", f"{tmp_path.name}/two.yml"}


def test_words_stay_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(GOOD.replace("}", ", points: [No, 2021, 1.50, 2022-10-31, [yes, 'true']]}"))
    (entry,) = read_set([path]).entries
    assert entry.form.points == ("No", "2021", "1.50", "2022-10-31", ("yes", "true"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no case in it"),
        ("a: b\n", "must be a list"),
        ("- [\n", "can't be read as YAML"),
        (b"\xff\xfe\x00", "can't be read as YAML"),
        ("- !!python/object:os.system {}\n", "can't be read as YAML"),
        ("- {id: a, kind: factual, kind: list}\n", "'kind' stands twice"),
        ("- 3\n", "case 1: case: it must be fields with values"),
        (GOOD.replace("factual", "odd"), "a: kind: input should be 'factual'"),
        (GOOD.replace("true", "perhaps"), "a: answerable: "),
        (GOOD.replace("Why?", " "), "a: question: "),
        (GOOD.replace("id: a", "id: a b"), "a b: id: "),
        (GOOD.replace("id: a,", ""), "case 1: id: field required"),
        (GOOD.replace("}", ", colour: red}"), "a: colour: there is no such field"),
        (GOOD.replace("}", ", gold: [{report: x}]}"), "a: gold.0.quote: field required"),
        (GOOD.replace("}", ", gold: [{any_of: []}]}"), "a: gold.0.any_of: "),
        (
            GOOD.replace("}", ", gold: [words]}"),
            "a: gold.0: it must be fields with values, such as {report: ..., quote: ...}",
        ),
        (GOOD.replace("}", ", points: IGAD}"), "a: points: it must be a list: put [ ] around it"),
        (GOOD.replace("}", ", points: [[]]}"), "a: points.0: "),
        (GOOD + GOOD, "a: the id is taken by another case, in set.yaml"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_case(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = tmp_path / "set.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (problem,) = read_set([path]).problems
    assert str(problem).startswith("set.yaml")
    assert said in str(problem)


def test_an_id_is_taken_across_files(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(GOOD)
    (tmp_path / "two.yaml").write_text(GOOD)
    (problem,) = read_set([tmp_path]).problems
    assert str(problem) == "two.yaml, a: the id is taken by another case, in one.yaml"


def test_one_wrong_case_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text("- {id: x}\n" + GOOD + "- {id: y}\n")
    found = read_set([path])
    assert [entry.form.id for entry in found.entries] == ["a"]
    assert [problem.case for problem in found.problems] == ["x", "y"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"gone\.yaml"):
        read_set([tmp_path / "gone.yaml"])


words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1).filter(str.strip)
quotes = st.builds(QuoteForm, report=words, quote=words)
cases = st.builds(
    CaseForm,
    id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True),
    question=words,
    history=st.lists(st.builds(TurnForm, content=words), max_size=2).map(tuple),
    points=st.lists(st.one_of(words, st.lists(words, min_size=1, max_size=3).map(tuple)), max_size=3).map(
        tuple
    ),
    gold=st.lists(
        st.one_of(
            st.builds(OnePassage, report=words, quote=words),
            st.builds(AnyPassage, any_of=st.lists(quotes, min_size=1, max_size=2).map(tuple)),
        ),
        max_size=2,
    ).map(tuple),
    pair=st.none(),
    tags=st.just(("new",)),
    filters=st.just(FiltersForm(places=("Salford",), from_date="2022")),
    notes=st.text(st.characters(codec="utf-8", exclude_categories=["C"])),
)


@given(case=cases)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, case: CaseForm) -> None:
    path = tmp_path_factory.mktemp("sets") / "set.yaml"
    assert write_set(path, [case]) == 1
    found = read_set([path])
    assert [str(problem) for problem in found.problems] == []
    assert [entry.form for entry in found.entries] == [case]
    assert [child.name for child in path.parent.iterdir()] == ["set.yaml"]
