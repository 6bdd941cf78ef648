import re

import numpy as np
import pytest
from click.testing import CliRunner

from eval.bench.search import QUESTIONS, main, measure_recall
from ingest.library.open import open_library
from service.settings import Settings


def test_at_least_sixty_questions_are_asked_and_no_two_are_alike() -> None:
    assert len(set(QUESTIONS)) == len(QUESTIONS) >= 60


def test_searches_and_answers_are_measured_beside_the_least(
    sample_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKALONG_DATA_DIR", str(sample_settings.data_dir))
    done = CliRunner().invoke(main, [], catch_exceptions=False)
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0].startswith("4 reports, ")
    for name in ("search", "answer"):
        [line] = [line for line in lines if line.startswith(f"  {name}: p50 ")]
        assert re.search(rf"n={len(QUESTIONS)}; over embedding and one query: \d+\.\d+ and \d+\.\d+$", line)
    assert "  of the 60 truly nearest chunks, the index finds 1.000, n=50" in lines


def test_the_index_of_a_small_library_finds_all_that_is_nearest(sample_settings: Settings) -> None:
    library = open_library(sample_settings)
    assert measure_recall(library, [library.chunk_vectors[0].astype(np.float32)]) == 1
