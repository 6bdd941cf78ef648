"""Commands for running the service: `serve` and `mcp`."""

from typing import TYPE_CHECKING

import click

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
