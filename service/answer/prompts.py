"""Loads the prompts and fills them in. The only home of Jinja for prompts; no prompt text stands here."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, meta

from ingest.errors import SettingsError

_ENVIRONMENT = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701 - prompts are text, not HTML
"""No HTML escaping: a prompt is read by a model. Whoever fills it in fences what others wrote."""
_ENDING = ".jinja2"


@dataclass(frozen=True, slots=True)
class Prompt:
    """The template of one task and role."""

    name: str
    """Such as `answer.system`."""
    text: str
    version: str
    """The first eight hex digits of the text's SHA-256; git has the history."""

    def render(self, **variables: object) -> str:
        """Fill the template in; a variable that is not given raises jinja2.UndefinedError."""
        return _ENVIRONMENT.from_string(self.text).render(variables).strip()


def load_prompt(name: str, variables: frozenset[str]) -> Prompt:
    """Read `prompts/<name>.jinja2`, which must use exactly these variables; raises SettingsError."""
    try:
        text = files("prompts").joinpath(f"{name}{_ENDING}").read_text(encoding="utf-8")
    except (ModuleNotFoundError, OSError) as problem:
        message = f"The prompt {name} can't be read ({problem}). Install Walkalong again."
        raise SettingsError(message) from problem
    return parse_prompt(name, text, variables)


def prompt_versions() -> dict[str, str]:
    """Name -> version of every prompt that there is."""
    found = (item for item in files("prompts").iterdir() if item.name.endswith(_ENDING))
    return {item.name.removesuffix(_ENDING): _version(item.read_text("utf-8")) for item in found}


def parse_prompt(name: str, text: str, variables: frozenset[str]) -> Prompt:
    """Check a template's syntax and variables; raises SettingsError."""
    try:
        used = meta.find_undeclared_variables(_ENVIRONMENT.parse(text))
    except TemplateSyntaxError as problem:
        message = f"The prompt {name} is not a Jinja template: line {problem.lineno}: {problem.message}."
        raise SettingsError(message) from problem
    if used != variables:
        unknown, unused = sorted(used - variables), sorted(variables - used)
        message = (
            f"The prompt {name} uses the unknown variables {unknown} and leaves out {unused}. Correct it."
        )
        raise SettingsError(message)
    return Prompt(name, text, _version(text))


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
