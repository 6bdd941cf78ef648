import re
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.meaning.details import make_details, make_slug
from ingest.readers.markdown import read_markdown
from ingest.types import DetailMention, Details


def described(text: str, file: str = "Walking_Along 2022.md", **overrides: object) -> Details:
    return make_details(read_markdown(text.encode(), Path(file)), Path(file), "0" * 64, overrides)


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
        mentions=(DetailMention("title", 2, 29), DetailMention("date", 31, 46)),
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
    assert make_slug("Été à Genève!") == "ete-a-geneve"
    assert make_slug("!?") == "report"


def test_names_in_other_letters_have_ids_of_their_own() -> None:
    names = ["報告", "レポート", "отчёт 2022", "доклад 2022", "Été 2022"]
    ids = [make_slug(name) for name in names]
    assert len(set(ids)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", each) for each in ids)
    assert ids[2].startswith("2022-")


@pytest.mark.parametrize(
    ("written", "code"), [("en-GB", "en"), ("fr", "fr"), ("x-none", None), ("English", None)]
)
def test_what_a_file_says_of_its_language_counts_for_short_texts(written: str, code: str | None) -> None:
    assert described(f"---\nlang: {written}\n---\n# T\n\nWords.").language == code


COVER = "# Walking along together\n\nAuthor: Ada Okafor\n\nMay 2021\n\nNorthfield Associates\n\n## Findings\n\nText."


def test_what_somebody_has_corrected_is_not_mentioned_in_the_report() -> None:
    assert [each.kind for each in described(COVER).mentions] == ["title", "author", "date", "publisher"]
    found = described(COVER, title="Other words", authors=["Bo Lind"], date="2022", publisher="Hill Trust")
    assert found.mentions == ()


def test_only_the_part_of_a_line_that_is_the_title_is_mentioned() -> None:
    found = described("---\ntitle: Walking along\n---\n# The report Walking along of May 2021\n\nText.")
    text = "# The report Walking along of May 2021"
    (title,) = (each for each in found.mentions if each.kind == "title")
    assert text[title.start : title.end] == "Walking along"


def test_a_short_title_takes_in_no_heading_of_the_text() -> None:
    assert (
        described("# Walking along\n\nMay 2021\n\nHill Trust\n\n## Findings\n\nText.").title
        == "Walking along"
    )


def test_a_short_title_on_a_cover_goes_on_in_the_heading_below_it() -> None:
    written = read_markdown(b"# Walking along\n\nMay 2021\n\n## In Hill\n\nText.", Path("walking.md"))
    details = make_details(replace(written, format="docx"), Path("walking.docx"), "0" * 64, {})
    assert details.title == "Walking along: In Hill"


@pytest.mark.parametrize(
    "text", ["# Shared gardens\n\n## What we learned\n\n", "# Shared gardens\n\n# What we learned\n\n"]
)
def test_a_short_title_of_markdown_leaves_out_the_heading_after_it(text: str) -> None:
    reading = read_markdown((text + "Nine gardens opened in May.\n").encode(), Path("gardens.md"))
    assert make_details(reading, Path("gardens.md"), "0" * 64, {}).title == "Shared gardens"
