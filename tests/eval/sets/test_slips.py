from pathlib import Path

import pytest

from eval.sets.files import read_set


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"- id: one\n\tkind: list\n", "line 2: a tab stands where spaces must"),
        ("- id: one\n".encode("utf-16"), "Save it as UTF-8"),
        ("- id: één\n".encode("latin-1"), "Save it as UTF-8"),
        (b"- id: one\n   kind: list\n  persona: leader\n", "line 2: "),
        (b"- id: one\n  question: Why: how?\n", "line 2: "),
        (b'- id: one\n  question: "Why\n', "is not closed"),
    ],
)
def test_a_slip_is_named_with_its_line_and_what_to_do(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "set.yaml"
    path.write_bytes(content)
    (problem,) = read_set([path]).problems
    assert told in problem.what
