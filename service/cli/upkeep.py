"""Commands for maintaining an installation: `backup`, `restore` and `doctor`."""

from pathlib import Path

import click

from service.cli.library import JSON
from service.cli.terminal import strip_controls

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@FILE
@JSON
def backup(file: Path, as_json: bool) -> None:
    """Write library, uploads and conversations into one file, also while the service runs."""
    import json
    from dataclasses import asdict

    from service.settings import load_settings
    from service.upkeep.backup import back_up

    made = back_up(file, load_settings())
    if as_json:
        click.echo(json.dumps(asdict(made), ensure_ascii=False, indent=2))
    else:
        click.echo(strip_controls(f"{made.file}: {made.reports} reports, {made.files} files"))
    if not made.conversations:
        click.echo("Conversations and keys are not in it: the data folder has no database of them.", err=True)


@click.command()
@FILE
@click.option(
    "--replace", is_flag=True, help="Restore even if there is a data folder; the old one is kept beside it."
)
@JSON
def restore(file: Path, replace: bool, as_json: bool) -> None:
    """Check a backup and make the data folder from it."""
    import json
    from dataclasses import asdict

    from service.settings import load_settings
    from service.upkeep.restore import restore_backup

    done = restore_backup(file, load_settings(), replacing=replace)
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False, indent=2))
        return
    click.echo(
        strip_controls(f"{done.folder}: {done.reports} reports, {done.files} files, as of {done.made}")
    )
    if done.before:
        click.echo(
            strip_controls(f"The old data folder is now {done.before}; delete it when you no longer need it.")
        )
    if done.note:
        click.echo(strip_controls(done.note))


@click.command()
@JSON
@click.option(
    "--repair", is_flag=True, help="First repair what can be repaired without loss, and say what was done."
)
def doctor(as_json: bool, repair: bool) -> None:
    """Check that everything needed is there, and say what to do where it is not."""
    import json
    from dataclasses import asdict

    from service.settings import load_settings
    from service.upkeep.examine import examine
    from service.upkeep.repair import repair as mend

    checks = [*(mend(load_settings()) if repair else ()), *examine()]
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], indent=2))
    else:
        for check in checks:
            click.echo(strip_controls(f"{'ok  ' if check.ok else 'BAD '} {check.name}: {check.found}"))
            if not check.ok:
                click.echo(strip_controls(f"     {check.remedy}"))
    if not all(check.ok for check in checks):
        raise click.exceptions.Exit(1)
