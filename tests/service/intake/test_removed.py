from pathlib import Path

import pytest

from ingest.errors import NotFound
from ingest.types import Details
from service.intake.removed import MOST_KEPT, RemovedReports

REPORT = Details("r", "A report", "r.md", "0" * 64, "markdown", 1)


def test_the_latest_are_kept_and_the_oldest_go(tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_text("words")
    kept = RemovedReports(tmp_path)
    removed = [kept.keep(REPORT, file) for _ in range(MOST_KEPT + 1)]
    assert kept.file(kept.get(removed[-1].id)).read_text() == "words"
    assert len(list((tmp_path / "removed").iterdir())) == MOST_KEPT
    kept.forget(removed[-1])
    with pytest.raises(NotFound, match="can’t be put back"):
        kept.get(removed[-1].id)
    with pytest.raises(NotFound):
        kept.get("../r")
