"""The command `walkalong`: its commands by name, each loaded when it is called, and the one place for errors.

Nothing heavy is imported here, so that help appears at once.
"""

from importlib import import_module
from importlib.metadata import entry_points

import click

from ingest.errors import WalkalongError
from service.cli.terminal import strip_controls

COMMANDS = {
    "ingest": "service.cli.library:ingest",
    "reports": "service.cli.library:reports",
    "questions": "service.cli.library:questions",
    "first-days": "service.cli.learning.commands:first_days",
    "reflections": "service.cli.learning.commands:reflections",
    "glossary": "service.cli.library:glossary",
    "search": "service.cli.ask:search",
    "ask": "service.cli.ask:ask",
    "chat": "service.cli.ask:chat",
    "brief": "service.cli.brief:brief",
    "compare": "service.cli.compare:compare",
    "check": "service.cli.check:check",
    "serve": "service.cli.serve:serve",
    "mcp": "service.cli.serve:mcp",
    "keys": "service.cli.keys:keys",
    "backup": "service.cli.upkeep:backup",
    "restore": "service.cli.upkeep:restore",
    "doctor": "service.cli.upkeep:doctor",
}
ENTRY_POINTS = "walkalong.commands"
"""Packages above this one put their commands here; this one must not import them."""


class Commands(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of the table, then those of other packages."""
        return [*COMMANDS, *sorted(point.name for point in entry_points(group=ENTRY_POINTS))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name."""
        if cmd_name in COMMANDS:
            module, _, name = COMMANDS[cmd_name].partition(":")
            command = getattr(import_module(module), name)
        else:
            found = entry_points(group=ENTRY_POINTS, name=cmd_name)
            command = next(iter(found)).load() if found else None
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        """Turn every error that a person may meet into one line on stderr and exit code 1."""
        try:
            return super().invoke(ctx)
        except WalkalongError as error:
            raise click.ClickException(strip_controls(error.message)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="walkalong")
def main() -> None:
    """Ask a programme's learning reports, and see the passage behind every sentence."""
