"""Types of paths for the options and arguments of all commands of the evaluation."""

from pathlib import Path

import click

EXISTING = click.Path(exists=True, path_type=Path)
"""A file or folder that is there."""
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
"""A file to write; one that is there is replaced."""
NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
"""A folder to write to; it may be there."""
