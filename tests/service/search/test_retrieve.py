from pathlib import Path

import numpy as np
import pytest

from ingest.build import ingest
from ingest.language.stems import content_stems
from service.assistant import Assistant
from service.search.retrieve import _cosine, search
from service.settings import Settings
from service.types import Filters

HARBOUR = """# Harbour Pilot: progress

The Harbour Pilot began in spring. The Harbour Pilot has four teams. The Harbour Pilot is run by the council.

## Money

In all, 340,000 pounds were spent on it over two years.
"""
ORCHARD = """# Orchard Trial: progress

The Orchard Trial began in autumn. The Orchard Trial has two teams, and they meet each week.

## Money

In all, 120,000 pounds were spent on it over one year.
"""


@pytest.fixture
def two_reports(tmp_path: Path, sample_assistant: Assistant) -> Assistant:
    for name, text in (("harbour.md", HARBOUR), ("orchard.md", ORCHARD)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = Settings(data_dir=tmp_path / "data", embedding_dtype="float32")
    assert not ingest([tmp_path / "harbour.md", tmp_path / "orchard.md"], settings).failures
    return Assistant(settings, embedder=sample_assistant.embedder)


@pytest.mark.parametrize(("named", "spent"), [("Harbour Pilot", "340,000"), ("Orchard Trial", "120,000")])
def test_words_of_a_title_choose_the_report_and_count_little_in_it(
    two_reports: Assistant, named: str, spent: str
) -> None:
    library = two_reports.library
    found = search(library, two_reports.embedder, f"{named}: pounds spent on it in all", Filters())
    reports = library.sentences.report[found.candidates.row]
    of_named = np.array([named in library.details[row].title for row in reports])
    in_title = np.array([term in content_stems(named) for term in found.terms])
    telling = found.candidates.telling
    assert (found.candidates.title > 0).tolist() == of_named.tolist()
    assert telling[of_named][:, in_title].max() < telling[~of_named][:, in_title].min()
    assert spent in found.texts[int(np.argmax(found.windows(1).score))]


def test_words_that_all_titles_have_choose_none(two_reports: Assistant) -> None:
    found = search(two_reports.library, two_reports.embedder, "What progress was there?", Filters())
    assert not found.candidates.title.any()


def test_a_question_that_finds_nothing_has_no_candidates(two_reports: Assistant) -> None:
    found = search(
        two_reports.library, two_reports.embedder, "Harbour Pilot", Filters(kinds=("there is none",))
    )
    assert not len(found.candidates.row)


def test_cosines_are_those_of_the_directions_seen_from_the_centre() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((50, 16)).astype(np.float16)
    vectors[3] = 0
    vector = rng.standard_normal(16).astype(np.float32)
    centre = (0.1 * rng.standard_normal(16)).astype(np.float32)
    lengths = np.maximum(np.linalg.norm(vectors.astype(np.float64), axis=1), 1e-9)
    seen = vectors / lengths[:, None] - centre
    wanted = vector / np.linalg.norm(vector) - centre
    expected = seen @ wanted / (np.linalg.norm(seen, axis=1) * np.linalg.norm(wanted))
    np.testing.assert_allclose(_cosine(vectors, vector, centre), expected, atol=1e-5)
