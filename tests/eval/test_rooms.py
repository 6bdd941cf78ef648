"""In which direction the rooms of the evaluation may import one another."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = (
    "types",
    "options",
    "files",
    "html",
    "tables",
    "sets",
    "questions",
    "scorers",
    "runs",
    "figures",
    "rating",
    "report",
    "site",
    "bench",
    "briefs",
    "checker",
    "cli",
)
"""From the ground up; a room imports from its own floor and from those below."""
DOORS = {"ablation", "rivals"}
"""Modules that only give a command of `eval/bench` a shorter name."""


def room_of(module: str) -> str:
    return module.split(".")[1]


def test_no_room_imports_from_a_floor_above() -> None:
    upwards = []
    for path in sorted((ROOT / "eval").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if room_of(name) in {*DOORS, "__init__"}:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("eval."):
                continue
            target = room_of(node.module or "")
            if FLOORS.index(target) > FLOORS.index(room_of(name)):
                upwards.append(f"{name} imports {node.module}")
    assert upwards == []
