"""Which role each route needs, in one table. A test goes through all routes and fails if one has no row here."""

from collections.abc import Iterator
from functools import lru_cache

from starlette.routing import compile_path

from service.access.roles import Role

ANYBODY = None
"""Needs no key: probes, signing in, and the files that the page for that is made of."""
READER, EVALUATOR, CURATOR, ADMIN = Role

ROUTES: dict[str, Role | None] = {
    "GET /": READER,
    "POST /ask": READER,
    "GET /add": CURATOR,
    "GET /admin": ADMIN,
    "POST /add": CURATOR,
    "GET /add/{ingestion_id}": CURATOR,
    "GET /answers/{answer_id}": READER,
    "GET /assumptions": READER,
    "GET /answers/{answer_id}.md": READER,
    "GET /answers/{answer_id}.txt": READER,
    "GET /answers/{answer_id}.docx": READER,
    "GET /answers/{answer_id}/passages/{key}": READER,
    "GET /answers/{answer_id}/sheet": READER,
    "POST /answers/{answer_id}/case": EVALUATOR,
    "POST /answers/{answer_id}/feedback": READER,
    "GET /briefs": READER,
    "POST /briefs": READER,
    "GET /briefs/{brief_id}": READER,
    "POST /collections": READER,
    "POST /collections/{collection_id}/delete": READER,
    "GET /check": READER,
    "POST /check": READER,
    "GET /compare": READER,
    "GET /conversations": READER,
    "GET /conversations/delete": READER,
    "POST /conversations/back": READER,
    "POST /conversations/delete": READER,
    "GET /conversations/{conversation_id}": READER,
    "GET /conversations/{conversation_id}.docx": READER,
    "GET /conversations/{conversation_id}.json": READER,
    "GET /conversations/{conversation_id}.md": READER,
    "GET /conversations/{conversation_id}/delete": READER,
    "POST /conversations/{conversation_id}/delete": READER,
    "GET /conversations/{conversation_id}/rename": READER,
    "POST /conversations/{conversation_id}/rename": READER,
    "GET /docs": READER,
    "GET /favicon.ico": ANYBODY,
    "GET /first-days": READER,
    "GET /glossary": READER,
    "GET /glossary.json": READER,
    "GET /healthz": ANYBODY,
    "GET /library": READER,
    "GET /library/{report_id}": READER,
    "POST /mcp": READER,
    "GET /metrics": READER,
    "GET /misreadings": READER,
    "POST /misreadings": READER,
    "POST /misreadings/{misreading_id}/done": CURATOR,
    "GET /openapi.json": READER,
    "GET /questions": READER,
    "GET /questions/{question_id}": READER,
    "GET /readyz": ANYBODY,
    "GET /reports/{report_id}": READER,
    "GET /reports/{report_id}/correct": CURATOR,
    "POST /reports/{report_id}/correct": CURATOR,
    "GET /reports/{report_id}/remove": CURATOR,
    "POST /reports/{report_id}/remove": CURATOR,
    "GET /reflections": READER,
    "POST /reflections": READER,
    "GET /reflections/add": READER,
    "POST /reflections/{reflection_id}/decision": CURATOR,
    "POST /reflections/{reflection_id}/delete": READER,
    "GET /removed/{removed_id}": CURATOR,
    "POST /removed/{removed_id}/back": CURATOR,
    "GET /reports/{report_id}/passages": READER,
    "GET /runs": EVALUATOR,
    "GET /runs/compared": EVALUATOR,
    "GET /runs/{name}": EVALUATOR,
    "GET /sign-in": ANYBODY,
    "GET /theme": READER,
    "GET /story": READER,
    "POST /sign-in": ANYBODY,
    "POST /sign-out": ANYBODY,
    "GET /static/{path:path}": ANYBODY,
    "POST /v1/answers": READER,
    "GET /v1/assumptions": READER,
    "GET /v1/comparisons": READER,
    "GET /v1/comparisons.csv": READER,
    "GET /v1/comparisons.xlsx": READER,
    "GET /v1/reports/{report_id}/news": READER,
    "GET /reports/{report_id}/news": READER,
    "GET /v1/themes": READER,
    "GET /v1/stories": READER,
    "GET /v1/stories.{form}": READER,
    "GET /v1/answers/{answer_id}": READER,
    "GET /v1/answers/{answer_id}.csv": READER,
    "POST /v1/answers/{answer_id}/feedback": READER,
    "POST /v1/briefs": READER,
    "GET /v1/briefs/{brief_id}": READER,
    "GET /v1/briefs/{brief_id}.{form}": READER,
    "POST /v1/chat/completions": READER,
    "POST /v1/checks": READER,
    "DELETE /v1/conversations": READER,
    "GET /v1/conversations": READER,
    "POST /v1/conversations": READER,
    "DELETE /v1/conversations/{conversation_id}": READER,
    "GET /v1/conversations/{conversation_id}": READER,
    "GET /v1/conversations/{conversation_id}.csv": READER,
    "PATCH /v1/conversations/{conversation_id}": READER,
    "GET /v1/first-days": READER,
    "GET /v1/glossary": READER,
    "GET /v1/glossary.csv": READER,
    "POST /v1/ingestions": CURATOR,
    "GET /v1/ingestions/{ingestion_id}": CURATOR,
    "GET /v1/models": READER,
    "GET /v1/models/{model}": READER,
    "GET /v1/questions": READER,
    "GET /v1/questions.csv": READER,
    "GET /v1/questions/{question_id}": READER,
    "GET /v1/reflections": READER,
    "POST /v1/reflections": READER,
    "GET /v1/reflections.csv": READER,
    "DELETE /v1/reflections/{reflection_id}": READER,
    "GET /v1/reflections/{reflection_id}": READER,
    "POST /v1/reflections/{reflection_id}/decision": CURATOR,
    "GET /v1/reports": READER,
    "GET /v1/reports.csv": READER,
    "DELETE /v1/reports/{report_id}": CURATOR,
    "GET /v1/reports/{report_id}": READER,
    "PATCH /v1/reports/{report_id}": CURATOR,
    "GET /v1/reports/{report_id}/file": READER,
    "GET /v1/reports/{report_id}/pages/{number}.png": READER,
    "POST /v1/search": READER,
}


@lru_cache(maxsize=4096)
def role_needed(method: str, path: str) -> Role | None:
    """Give the role that a request needs, the highest where several rows match; None for anybody.

    A route without a row needs an admin, so a route that was forgotten here is closed, not open. An address that is
    in the table only under other methods needs a reader, who is told that this method is not allowed.
    """
    if rows := [role for row_method, role in _rows_for(path) if row_method == method]:
        return max(rows, key=lambda role: role or 0)
    return READER if is_listed(path) else ADMIN


def is_listed(path: str) -> bool:
    """Whether the table has an address under any method."""
    return next(_rows_for(path), None) is not None


def _rows_for(path: str) -> Iterator[tuple[str, Role | None]]:
    return ((method, role) for method, pattern, role in _COMPILED if pattern.fullmatch(path))


_COMPILED = [
    (method, compile_path(path)[0], role)
    for row, role in ROUTES.items()
    for method, path in [row.split(" ", 1)]
]
