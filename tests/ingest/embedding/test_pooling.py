from ingest.embedding.pooling import form_batches


def test_batches_hold_each_row_once_and_rows_of_like_length() -> None:
    lengths = [5, 300, 7, 256, 1, 2000, 1900, 9] * 5
    batches = list(form_batches(lengths))
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    assert all(max(lengths[i] for i in b) * len(b) <= 2048 or len(b) == 1 for b in batches)
