from pathlib import Path

import pytest

from ingest.errors import InvalidRequest, NotFound
from ingest.types import Details
from service.intake import misreadings
from service.intake.misreadings import Misreadings

REPORT = Details("r", "A report", "r.md", "0" * 64, "markdown", 1)


def test_the_newest_comes_first_and_what_is_broken_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Misreadings(tmp_path)
    assert kept.list() == ()
    one = kept.add(REPORT, (0, 4), "word", "words", "it says wort")
    two = kept.add(REPORT, (5, 9), "mark", "mark", "")
    (tmp_path / "misreadings" / "broken.json").write_text("{")
    assert set(kept.list()) == {one, two}
    kept.remove(one.id)
    assert kept.list() == (two,)
    for id_ in (one.id, "../sources"):
        with pytest.raises(NotFound):
            kept.remove(id_)
    monkeypatch.setattr(misreadings, "MOST_KEPT", 1)
    with pytest.raises(InvalidRequest, match="Work through"):
        kept.add(REPORT, (0, 4), "word", "words", "")
