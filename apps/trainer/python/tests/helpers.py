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
import pytest
import torch

from kanjo_engine.training.distributed import Processes
from kanjo_engine.training.train import train

ENGINE_ROOT = Path(__file__).parents[1]
CPU = torch.device("cpu")

CLS, SEP, MASK, FIRST = 2, 3, 4, 5
POSITIVE, NEGATIVE = 5, 6
VOCABULARY_SIZE = 13

COLUMN_TYPES = {
    "label": pa.int32(),
    "target": pa.float32(),
    "start": pa.int32(),
    "end": pa.int32(),
}


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


def write_arrow(
    path: Path, texts: list[list[int]], labels: list[int] | None = None, **columns: list[Any]
) -> str:
    """Single texts; a row of `columns` belongs to a row of `texts`."""
    starts = columns.pop("second_start", [len(text) for text in texts])
    if labels is not None:
        columns["label"] = labels
    arrays = {name: pa.array(rows, COLUMN_TYPES[name]) for name, rows in columns.items()}
    table = pa.table(
        {
            "input_ids": pa.array(texts, pa.list_(pa.int32())),
            "second_start": pa.array(starts, pa.int32()),
            **arrays,
        }
    )
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return str(path)


def vocabulary_shape() -> Any:
    return {
        "size": VOCABULARY_SIZE,
        "pad_token_id": 0,
        "mask_token_id": MASK,
        "special_token_ids": list(range(FIRST)),
    }


def model_shape(**changes: Any) -> Any:
    return {
        "kind": "scratch",
        "hidden_size": 32,
        "layers": 2,
        "heads": 2,
        "intermediate_size": 64,
        "max_positions": 16,
        "dropout": 0.1,
        "attention_dropout": 0.0,
        "initializer_range": 0.02,
        "neighbour_offsets": [],
        **changes,
    }


CLASSIFICATION = {"kind": "classification", "labels": ["negative", "positive"]}


def train_job(folder: Path, **training: Any) -> Any:
    folder.mkdir(exist_ok=True)
    return {
        "schema_version": 3,
        "kind": "train",
        "output_dir": str(folder),
        "task": CLASSIFICATION,
        "train_data": write_arrow(folder / "train.arrow", *separable_texts(200, seed=1)),
        "validation_data": write_arrow(folder / "validation.arrow", *separable_texts(60, seed=2)),
        "unlabelled_data": None,
        "vocabulary": vocabulary_shape(),
        "model": model_shape(),
        "training": {
            "epochs": 8,
            "batch_size": 16,
            "batching": {"kind": "length-grouped"},
            "gradient_accumulation": 1,
            "learning_rate": 3e-3,
            "warmup_ratio": 0.1,
            "weight_decay": 0.01,
            "label_smoothing": 0.0,
            "class_weights": None,
            "token_dropout": 0.0,
            "gradient_clip": 1.0,
            "precision": "fp32",
            "compile": False,
            "patience": None,
            "seed": 7,
            "warm_start": None,
            **training,
        },
        "distillation": None,
        "checkpoints": {"every_steps": None, "every_seconds": 300.0, "keep": 2},
        "resume": False,
    }


def run_training(job: Any) -> tuple[Any, list[Any]]:
    """Result and events of a job in this process."""
    events: list[Any] = []
    return train(job, Processes(0, 1), CPU, events.append), events


class Interrupted(Exception):
    """Ends a training where a test wants it to."""


def stop_after(job: Any, epochs: int) -> None:
    """Trains in this process, up to an exception after so many epochs."""
    seen: list[Any] = []

    def emit(event: Any) -> None:
        seen.extend([event] if event["event"] == "epoch" else [])
        if len(seen) > epochs:
            raise Interrupted

    with pytest.raises(Interrupted):
        train(job, Processes(0, 1), CPU, emit)


def read_weights(job: Any) -> bytes:
    return (Path(job["output_dir"]) / "checkpoint" / "model.safetensors").read_bytes()


def start_engine(job: Any, folder: Path, *launcher: str) -> subprocess.Popen[str]:
    path = folder / "job.json"
    path.write_text(job if isinstance(job, str) else json.dumps(job), "utf-8")
    return subprocess.Popen(
        [sys.executable, *launcher, "-m", "kanjo_engine", str(path)],
        env={**os.environ, "PYTHONPATH": str(ENGINE_ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def run_engine(job: Any, folder: Path, *launcher: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, events and stderr of the engine as a process of its own."""
    engine = start_engine(job, folder, *launcher)
    output, errors = engine.communicate()
    return engine.returncode, [json.loads(line) for line in output.splitlines()], errors
