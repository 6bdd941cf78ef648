"""The address of the Model Context Protocol; what it offers is in service/mcp."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class McpEndpoint(Response):
    """Hands a request to the MCP server, which runs as long as the application."""

    def __init__(self, request: Request) -> None:
        self._serve = request.app.state.mcp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await self._serve(scope, receive, send)


def serve_mcp(request: Request) -> Response:
    """Serve one message. There is no stream to listen to (GET): nothing is kept between requests."""
    return McpEndpoint(request)
