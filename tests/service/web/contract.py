"""What callers of `/v1` may rely on, as the schema tells it: a comparison of an earlier schema with the present one."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
METHODS = {"get", "post", "put", "patch", "delete"}


def contract_of(schema: Schema) -> Schema:
    """The part of a schema that is kept: the routes of `/v1` with their parameters, bodies and answers."""
    paths = {path: item for path, item in schema["paths"].items() if path.startswith("/v1/")}
    return {"paths": paths, "components": schema["components"]}


def broken_promises(old: Schema, new: Schema) -> Iterator[str]:
    """Name what worked by the old schema and does not by the new one."""
    for path, item in old["paths"].items():
        for method in METHODS & item.keys():
            label = f"{method.upper()} {path}"
            operation = new["paths"].get(path, {}).get(method)
            if operation is None:
                yield f"{label} is gone"
                continue
            before, after = Side(old, item[method]), Side(new, operation)
            yield from (f"{label}: {each}" for each in _parameters(before, after))
            yield from (f"{label}: {each}" for each in _bodies(before, after))
            yield from (f"{label}: {each}" for each in _answers(before, after))


class Side:
    """One operation with the schema that it is part of."""

    def __init__(self, schema: Schema, operation: Schema) -> None:
        self._schemas = schema["components"]["schemas"]
        self.parameters = {(p["in"], p["name"]): p for p in operation.get("parameters", [])}
        self.body = operation.get("requestBody", {})
        self.answers = {
            code: answer for code, answer in operation["responses"].items() if code.startswith("2")
        }

    def resolve(self, schema: Schema) -> Schema:
        """The schema itself, where only its name is given."""
        name = schema.get("$ref", "").rpartition("/")[2]
        return self._schemas[name] if name else schema


def _parameters(old: Side, new: Side) -> Iterator[str]:
    for key, parameter in old.parameters.items():
        if key not in new.parameters:
            yield f"the parameter {key[1]} is gone"
        else:
            yield from _narrowed(
                old, new, parameter["schema"], new.parameters[key]["schema"], key[1], asked=True
            )
    for key, parameter in new.parameters.items():
        if parameter.get("required") and not old.parameters.get(key, {}).get("required"):
            yield f"the parameter {key[1]} must be given now"


def _bodies(old: Side, new: Side) -> Iterator[str]:
    if new.body.get("required") and not old.body.get("required"):
        yield "a body must be sent now"
    for kind, content in old.body.get("content", {}).items():
        if kind not in new.body.get("content", {}):
            yield f"a body of the type {kind} is no longer taken"
        else:
            after = new.body["content"][kind]["schema"]
            yield from _narrowed(old, new, content["schema"], after, "body", asked=True)


def _answers(old: Side, new: Side) -> Iterator[str]:
    for code, answer in old.answers.items():
        if code not in new.answers:
            yield f"it no longer answers {code}"
            continue
        for kind, content in answer.get("content", {}).items():
            after = new.answers[code].get("content", {}).get(kind)
            if after is None:
                yield f"it no longer answers as {kind}"
            elif "schema" in content:
                yield from _narrowed(old, new, content["schema"], after["schema"], "answer", asked=False)


def _narrowed(
    old: Side, new: Side, before: Schema, after: Schema, where: str, *, asked: bool
) -> Iterator[str]:
    """Name what of a value is gone; where it is `asked` for, also what must be given that did not have to be."""
    before, after = old.resolve(before), new.resolve(after)
    if before.get("type") != after.get("type") and "anyOf" not in after:
        yield f"{where} was {before.get('type')} and is {after.get('type')}"
        return
    choices: list[Any] = before.get("enum", [])
    if gone := set(choices) - set(after.get("enum", choices)):
        yield f"{where} can no longer be {', '.join(sorted(map(str, gone)))}"
    need, needed = set(before.get("required", [])), set(after.get("required", []))
    if asked and (more := needed - need):
        yield f"{where} must have {', '.join(sorted(more))} now"
    if not asked and (fewer := need - needed):
        yield f"{where} need not have {', '.join(sorted(fewer))} any more"
    for name, schema in before.get("properties", {}).items():
        if name not in after.get("properties", {}):
            yield f"{where}.{name} is gone"
        else:
            inner = after["properties"][name]
            yield from _narrowed(old, new, schema, inner, f"{where}.{name}", asked=asked)
    if "items" in before:
        yield from _narrowed(old, new, before["items"], after["items"], f"{where}[]", asked=asked)
    kinds = {old.resolve(each).get("type") for each in before.get("anyOf", [])}
    if missing := kinds - {new.resolve(each).get("type") for each in after.get("anyOf", [])}:
        yield f"{where} can no longer be {', '.join(sorted(map(str, missing)))}"
