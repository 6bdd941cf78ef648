import numpy as np
import pytest

from ingest.errors import StorageError
from ingest.library.chunk_ids import find_chunk_rows, make_ids

STARTS = np.array([0, 10, 0, 7], np.int32)
ENDS = np.array([10, 20, 7, 9], np.int32)
REPORTS = {"a": 0, "b:c": 1}
FIRST = np.array([0, 2, 4])


def test_ids_lead_back_to_their_rows() -> None:
    ids = [*make_ids("a", STARTS[:2], ENDS[:2]), *make_ids("b:c", STARTS[2:], ENDS[2:])]
    assert find_chunk_rows(ids[::-1], REPORTS, FIRST, STARTS).tolist() == [3, 2, 1, 0]


@pytest.mark.parametrize("chunk_id", ["a:5-10", "a:20-30", "d:0-10", "a:x-10", "a", ""])
def test_an_id_that_no_chunk_has_is_damage(chunk_id: str) -> None:
    with pytest.raises(StorageError, match="which no report has"):
        find_chunk_rows([chunk_id], REPORTS, FIRST, STARTS)
