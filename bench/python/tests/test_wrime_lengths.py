from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from wrime_lengths import draw_lengths, make_rows, measure_padding, write_synthetic


@pytest.mark.parametrize("count", [256, 1024, 20_149])
@pytest.mark.parametrize("seed", [1, 2])
def test_lengths_have_the_mean_and_the_90th_percentile_of_wrime(count: int, seed: int) -> None:
    lengths = draw_lengths(count, np.random.default_rng(seed))
    assert lengths.mean() == pytest.approx(27, abs=0.25)
    assert np.quantile(lengths, 0.9) == pytest.approx(57, abs=1)
    assert (lengths.min(), lengths.max()) == (5, 95)


def test_random_batches_of_32_hold_three_times_the_tokens_needed() -> None:
    lengths = draw_lengths(20_149, np.random.default_rng(1))
    assert measure_padding(lengths, 32) == pytest.approx(3.1, abs=0.1)


def test_padding_counts_every_row_of_a_batch_as_long_as_the_longest() -> None:
    assert measure_padding(np.array([1, 3, 2, 2]), 2) == (2 * 3 + 2 * 2) / 8
    assert measure_padding(np.array([1, 3, 2]), 2) == (2 * 3 + 2) / 6


def test_rows_begin_with_cls_end_with_sep_and_have_ordinary_tokens_between() -> None:
    lengths = np.array([5, 9])
    rows = make_rows(lengths, 8, np.random.default_rng(1))
    assert [len(row) for row in rows] == [5, 9]
    for row in rows:
        assert (row[0], row[-1]) == (2, 3)
        assert set(row[1:-1]) <= {5, 6, 7}


def test_the_file_has_the_columns_of_a_classification_of_single_texts(tmp_path: Path) -> None:
    path = tmp_path / "rows.arrow"
    lengths = write_synthetic(path, rows=64, labels=3, vocabulary_size=100, seed=1)
    table = pa.ipc.open_file(str(path)).read_all()
    assert table["input_ids"].type.value_type == pa.int32()
    assert [len(row) for row in table["input_ids"].to_pylist()] == lengths.tolist()
    assert table["second_start"].to_pylist() == lengths.tolist()
    assert set(table["label"].to_pylist()) == {0, 1, 2}
