"""The documentation names every setting, command, route and error code, and nothing that does not exist."""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ingest import errors
from service.cli.main import main
from service.settings import Settings
from service.web.app import create_app
from service.web.http_errors import CODES
from tests.test_architecture import MODULES, PACKAGES, imports, top

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
REFERENCE = (ROOT / "service" / "README.md").read_text("utf-8")
PAGES = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "service/README.md",
    "eval/README.md",
)


def rows(heading: str) -> dict[str, str]:
    """Give the first table under a heading: first cell (without code marks) to the whole row."""
    section = re.split(rf"^#+ {heading}$", REFERENCE, flags=re.MULTILINE)[1]
    table = [line for line in section.split("\n#")[0].splitlines() if line.startswith("| `")]
    return {line.split("|")[1].strip(" `"): line for line in table}


def commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield name, command


def routes() -> set[str]:
    app = create_app(Settings())
    found: set[str] = set()
    for path, operations in app.openapi()["paths"].items():
        found |= {f"{method.upper()} {path}" for method in operations}
    return found


def test_every_setting_is_described_in_the_words_of_the_code() -> None:
    table = rows("Settings")
    assert set(table) == {f"WALKALONG_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        assert field.description
        assert field.description.replace("|", "\\|") in table[f"WALKALONG_{name.upper()}"]


def test_every_command_is_listed_with_its_help() -> None:
    table = rows("Commands")
    assert {line.split()[0] for line in table} == {name for name, _ in commands(main)}
    listed = "\n".join(table.values())
    for name, command in commands(main):
        assert command.get_short_help_str(limit=200) in listed, name


def test_every_route_is_listed() -> None:
    assert set(rows("HTTP")) == routes()


def test_every_error_code_is_listed() -> None:
    ours = {
        kind.code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.WalkalongError)
    }
    assert set(rows("Errors")) == ours | set(CODES.values())


@pytest.mark.parametrize(
    "target", ["run", "serve", "test", "soak", "faults", "check", "gate", "corpus", "bench", "lock"]
)
def test_every_target_is_named(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert f"make {target}" in README


@pytest.mark.parametrize("page", PAGES)
def test_links_inside_the_repository_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_pictures_are_small_and_described() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)
    assert len(pictures) == 2
    for words, path in pictures:
        assert len(words) > 40
        assert 10_000 < (ROOT / path).stat().st_size < 150_000


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_named_are_there(page: str) -> None:
    named = re.findall(
        r"`((?:ingest|service|eval|prompts|corpus|tests)/[\w/.-]*)`", (ROOT / page).read_text("utf-8")
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    assert [line for line in lines if f"`{Requirement(line).name}`" not in README] == []


def test_every_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    homes = packages_distributions()
    imported = {top(name) for path in MODULES for name in imports(path)}
    others = imported - set(sys.stdlib_module_names) - set(PACKAGES) - {"prompts", "corpus"}
    found = {name: {canonicalize_name(home) for home in homes.get(name, [name])} for name in others}
    assert [name for name, own in sorted(found.items()) if declared.isdisjoint(own)] == []


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ()), ("requirements-test.lock", ("test", "corpus"))]
)
def test_the_lock_pins_every_dependency(lock: str, extras: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    needed = [*project["dependencies"], *(line for extra in extras for line in optional[extra])]
    pins = (ROOT / "requirements.lock").read_text("utf-8") + (ROOT / lock).read_text("utf-8")
    pinned = {canonicalize_name(line.partition("==")[0]) for line in pins.splitlines() if "==" in line}
    assert {canonicalize_name(Requirement(line).name) for line in needed} <= pinned
