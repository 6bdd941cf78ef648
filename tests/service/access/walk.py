"""A walk over all routes of an application."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount


def routes_of(app: FastAPI) -> set[str]:
    """Every route that the application has, as the table writes it; of folders of files, one file."""
    found = set()
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, Mount):
            found.add(f"GET {route.path}/{{path:path}}")
        found |= {
            f"{method} {route.path}" for method in getattr(route, "methods", None) or () if method != "HEAD"
        }
    return found
