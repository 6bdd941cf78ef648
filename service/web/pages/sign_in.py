"""Signing in with a key, and signing out: the cookie that stands for the key in a browser."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from service.access.keyring import SIGNED_IN_FOR, KeyRing
from service.web import forms
from service.web.admission import COOKIE
from service.web.render import rendering
from service.wire.addresses import ROOT, below_root

router = APIRouter(include_in_schema=False)
Wanted = Annotated[str, Query(alias="to", max_length=2000)]


@dataclass(frozen=True)
class SignInPage(rendering.SitePage):
    """The form for a key."""

    template: ClassVar[str] = "sign_in.html"
    to: str
    error: str | None = None


@router.get("/sign-in", response_class=HTMLResponse)
async def show_sign_in(to: Wanted = "/") -> HTMLResponse:
    """Show the form."""
    return rendering.respond(SignInPage(_keep_inside(to)))


@router.post("/sign-in")
async def sign_in(request: Request, fields: forms.Form) -> Response:
    """Take a key, and lead to the page that the reader wanted."""
    ring: KeyRing = request.app.state.keyring
    to = _keep_inside(forms.only(fields, "to"))
    caller = await run_in_threadpool(ring.by_key, forms.only(fields, "key"))
    if caller is None:
        wrong = "No key that works is written like this. Ask whoever runs this service for one."
        return rendering.respond(SignInPage(to, wrong), 401)
    response = RedirectResponse(below_root(to), 303)
    response.set_cookie(
        COOKIE,
        await run_in_threadpool(ring.sign_in, caller),
        max_age=int(SIGNED_IN_FOR.total_seconds()),
        path=ROOT.get() or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        # A link from another site carries the cookie; a form that another site's page sends does not.
        samesite="lax",
    )
    return response


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End the session of the cookie."""
    ring: KeyRing = request.app.state.keyring
    if cookie := request.cookies.get(COOKIE):
        await run_in_threadpool(ring.sign_out, cookie)
    response = RedirectResponse(below_root("/sign-in"), 303)
    response.delete_cookie(COOKIE, path=ROOT.get() or "/", httponly=True, samesite="lax")
    return response


def _keep_inside(to: str) -> str:
    """Give an address of this service as it is; replace any other with the first page.

    Browsers read an address that begins with `//` or `/\\` as another site.
    """
    is_ours = to.startswith("/") and to[1:2] not in {"/", "\\"} and to.isprintable()
    return to if is_ours else "/"
