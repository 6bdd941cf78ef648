from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from eval.bench.library import KEY, Pool, RecombiningEmbedder, main, sentences_of, write_texts
from ingest.library.open import open_library
from ingest.settings import IndexSettings
from service.assistant import Assistant
from service.settings import Settings
from service.types import Ask


@pytest.fixture(scope="module")
def pool(sample_settings: Settings) -> Pool:
    return sentences_of(open_library(sample_settings))


def test_a_library_grows_and_the_assistant_answers_from_it(sample_settings: Settings, tmp_path: Path) -> None:
    data = tmp_path / "large"
    sizes = []
    for chunks in ("80", "240"):
        arguments = [str(sample_settings.data_dir), str(data), chunks]
        done = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert done.output.startswith("1 reports ingested without the model")
        assert "adding one report to them" in done.output
        sizes.append(len(open_library(IndexSettings(data_dir=data)).chunks))
    # The one that is added is there as well.
    assert 2 * 60 < sizes[0] < 2 * 110
    assert 4 * 60 < sizes[1] < 4 * 110
    answer = Assistant(Settings(data_dir=data, embedding_dtype="float32")).answer(
        Ask("What is No Wrong Door?")
    )
    assert answer.status == "answered"


def test_the_same_number_gives_the_same_text_and_another_another(pool: Pool, tmp_path: Path) -> None:
    for name, reports in (("first", range(2)), ("second", range(1, 3))):
        (tmp_path / name).mkdir()
        write_texts(tmp_path / name, pool, reports)
    first, second = (
        [path.read_text("utf-8") for path in sorted((tmp_path / name).iterdir())]
        for name in ("first", "second")
    )
    assert first[1] == second[0]
    assert first[0] != first[1]


def test_a_recombined_sentence_lies_near_the_two_that_it_is_made_of(pool: Pool) -> None:
    head, tail = 0, int(pool.near[0, 5])
    made = " ".join((*pool.words[head][:KEY], "bobe", *pool.words[tail][-KEY:]))
    found = RecombiningEmbedder(pool).embed_chunks([made], [[(0, len(made))]])
    cosines = pool.vectors @ found.chunks[0]
    assert np.linalg.norm(found.chunks[0]) == pytest.approx(1, abs=1e-3)
    assert cosines[head] > np.quantile(cosines, 0.95)
    assert found.tokens.tolist() == [len(made) // 5 + 1]
