"""SECURITY.md and OPERATING.md promise nothing without a test that is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("SECURITY.md", "OPERATING.md")
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def text_of(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def find_tests(module: str) -> set[str]:
    """The names of the tests in a module below tests/; none where there is no such module."""
    path = ROOT / "tests" / module
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, kinds) and node.name.startswith("test_")}


def tables(page: str) -> list[list[list[str]]]:
    """The tables of a page: each its rows (the heads first), each its cells."""
    found = re.findall(r"(?:^\|.*\|\n)+", text_of(page), flags=re.MULTILINE)
    rows = [[line for line in table.splitlines() if not line.startswith("| ---")] for table in found]
    return [[[cell.strip() for cell in line.strip("|").split("|")] for line in table] for table in rows]


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_is_there(page: str) -> None:
    named = NAMED.findall(text_of(page))
    assert len(named) > 20
    assert [f"{module}::{name}" for module, name in named if name not in find_tests(module)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_row_of_a_table_of_promises_names_a_test(page: str) -> None:
    promising = [table for table in tables(page) if table[0][-1] == "test"]
    assert promising
    assert [row[0] for table in promising for row in table[1:] if not NAMED.search(row[-1])] == []


@pytest.mark.parametrize("page", PAGES)
def test_files_and_settings_that_are_named_are_there(page: str) -> None:
    reference = (ROOT / "service" / "README.md").read_text("utf-8")
    assert [
        name for name in re.findall(r"WALKALONG_[A-Z_]+", text_of(page)) if f"`{name}`" not in reference
    ] == []
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)[^)]*\)", text_of(page))
    assert [link for link in links if not (ROOT / link).exists()] == []
    files = re.findall(r"`((?:ingest|service|eval|tests)/[\w/.-]+\.\w+)`", text_of(page))
    assert [name for name in files if not (ROOT / name).exists()] == []
    targets = re.findall(r"`make ([\w-]+)`", text_of(page))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert [name for name in targets if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []
