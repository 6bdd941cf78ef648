"""The sample reports: all that is listed is there, was built from its source, and is in our own words."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docx import Document
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from pypdf import PdfReader

CORPUS = Path(__file__).parents[2] / "corpus"
REPORTS: list[dict[str, Any]] = tomllib.loads((CORPUS / "reports.toml").read_text(encoding="utf-8"))["report"]
IDS = [report["id"] for report in REPORTS]
PROGRAMMES = {"GM Scale and Spread", "GM Moving Local Pilot"}
MONTHS = {"2021-08": "August 2021", "2022-10": "October 2022"}
RUN = 8

# Names of things, which anybody who writes about them has to repeat.
NAMES = [
    "Spreading innovation across a city-region",
    "Learning from the Greater Manchester Scale and Spread Programme",
    "GM Moving Process Learning Report",
    "Stockport Family and Team Around the School",
    "New Governance Structures for Policy Implementation",
    "ONE Stockport Active Communities Strategy 2022-2030",
]


def for_each(suffix: str) -> pytest.MarkDecorator:
    """Run a test for each report whose file name ends so."""
    chosen = [report for report in REPORTS if report["file"].endswith(suffix)]
    return pytest.mark.parametrize("report", chosen, ids=[report["id"] for report in chosen])


each_report = for_each("")


def source_of(report: dict[str, Any]) -> str:
    return (CORPUS / "source" / f"{report['id']}.md").read_text(encoding="utf-8")


def blocks_of(report: dict[str, Any]) -> list[SyntaxTreeNode]:
    return SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(source_of(report))).children


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rebuilt")
    subprocess.run([sys.executable, CORPUS / "build.py", folder], check=True, timeout=120)
    return folder


def test_every_listed_report_is_there_and_every_report_there_is_listed() -> None:
    files = {path.name for path in CORPUS.iterdir() if path.suffix in {".pdf", ".docx", ".html", ".md"}}

    assert files == {report["file"] for report in REPORTS}
    assert {path.stem for path in (CORPUS / "source").iterdir()} == set(IDS)
    assert len(set(IDS)) == len(REPORTS) >= 12


@each_report
def test_the_entry_of_a_report_is_whole(report: dict[str, Any]) -> None:
    assert set(report) == {"file", "id", "title", "publisher", "date", "kind", "programme", "places"}
    assert report["publisher"] == "Walkalong sample library"
    assert report["programme"] in PROGRAMMES
    assert report["date"] in MONTHS
    assert report["places"]


@each_report
def test_a_report_opens_with_title_imprint_and_a_note_on_what_it_digests(report: dict[str, Any]) -> None:
    month = MONTHS[report["date"]]
    title, imprint, note = source_of(report).split("\n\n")[:3]

    assert title == f"# {report['title']}"
    assert imprint == f"{report['publisher']} · {month}"
    assert "Walkalong sample library" in note
    assert "digest" in note
    assert month in note
    assert f"acts are as of {month}" in note


@each_report
def test_a_report_has_headings_at_two_levels_a_list_and_questions(report: dict[str, Any]) -> None:
    blocks = blocks_of(report)
    tags = [block.tag for block in blocks]
    asked = source_of(report).split("\n## Questions for your team\n")[1]

    assert tags.count("h1") == 1
    assert {"h2", "h3"} <= set(tags)
    assert {"ul", "ol"} & set(tags)
    assert asked.count("?") >= 2


def test_most_reports_have_a_table() -> None:
    with_table = [report for report in REPORTS if any(block.type == "table" for block in blocks_of(report))]

    assert len(with_table) > len(REPORTS) * 0.7


def contents(path: Path) -> dict[str, tuple[Any, bytes]]:
    """The dates and bytes in a file; an archive's are unpacked, as builds of zlib differ in how they pack."""
    if path.suffix != ".docx":
        return {path.name: (None, path.read_bytes())}
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: (entry.date_time, archive.read(entry)) for entry in archive.infolist()}


@each_report
def test_building_again_gives_the_same_bytes(report: dict[str, Any], rebuilt: Path) -> None:
    assert contents(rebuilt / report["file"]) == contents(CORPUS / report["file"])


@each_report
def test_a_file_is_small(report: dict[str, Any]) -> None:
    assert (CORPUS / report["file"]).stat().st_size < 150_000


@for_each(".pdf")
def test_a_pdf_has_three_to_eight_numbered_pages_an_outline_and_metadata(report: dict[str, Any]) -> None:
    pdf = PdfReader(CORPUS / report["file"])
    pages = len(pdf.pages)

    assert 3 <= pages <= 8
    for number, page in enumerate(pdf.pages, 1):
        assert f"Page {number} of {pages}" in page.extract_text()
        assert not re.search(r"[^\n -~ ·•“”‘’–£]", page.extract_text())
    assert len(pdf.outline) >= 4
    assert pdf.metadata is not None
    assert pdf.metadata.title == report["title"]
    assert pdf.metadata.author == report["publisher"]
    assert report["programme"] in (pdf.metadata.subject or "")
    assert str(pdf.root_object["/Lang"]) == "en-GB"


@for_each(".docx")
def test_a_word_file_has_headings_and_the_date_of_its_report(report: dict[str, Any]) -> None:
    document = Document(str(CORPUS / report["file"]))
    names = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}

    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= names
    assert document.core_properties.title == report["title"]
    assert document.core_properties.created.strftime("%Y-%m") == report["date"]


@for_each(".html")
def test_a_web_page_names_its_language_title_and_date(report: dict[str, Any]) -> None:
    page = BeautifulSoup((CORPUS / report["file"]).read_bytes(), "lxml")

    assert page.html is not None
    assert page.html["lang"] == "en-GB"
    assert page.title is not None
    assert page.title.string == report["title"]
    assert page.find("meta", {"name": "date", "content": report["date"]})


def words_of(text: str) -> list[str]:
    """Lower-case words; a name becomes a mark that no run crosses."""
    for name in NAMES:
        text = re.sub(re.escape(name).replace(r"\ ", r"\s+"), " § ", text, flags=re.IGNORECASE)
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?|§", text.lower().replace("’", "'"))


def runs_of(words: list[str]) -> set[tuple[str, ...]]:
    runs = {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
    return {run for run in runs if "§" not in run}


def published(path: Path) -> list[str]:
    """The words of a PDF without its running head and foot, words torn at a line's end mended."""
    running = r"(?m)^(Page \d+ of \d+|.* · \w+ \d{4}|GM Moving .*Report|Learning from .* Programme)$"
    text = "\n".join(re.sub(running, "", page.extract_text()) for page in PdfReader(path).pages)
    return words_of(re.sub(r"\u2010\s*\n\s*", "", text))


@pytest.mark.shared
def test_no_report_shares_a_run_of_eight_words_with_what_it_digests(shared: Path) -> None:
    theirs = set().union(*(runs_of(published(path)) for path in sorted((shared / "reports").glob("*.pdf"))))
    copied = {report["id"]: runs_of(words_of(source_of(report))) & theirs for report in REPORTS}

    assert theirs
    assert {name: runs for name, runs in copied.items() if runs} == {}
