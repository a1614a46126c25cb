"""Tiny jobs on made-up data: eight ordinary tokens, of which one decides the label."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

ENGINE_ROOT = Path(__file__).parents[1]

CLS, SEP, FIRST = 2, 3, 5
POSITIVE, NEGATIVE = 5, 6
VOCABULARY_SIZE = 13


def separable_texts(count: int, seed: int) -> tuple[list[list[int]], list[int]]:
    """Random tokens of many lengths; token 5 among them means label 1, token 6 label 0."""
    random = np.random.default_rng(seed)
    texts: list[list[int]] = []
    labels: list[int] = []
    for _ in range(count):
        label = int(random.integers(2))
        tokens = random.integers(7, VOCABULARY_SIZE, size=random.integers(1, 12)).tolist()
        tokens.insert(int(random.integers(len(tokens) + 1)), POSITIVE if label else NEGATIVE)
        texts.append([CLS, *tokens, SEP])
        labels.append(label)
    return texts, labels


def write_arrow(path: Path, texts: list[list[int]], labels: list[int]) -> str:
    table = pa.table(
        {"input_ids": pa.array(texts, pa.list_(pa.int32())), "label": pa.array(labels, pa.int32())}
    )
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return str(path)


def model_shape(**changes: Any) -> Any:
    return {
        "vocabulary_size": VOCABULARY_SIZE,
        "pad_token_id": 0,
        "mask_token_id": 4,
        "special_token_count": FIRST,
        "hidden_size": 32,
        "layers": 2,
        "heads": 2,
        "intermediate_size": 64,
        "max_positions": 16,
        "dropout": 0.1,
        "initializer_range": 0.02,
        "neighbour_offsets": [],
        **changes,
    }


def train_job(folder: Path, **training: Any) -> Any:
    return {
        "schema_version": 1,
        "kind": "train",
        "output_dir": str(folder),
        "labels": ["negative", "positive"],
        "train_data": write_arrow(folder / "train.arrow", *separable_texts(200, seed=1)),
        "validation_data": write_arrow(folder / "validation.arrow", *separable_texts(60, seed=2)),
        "model": model_shape(),
        "training": {
            "epochs": 8,
            "batch_size": 16,
            "learning_rate": 3e-3,
            "warmup_ratio": 0.1,
            "weight_decay": 0.01,
            "label_smoothing": 0.0,
            "token_dropout": 0.0,
            "gradient_clip": 1.0,
            "seed": 7,
            "warm_start": None,
            **training,
        },
    }


def run_engine(job: Any, folder: Path) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, events and stderr of the engine as a process of its own."""
    path = folder / "job.json"
    path.write_text(job if isinstance(job, str) else json.dumps(job), "utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "kanjo_engine", str(path)],
        env={**os.environ, "PYTHONPATH": str(ENGINE_ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    events = [json.loads(line) for line in result.stdout.splitlines()]
    return result.returncode, events, result.stderr
