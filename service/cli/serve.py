"""Commands for running the service: `serve`, `mcp`, and `doctor` for when something is wrong."""

from typing import TYPE_CHECKING

import click

from service.cli.terminal import strip_controls

if TYPE_CHECKING:
    from fastapi import FastAPI


@click.command()
@click.option("--host", help="Address to listen on; others than loopback need keys.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.")
def serve(host: str | None, port: int | None) -> None:
    """Open the page and the HTTP interface."""
    from service.settings import load_settings
    from service.web.app import create_app

    settings = load_settings(host=host, port=port)
    listen(create_app(settings), settings.host, settings.port)


def listen(app: "FastAPI", host: str, port: int) -> None:
    """Serve an application until it is told to stop."""
    import uvicorn

    uvicorn.run(
        app, host=host, port=port, server_header=False, proxy_headers=False, timeout_graceful_shutdown=10
    )


@click.command()
def mcp() -> None:
    """Serve language models that use tools, over stdin and stdout (Model Context Protocol)."""
    from service.assistant import Assistant
    from service.mcp.server import ReportServer
    from service.settings import load_settings

    ReportServer(Assistant(load_settings())).run("stdio")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
def doctor(as_json: bool) -> None:
    """Check that everything needed is there, and say what to do where it is not."""
    import json
    from dataclasses import asdict

    from service.cli.doctor import examine

    checks = examine()
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], indent=2))
    else:
        for check in checks:
            click.echo(strip_controls(f"{'ok  ' if check.ok else 'BAD '} {check.name}: {check.found}"))
            if not check.ok:
                click.echo(strip_controls(f"     {check.remedy}"))
    if not all(check.ok for check in checks):
        raise click.exceptions.Exit(1)
