"""Random token rows as long as WRIME's texts are, in an Arrow file as the engine takes it.

    python wrime_lengths.py OUT.arrow --rows 512 --seed 1

What is known of WRIME with the tokens of bert-base-japanese-v3, special ones
included: mean 27, 90th percentile 57, and that random batches of 32, padded to
their longest row, hold 3.1 times the tokens that the rows have. A gamma
distribution of shape 1.42 and scale 19, rounded and cut to 5 to 95, gives all
three. Lengths are its quantiles at evenly spaced probabilities, in random
order: any number of rows has that distribution, whatever the seed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.stats import gamma

SHAPE, SCALE = 1.42, 19.0
SHORTEST, LONGEST = 5, 95

CLS, SEP, FIRST_ORDINARY = 2, 3, 5


def draw_lengths(count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Tokens of each row, special ones included, [count]."""
    probabilities = (np.arange(count) + 0.5) / count
    lengths = np.rint(gamma.ppf(probabilities, SHAPE, scale=SCALE)).astype(np.int64)
    return random.permutation(np.clip(lengths, SHORTEST, LONGEST))


def make_rows(
    lengths: NDArray[np.int64], vocabulary_size: int, random: np.random.Generator
) -> list[NDArray[np.int32]]:
    """[CLS], ordinary tokens, [SEP]."""
    rows: list[NDArray[np.int32]] = []
    for length in lengths:
        row = random.integers(FIRST_ORDINARY, vocabulary_size, size=length, dtype=np.int32)
        row[0], row[-1] = CLS, SEP
        rows.append(row)
    return rows


def write_rows(path: Path, rows: list[NDArray[np.int32]], labels: NDArray[np.int32]) -> None:
    """Columns `input_ids`, `second_start` and `label`; no row has a second text."""
    table = pa.table(
        {
            "input_ids": pa.array(rows, pa.list_(pa.int32())),
            "second_start": pa.array([len(row) for row in rows], pa.int32()),
            "label": pa.array(labels, pa.int32()),
        }
    )
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def measure_padding(lengths: NDArray[np.int64], batch_size: int) -> float:
    """How many times the tokens of the rows their batches hold, padded to the longest row."""
    starts = range(0, len(lengths), batch_size)
    batches = [lengths[start : start + batch_size] for start in starts]
    return float(sum(batch.max() * len(batch) for batch in batches) / lengths.sum())


def write_synthetic(
    path: Path, rows: int, labels: int, vocabulary_size: int, seed: int
) -> NDArray[np.int64]:
    """Writes rows with random labels, and gives their lengths."""
    random = np.random.default_rng(seed)
    lengths = draw_lengths(rows, random)
    classes = random.integers(labels, size=rows, dtype=np.int32)
    write_rows(path, make_rows(lengths, vocabulary_size, random), classes)
    return lengths


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=512)
    parser.add_argument("--labels", type=int, default=2)
    parser.add_argument("--vocabulary-size", type=int, default=32_768)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    lengths = write_synthetic(
        options.out, options.rows, options.labels, options.vocabulary_size, options.seed
    )
    figures = {
        "rows": len(lengths),
        "mean": float(lengths.mean()),
        "ninetieth": float(np.quantile(lengths, 0.9)),
        "padding": measure_padding(lengths, 32),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
