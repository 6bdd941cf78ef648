from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.sets.files import CURATED, read_set, write_set
from eval.sets.form import AnyPassage, CaseForm, FiltersForm, OnePassage, QuoteForm, TurnForm
from eval.sets.sheets import COLUMNS, read_sheet
from tests.eval.sets.test_files import SMALL

HEAD = "question,answerable,kind,persona,points,report,quote,required,claim,history,id,filters,tags\n"


def sheet(tmp_path: Path, rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "set.csv"
    path.write_text(head + rows, "utf-8")
    return path


def test_a_question_alone_is_a_case(tmp_path: Path) -> None:
    (form, other), problems = read_sheet(
        sheet(tmp_path, "What is No Wrong Door?\nWhat is No Wrong Door?\n", "Question\n")
    )
    assert not problems
    assert (form.id, form.kind, form.persona, form.answerable) == (
        "what-is-no-wrong-door",
        "factual",
        "leader",
        True,
    )
    assert other.id == "what-is-no-wrong-door-2"


def test_rows_without_a_question_add_passages_to_the_case_above(tmp_path: Path) -> None:
    rows = (
        'Why?,yes,Follow-up,leader,"slow / not quick\ntrust",a,It was slow.,,,"user: What?\nAssistant: That.",one\n'
        ",,,,,b,Staff left.,no,,,\n"
        ",,,,,a,Trust grew.,,1,,one\n"
        ",,,,,b,We kept going.,,1,,\n"
        'How?,no,unanswerable,,,,,,,,two,from: 2022,"hard, new"\n'
    )
    (form, other), problems = read_sheet(sheet(tmp_path, rows))
    assert not problems
    assert form.points == (("slow", "not quick"), "trust")
    assert [len(claim.quotes) for claim in form.gold] == [1, 1, 2]
    assert [claim.required for claim in form.gold] == [True, False, True]
    assert form.history == (
        TurnForm(role="user", content="What?"),
        TurnForm(role="assistant", content="That."),
    )
    assert (form.kind, other.answerable) == ("follow_up", False)
    assert (other.filters.from_date, other.tags) == ("2022", ("hard", "new"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Why?,perhaps\n", "row 2, column answerable (B2): 'perhaps' is neither yes nor no"),
        ("Why?,,factul\n", "row 2, column kind (C2): 'factul' is none of factual, "),
        ("Why?,,factul\n", "Perhaps factual is meant."),
        ("Why?,,,boss\n", "row 2, column persona (D2): 'boss' is none of new_staff, "),
        ("Why?,,,,,a\n", "row 2, column quote (G2): it is empty"),
        ("Why?,,,,,,words\n", "row 2, column report (F2): it is empty"),
        ("Why?,,,,,a,words,maybe\n", "row 2, column required (H2): 'maybe'"),
        (
            "Why?,,,,,a,words,yes,1\n,,,,,a,more,no,1\n",
            "row 3, column required (H3): passages of the claim 1 say yes and no",
        ),
        ("Why?,,,,,,,,,no role\n", "row 2, column history (J2): 'no role' begins with neither"),
        (
            "Why?,,,,,,,,,,a,place Salford\n",
            "row 2, column filters (L2): 'place Salford' begins with none of report, ",
        ),
        ("Why?,,,,,,,,,,a b\n", "row 2, column id (K2): only letters, digits"),
        ("Why?,,,,,,,,,,a\nHow?,,,,,,,,,,a\n", "row 3, column id (K3): 'a' is taken by a row above"),
        (",yes\n", "row 2, column question (A2): it is empty. Write the question"),
        ("Why?\n,,,,trust\n", "row 3, column question (A3): it is empty"),
    ],
)
def test_what_is_wrong_is_named_by_its_cell(tmp_path: Path, row: str, said: str) -> None:
    _, problems = read_sheet(sheet(tmp_path, row))
    assert [said in str(problem) for problem in problems] == [True]
    assert str(problems[0]).startswith("set.csv, ")


def test_an_unknown_column_is_named_and_a_remark_is_not(tmp_path: Path) -> None:
    forms, problems = read_sheet(sheet(tmp_path, "Why?,a,b\n", "question,anwserable,# mine\n"))
    assert len(forms) == 1
    (problem,) = problems
    assert str(problem).startswith(
        "set.csv, column anwserable: there is no such column. Perhaps 'answerable' is meant."
    )


def test_columns_of_the_writers_own_become_notes(tmp_path: Path) -> None:
    rows = '1,Why?,"It came\nfrom here",Asked twice\n2,How?,,\n'
    forms, problems = read_sheet(sheet(tmp_path, rows, "Nr,Question,Expected answer,Notes\n"))
    assert problems == []
    assert [form.notes for form in forms] == ["Asked twice\nexpected answer: It came\nfrom here", ""]


def test_all_slips_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    found = read_set([sheet(tmp_path, "Why?,perhaps\nHow?\nWho?,,odd\n")])
    assert [problem.case for problem in found.problems] == [
        "row 2, column answerable (B2)",
        "row 4, column kind (C4)",
    ]
    assert [entry.form.question for entry in found.entries] == ["How?"]


def test_a_file_that_is_no_table_is_one_problem(tmp_path: Path) -> None:
    (problem,) = read_set([sheet(tmp_path, "a,b\n", "id,name\n")]).problems
    assert str(problem).startswith("set.csv: there is no column 'question'")


@pytest.mark.parametrize("name", ["set.csv", "set.xlsx"])
def test_the_curated_set_comes_back_from_a_table(tmp_path: Path, name: str) -> None:
    forms = [entry.form for entry in read_set([CURATED, SMALL]).entries]
    assert write_set(tmp_path / name, forms) == len(forms)
    again = read_set([tmp_path / name])
    assert not again.problems
    assert [squeezed(entry.form) for entry in again.entries] == [squeezed(form) for form in forms]


def squeezed(form: CaseForm) -> tuple[object, ...]:
    """What a case means: without how it is spaced, and a list of one being that one."""
    points, forbidden = (
        tuple((each,) if isinstance(each, str) else each for each in own)
        for own in (form.points, form.must_not_say)
    )
    gold = [(claim.required, [(each.report, each.quote) for each in claim.quotes]) for claim in form.gold]
    turns = [(turn.role, turn.content) for turn in form.history]
    rest = (
        form.id,
        form.kind,
        form.persona,
        form.question,
        form.answerable,
        form.pair,
        form.notes,
        form.tags,
    )
    return tuple(
        " ".join(repr(part).replace("\\n", " ").split()) for part in (rest, points, forbidden, gold, turns)
    )


def test_a_workbook_offers_the_words_that_its_cells_may_hold(tmp_path: Path) -> None:
    write_set(tmp_path / "set.xlsx", [])
    book = openpyxl.load_workbook(tmp_path / "set.xlsx")
    offered = {
        str(each.sqref)[0]: each.formula1 for each in book["questions"].data_validations.dataValidation
    }
    assert offered["C"] == '"yes,no"'
    assert len(offered) == 6
    assert [row[0] for row in book["columns"].iter_rows(min_row=2, values_only=True)] == list(COLUMNS)


words = (
    st.text(st.sampled_from("ab /\\=-’“\"';,\n"), min_size=1)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
quotes = st.builds(QuoteForm, report=words, quote=words)
cases = st.builds(
    CaseForm,
    id=st.from_regex(r"[A-Za-z][A-Za-z0-9._-]{0,9}", fullmatch=True),
    question=words,
    history=st.lists(st.builds(TurnForm, content=words), max_size=2).map(tuple),
    points=st.lists(st.one_of(words, st.lists(words, min_size=2, max_size=3).map(tuple)), max_size=3).map(
        tuple
    ),
    must_not_say=st.just(()),
    gold=st.lists(
        st.one_of(
            st.builds(OnePassage, report=words, quote=words),
            st.builds(AnyPassage, any_of=st.lists(quotes, min_size=2, max_size=3).map(tuple)),
        ),
        max_size=3,
    ).map(tuple),
    pair=st.none(),
    notes=words,
    tags=st.sampled_from([(), ("new",), ("new", "hard-one")]),
    filters=st.builds(
        FiltersForm,
        reports=st.lists(words, max_size=2).map(tuple),
        places=st.lists(words, max_size=2).map(tuple),
        kinds=st.just(()),
        voices=st.sampled_from([(), ("finding", "quotation")]),
        from_date=st.sampled_from([None, "2022", "2022-10"]),
        to_date=st.sampled_from([None, "2023-01-31"]),
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(case=cases)
@pytest.mark.parametrize("name", ["set.csv", "set.xlsx"])
def test_any_case_comes_back_from_a_table(tmp_path: Path, name: str, case: CaseForm) -> None:
    write_set(tmp_path / name, [case])
    found = read_set([tmp_path / name])
    assert [str(problem) for problem in found.problems] == []
    assert [entry.form for entry in found.entries] == [case]
