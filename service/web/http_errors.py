"""The only table from errors to HTTP statuses, and the one shape in which every error is answered."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import Scope

from ingest import errors
from service.web.render import rendering

log = logging.getLogger(__name__)

STATUS: dict[type[errors.WalkalongError], int] = {
    errors.InvalidQuestion: 422,
    errors.InvalidRequest: 422,
    errors.UnreadableFile: 422,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.LibraryMissing: 503,
    errors.LibraryMismatch: 503,
    errors.LibraryBusy: 503,
    errors.ServiceBusy: 503,
    errors.StorageError: 503,
    errors.ModelTimeout: 504,
    errors.ModelUnavailable: 502,
    errors.SettingsError: 500,
    errors.WalkalongError: 500,
}
"""Kind of error -> status; a kind without a row has that of the nearest kind that it is one of."""
CODES = {
    400: "bad_request",
    401: "unauthorised",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
    503: "not_ready",
}
TITLES = {
    409: "Somebody else was quicker",
    404: "There is nothing here",
    403: "This was refused",
    422: "That can’t be taken as it is",
}
"""Headings of the error page; any other status says that it did not work."""
API = ("/v1/", "/mcp", "/static/", "/healthz", "/readyz", "/openapi.json")
"""Addresses for programs: their errors are always JSON."""
HIDDEN = "Something went wrong on this side. The log has the details under this request's id."


def error_body(code: str, message: str, request_id: str, *, retryable: bool = False) -> dict[str, Any]:
    """Give the shape of every error: `{"error": {"code", "message", "retryable", "request_id"}}`."""
    return {"error": {"code": code, "message": message, "retryable": retryable, "request_id": request_id}}


def status_of(error: Exception) -> int:
    """Find the status of the error's class or of its nearest parent class; anything unknown is 500."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def body_of(error: Exception, request_id: str) -> dict[str, Any]:
    """Give the body for any error. The text of an error that is not ours goes only to the log."""
    if isinstance(error, errors.WalkalongError):
        return error_body(error.code, error.message, request_id, retryable=error.retryable)
    log.error("Request %s failed", request_id, exc_info=error)
    return error_body("internal", HIDDEN, request_id)


def request_id(request: Request) -> str:
    """Give the id that the outermost middleware put on this request."""
    return str(request.scope.get("state", {}).get("request_id", ""))


def path_of(scope: Scope) -> str:
    """Give the path without the prefix under which a proxy serves us, whether or not the proxy removes it."""
    # Inside a mounted application `root_path` includes its path too; `app_root_path` is then our prefix.
    root: str = scope.get("app_root_path", scope.get("root_path", ""))
    path: str = scope["path"]
    return path.removeprefix(root) if root else path


def install(app: FastAPI) -> None:
    """Answer every kind of failure in the same shape."""
    app.add_exception_handler(errors.WalkalongError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def refusal(
    status: int, message: str, request_id: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Give the response for a request that is refused before it reaches a route."""
    return JSONResponse(_refusal_body(status, message, request_id), status, headers)


def refuse_page(
    scope: Scope, status: int, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Give such a response to a browser as a page, and to a program in the shape of every error."""
    request = Request(scope)
    return _reply(request, _refusal_body(status, message, request_id(request)), status, headers)


def _refusal_body(status: int, message: str, request_id: str) -> dict[str, Any]:
    code = CODES.get(status, "http_error")
    return error_body(code, message, request_id, retryable=status in {408, 429, 503})


@dataclass(frozen=True)
class ErrorPage(rendering.SitePage):
    """What went wrong, for a reader."""

    template: ClassVar[str] = "error.html"
    title: str
    message: str
    request_id: str


def _reply(
    request: Request, body: dict[str, Any], status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer a browser with a page, and a program in the shape of every error."""
    if not _wants_page(request):
        return JSONResponse(body, status, headers)
    error = body["error"]
    title = TITLES.get(status, "That did not work")
    return rendering.respond(ErrorPage(title, error["message"], error["request_id"]), status)


def _wants_page(request: Request) -> bool:
    """Whether a reader asks, rather than a program."""
    return "text/html" in request.headers.get("accept", "") and not path_of(request.scope).startswith(API)


async def _ours(request: Request, error: Exception) -> Response:
    return _reply(request, body_of(error, request_id(request)), status_of(error))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    messages = _PAGE_MESSAGES if _wants_page(request) else _HTTP_MESSAGES
    template = messages.get(error.status_code)
    known = {"method": request.method, "path": path_of(request.scope)}
    message = template.format_map(known) if template else str(error.detail)
    body = _refusal_body(error.status_code, message, request_id(request))
    return _reply(request, body, error.status_code, error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _is_other_type(request) and any(detail["loc"][0] == "body" for detail in error.errors()):
        body = _refusal_body(
            415, "Send the body as JSON, with Content-Type: application/json.", request_id(request)
        )
        return _reply(request, body, 415)
    message = "; ".join(_field_complaint(detail) for detail in error.errors())
    return _reply(request, error_body("invalid_request", message, request_id(request)), 422)


def _is_other_type(request: Request) -> bool:
    """Whether a route for programs was sent a body that is not JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = kind == "application/json" or kind.endswith("+json")
    sent = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    return sent and not is_json and path_of(request.scope).startswith("/v1/")


_HTTP_MESSAGES = {
    404: "There is nothing at {path}. /docs lists what there is for programs.",
    405: "{path} does not take {method}. /docs lists what it takes.",
}
_PAGE_MESSAGES = {
    404: "No page has the address {path}. It may be mistyped, or what it led to has been removed.",
    405: "The address {path} can’t be used in this way. Begin again from one of these pages.",
}


def _field_complaint(detail: Mapping[str, Any]) -> str:
    """Name the field in the caller's words (`filters.from`), without repeating what was sent."""
    where = [str(part) for part in detail["loc"] if part not in {"body", "query", "path"}]
    if detail["type"] == "json_invalid":
        return "The body is not valid JSON."
    return f"{'.'.join(where) or 'body'}: {detail['msg'].removeprefix('Value error, ')}"
