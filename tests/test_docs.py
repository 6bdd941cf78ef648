"""The README names every setting, command, option, route and error code, and nothing that does not exist."""

import re
import tomllib
from collections.abc import Iterator
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

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def rows(heading: str) -> dict[str, str]:
    """Give the first table under a heading: first cell (without code marks) to the whole row."""
    section = re.split(rf"^#+ {heading}$", README, flags=re.MULTILINE)[1]
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


@pytest.mark.parametrize("target", ["run", "serve", "test", "check", "corpus", "bench", "lock"])
def test_every_target_is_named(target: str) -> None:
    makefile = (Path(__file__).parents[1] / "Makefile").read_text("utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert f"make {target}" in README


def test_links_inside_the_repository_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", README)
    assert [link for link in links if not (Path(__file__).parents[1] / link).exists()] == []


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ()), ("requirements-test.lock", ("test", "corpus"))]
)
def test_the_lock_pins_every_dependency(lock: str, extras: tuple[str, ...]) -> None:
    root = Path(__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    needed = [*project["dependencies"], *(line for extra in extras for line in optional[extra])]
    pins = (root / "requirements.lock").read_text("utf-8") + (root / lock).read_text("utf-8")
    pinned = {canonicalize_name(line.partition("==")[0]) for line in pins.splitlines() if "==" in line}
    assert {canonicalize_name(Requirement(line).name) for line in needed} <= pinned
