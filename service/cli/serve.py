"""Commands for running the service: `serve` and `mcp`."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fastapi import FastAPI


@click.command()
@click.option("--host", help="Address to listen on; any but loopback needs keys.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.")
def serve(host: str | None, port: int | None) -> None:
    """Open the page and the HTTP interface."""
    from service.settings import load_settings
    from service.upkeep.logs import set_up_logs
    from service.web.app import create_app

    settings = load_settings(host=host, port=port)
    app = create_app(settings)
    set_up_logs(as_json=settings.log_format == "json")
    listen(app, settings.host, settings.port, log_is_set_up=True)


def listen(app: "FastAPI", host: str, port: int, *, log_is_set_up: bool = False) -> None:
    """Serve an application until it is told to stop, with uvicorn's own log unless another is given."""
    import uvicorn
    from uvicorn.config import LOGGING_CONFIG

    uvicorn.run(
        app,
        host=host,
        port=port,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        log_config=None if log_is_set_up else LOGGING_CONFIG,
        # uvicorn logs whole addresses of requests, and an address can contain a question.
        access_log=not log_is_set_up,
    )


@click.command()
def mcp() -> None:
    """Serve language models that use tools, over stdin and stdout (Model Context Protocol)."""
    from service.assistant import Assistant
    from service.mcp.server import ReportServer
    from service.settings import load_settings

    ReportServer(Assistant(load_settings())).run("stdio")
