"""Adding reports: files are chosen, progress is shown, and each file has a result; with scripts and without."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def growing_site(
    tmp_path_factory: pytest.TempPathFactory,
    sample_settings: Settings,
    sample_assistant: Assistant,
    serve: Callable[..., Any],
) -> Iterator[str]:
    """The address of a service whose library may grow; each file may have one megabyte."""
    data = tmp_path_factory.mktemp("growing") / "data"
    shutil.copytree(sample_settings.data_dir, data)
    settings = sample_settings.model_copy(update={"data_dir": data, "max_file_mb": 1})
    assistant = Assistant(settings, embedder=sample_assistant.embedder)
    with serve(create_app(settings, assistant)) as address:
        yield address


def add(page: Page, *files: Path) -> None:
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="Add reports").click()


@pytest.mark.parametrize(
    ("scripts", "width", "term"), [(True, 1280, "XQZ"), (False, 375, "XQJ")], ids=["scripts", "plain"]
)
def test_every_file_has_a_result_and_library_and_glossary_have_what_is_new(
    visitor: Any, growing_site: str, tmp_path: Path, scripts: bool, width: int, term: str
) -> None:
    broken, notes = tmp_path / "broken.pdf", tmp_path / f"notes-{term}.md"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    notes.write_text(f"# Notes of {term}\n\nThe {term} met. It wrote to the {term}. The {term} answered.\n")
    page = visitor.open(growing_site, "/add", scripts=scripts, width=width)
    add(page, notes, broken, CORPUS / "no-wrong-door.pdf")
    expect(page.get_by_role("heading", level=1)).to_have_text("What came of it", timeout=120_000)
    results = page.locator(".outcomes > li")
    expect(results).to_have_count(3)
    expect(results.nth(0)).to_contain_text("Added")
    expect(results.nth(0)).to_contain_text("1 heading")
    expect(results.nth(1)).to_contain_text("Not added. The end of the file is missing")
    expect(results.nth(2)).to_contain_text("already there")
    page.goto("/library")
    expect(page.get_by_role("main")).to_contain_text(f"Notes of {term}")
    page.goto("/glossary?undefined=1")
    entry = page.locator(".glossary > li").filter(has_text=term)
    expect(entry.locator(".chip")).to_have_text("Spelled out nowhere")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_file_that_is_too_large_is_refused_by_name(
    visitor: Any, growing_site: str, tmp_path: Path, scripts: bool
) -> None:
    large = tmp_path / "large.txt"
    large.write_text("Too much of the same. " * 60_000)
    page = visitor.open(growing_site, "/add", scripts=scripts)
    add(page, large)
    expect(page.get_by_role("main")).to_contain_text("large.txt")
    expect(page.get_by_role("main")).to_contain_text("larger than 1 MB")


def test_a_file_of_another_kind_is_refused_by_name(visitor: Any, growing_site: str, tmp_path: Path) -> None:
    picture = tmp_path / "holiday.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page = visitor.open(growing_site, "/add")
    add(page, picture)
    result = page.locator(".outcomes > li").filter(has_text="holiday.pdf").first
    expect(result).to_contain_text("Not added")
