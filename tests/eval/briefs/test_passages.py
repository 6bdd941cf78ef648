from pathlib import Path

import pytest

from eval.briefs import passages
from eval.briefs.passages import load_labelled
from ingest.errors import InvalidRequest


@pytest.mark.parametrize("line", ["not json", '{"question": "Q?", "stances": []}'])
def test_a_line_that_is_no_label_is_named(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "held.jsonl").write_text(f"{line}\n", "utf-8")
    monkeypatch.setattr(passages, "__file__", str(tmp_path / "passages.py"))
    with pytest.raises(InvalidRequest, match="line 1"):
        load_labelled("held")
