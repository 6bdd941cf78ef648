import json
from pathlib import Path

import pytest


@pytest.fixture
def asked(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with one report, and a file with a question about it and one that it does not answer."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "river.md").write_text(
        "# The river\n\nIn 1953 the flood carried the old bridge away.\n", "utf-8"
    )
    common = {"persona": "leader", "kind": "factual"}
    evidence = [
        {"doc": "river", "page": 1, "quote": "the flood carried the old bridge away", "required": True}
    ]
    lines = [
        common
        | {
            "id": "one",
            "question": "What carried the bridge away?",
            "answerable": True,
            "evidence": evidence,
        },
        common
        | {"id": "two", "question": "How much did the bridge cost?", "answerable": False, "evidence": []},
    ]
    (tmp_path / "rivers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return folder, tmp_path / "rivers.jsonl"
