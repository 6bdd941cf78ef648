from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ingest.meaning.details import details, load_overrides, slug
from ingest.readers.markdown import read_markdown
from ingest.types import Details


def described(text: str, file: str = "Walking_Along 2022.md", **overrides: object) -> Details:
    return details(read_markdown(text.encode(), Path(file)), Path(file), "0" * 64, overrides)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).touch()
    return tmp_path


def write(folder: Path, text: str) -> Path:
    (folder / "reports.toml").write_text(text)
    return folder


def test_a_folder_without_catalogue_has_no_overrides(tmp_path: Path) -> None:
    assert load_overrides(tmp_path) == {}


def test_entries_are_found_by_their_file(folder: Path) -> None:
    write(folder, '[[report]]\nfile = "a.pdf"\ntitle = "A"\nplaces = ["Wigan"]\ndate = "2022-10"\n')
    assert load_overrides(folder)["a.pdf"]["places"] == ["Wigan"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[report]]\nfile = "a.pdf"\ntitel = "A"\n', "titel"),
        ('[[report]]\ntitle = "A"\n', "file"),
        ('[[report]]\nfile = "none.pdf"\n', "none.pdf"),
        ('[[report]]\nfile = "a.pdf"\n\n[[report]]\nfile = "a.pdf"\n', "a.pdf"),
        ('[[report]]\nfile = "a.pdf"\nid = "x"\n\n[[report]]\nfile = "b.pdf"\nid = "x"\n', "'x'"),
        ('[[report]]\nfile = "a.pdf"\nid = "b"\n\n[[report]]\nfile = "b.pdf"\n', "'b'"),
        ('[[report]]\nfile = "a.pdf"\ndate = "October 2022"\n', "October 2022"),
        ('[[report]]\nfile = "a.pdf"\ndate = "2022-13"\n', "2022-13"),
        ('[[report]]\nfile = "a.pdf"\ndate = 2022-10-01\n', "date"),
        ('[[report]]\nfile = "a.pdf"\nid = "Not a slug"\n', "Not a slug"),
        ('[[report]]\nfile = "a.pdf"\nplaces = "Wigan"\n', "places"),
        ("[reports]\n", "reports"),
        ('report = "a.pdf"\n', "[[report]]"),
        ("[[report", "TOML"),
    ],
)
def test_what_is_wrong_in_the_catalogue_is_named(folder: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=r"reports\.toml") as caught:
        load_overrides(write(folder, text))
    assert told in str(caught.value)


def test_overrides_win() -> None:
    found = described(
        "# Title\n\nWords.", id="own", title="Own", publisher="P", date="2020", kind="brief", places=["Leigh"]
    )
    assert (found.id, found.title, found.publisher, found.date) == ("own", "Own", "P", "2020")
    assert (found.kind, found.places) == ("brief", ("Leigh",))


def test_without_overrides_the_file_itself_tells() -> None:
    found = described("# Walking along: a case study\n\n31 October 2022\n\n" + "It is in Wigan. " * 3)
    assert found == Details(
        id="walking-along-2022",
        title="Walking along: a case study",
        file="Walking_Along 2022.md",
        sha256="0" * 64,
        format="markdown",
        pages=1,
        date="2022-10-31",
        kind="case study",
        places=("Wigan",),
    )


def test_the_files_own_title_and_date_come_before_what_is_guessed() -> None:
    found = described("---\ntitle: Front\ndate: 2021-05-06\n---\n# Heading\n\nText.")
    assert (found.title, found.date) == ("Front", "2021-05-06")


def test_a_title_left_over_from_a_program_is_not_used() -> None:
    assert described("---\ntitle: Microsoft Word - x.docx\n---\n# Heading\n\nText.").title == "Heading"


def test_a_file_without_heading_is_called_by_its_name() -> None:
    assert described("Just words.").title == "Walking Along 2022"


def test_a_date_inside_a_sentence_is_not_the_reports() -> None:
    long = "We looked back on everything that had been agreed with all of the partners since January 1941. "
    assert described("# T\n\n" + long).date is None


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Process Learning Report", "learning report"),
        ("Learning from the Programme", "learning report"),
        ("Evaluation brief", "brief"),
        ("Evaluation of the strategy. Case Study: East", "case study"),
        ("Management response to the evaluation", "management response"),
        ("Glossary of terms", "glossary"),
        ("Minutes", None),
    ],
)
def test_the_kind_is_told_by_the_first_words(head: str, kind: str | None) -> None:
    assert described(f"# {head}\n\nText.").kind == kind


def test_a_slug_is_never_empty() -> None:
    assert slug("Été à Genève!") == "ete-a-geneve"
    assert slug("報告") == "report"
