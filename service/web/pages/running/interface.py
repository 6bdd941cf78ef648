"""The HTTP interface for those who write programs: each route with what it takes and gives, from its schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.web.render import rendering

router = APIRouter(include_in_schema=False)
SCHEMAS = "#/components/schemas/"
METHODS = ("get", "post", "patch", "put", "delete")


@dataclass(frozen=True, slots=True)
class InterfaceField:
    """A part of an address, of a body or of a response."""

    name: str
    where: str
    """`path`, `query` or `header`; empty in a body."""
    type: str
    schema: str | None
    """The name of the model that its type speaks of."""
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class InterfaceResponse:
    """One response of a route."""

    status: str
    text: str
    schema: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one route."""

    id: str
    method: str
    path: str
    text: str
    parameters: tuple[InterfaceField, ...]
    body: tuple[str, ...]
    """The kinds of content that it takes."""
    body_schema: str | None
    fields: tuple[InterfaceField, ...]
    """Of its body, where no model is named for it."""
    outcomes: tuple[InterfaceResponse, ...]
    example: str
    """A command that asks for it."""


@dataclass(frozen=True, slots=True)
class Model:
    """A shape of JSON that routes share."""

    name: str
    text: str
    fields: tuple[InterfaceField, ...]


@dataclass(frozen=True)
class InterfacePage(rendering.SitePage):
    """All routes by subject, and all models by name."""

    template: ClassVar[str] = "interface.html"
    version: str
    groups: tuple[tuple[str, tuple[Operation, ...]], ...]
    models: tuple[Model, ...]


@router.get("/docs", response_class=HTMLResponse)
def show_interface(request: Request) -> HTMLResponse:
    """Show what there is for programs."""
    schema = request.app.openapi()
    operations = sorted(list_operations(schema, str(request.base_url).rstrip("/")), key=lambda each: each[0])
    groups = tuple(
        (tag, tuple(operation for _, operation in each)) for tag, each in groupby(operations, lambda x: x[0])
    )
    models = schema.get("components", {}).get("schemas", {})
    page = InterfacePage(
        schema["info"]["version"],
        groups,
        tuple(
            Model(name, model.get("description", ""), list_fields(model)) for name, model in models.items()
        ),
    )
    return rendering.respond(page)


def list_operations(schema: Mapping[str, Any], site: str) -> Iterator[tuple[str, Operation]]:
    """Yield each operation under its tag, in the order of the routes."""
    for path, item in schema["paths"].items():
        for method in METHODS:
            if operation := item.get(method):
                yield operation.get("tags", ["other"])[0], describe_operation(path, method, operation, site)


def describe_operation(path: str, method: str, operation: Mapping[str, Any], site: str) -> Operation:
    """Give one operation in words."""
    content = operation.get("requestBody", {}).get("content", {})
    body: dict[str, Any] = next((each.get("schema", {}) for each in content.values()), {})
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        text=operation.get("description", ""),
        parameters=tuple(
            _describe_field(
                each["name"], each["in"], each.get("schema", {}), each.get("required", False), each
            )
            for each in operation.get("parameters", ())
        ),
        body=tuple(content),
        body_schema=find_schema(body),
        fields=list_fields(body),
        outcomes=tuple(
            InterfaceResponse(status, each.get("description", ""), _find_outcome_schema(each))
            for status, each in operation["responses"].items()
        ),
        example=write_example(site + path, method.upper(), next(iter(content), None)),
    )


def list_fields(schema: Mapping[str, Any]) -> tuple[InterfaceField, ...]:
    """Give the properties of a schema; a schema that only names another has none."""
    required = schema.get("required", ())
    return tuple(
        _describe_field(name, "", each, name in required, each)
        for name, each in schema.get("properties", {}).items()
    )


def _describe_field(
    name: str, where: str, schema: Mapping[str, Any], required: bool, described: Mapping[str, Any]
) -> InterfaceField:
    return InterfaceField(
        name, where, name_type(schema), find_schema(schema), required, described.get("description", "")
    )


def name_type(schema: Mapping[str, Any]) -> str:
    """Say in words what a value is: `list of string`, `integer or null`, or the values it may have."""
    if ref := schema.get("$ref"):
        return str(ref).removeprefix(SCHEMAS)
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(name_type(each) for each in options))
    if "enum" in schema:
        return " or ".join(f"“{value}”" for value in schema["enum"])
    if "const" in schema:
        return f"“{schema['const']}”"
    if schema.get("type") == "array":
        return f"list of {name_type(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")


def find_schema(schema: Mapping[str, Any]) -> str | None:
    """Give the name of the model that a schema describes, alone, as a list or as an option."""
    if ref := schema.get("$ref"):
        return str(ref).removeprefix(SCHEMAS)
    parts = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), schema.get("items", {})]
    return next(filter(None, map(find_schema, filter(None, parts))), None)


def _find_outcome_schema(response: Mapping[str, Any]) -> str | None:
    found = (find_schema(each.get("schema", {})) for each in response.get("content", {}).values())
    return next(filter(None, found), None)


def write_example(address: str, method: str, content: str | None) -> str:
    """Write the command that asks for an address."""
    parts = ["curl"] + ([] if method == "GET" else ["-X", method])
    if content == "application/json":
        parts += ["-H", "'Content-Type: application/json'", "-d", "@body.json"]
    elif content == "multipart/form-data":
        parts += ["-F", "files=@report.pdf"]
    return " ".join([*parts, f"'{address}'"])
