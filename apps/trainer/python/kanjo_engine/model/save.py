"""Checkpoints that transformers opens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from .lora import merge_low_rank_adaptation
from .shape import PROBLEM_TYPES, make_config
from .task_model import TaskModel


def save_checkpoint(model: TaskModel, folder: Path, labels: list[str] | None) -> None:
    """Writes `model.safetensors` and `config.json`; `labels` default to those of the task."""
    folder.mkdir(parents=True, exist_ok=True)
    merged = {**model.carried, **merge_low_rank_adaptation(model)}
    weights = {name: tensor.cpu().contiguous() for name, tensor in merged.items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    config = json.dumps(describe_model(model, labels), ensure_ascii=False, indent=2)
    (folder / "config.json").write_text(config + "\n", "utf-8")


def describe_model(model: TaskModel, labels: list[str] | None) -> dict[str, Any]:
    """`config.json` as transformers writes it."""
    task = model.task
    config = {"architectures": [model.architecture], "dtype": "float32", **make_config(model.shape)}
    if task["kind"] in PROBLEM_TYPES:
        config["problem_type"] = PROBLEM_TYPES[task["kind"]]
        names = labels or (task["labels"] if task["kind"] == "classification" else ["LABEL_0"])
        config["id2label"] = {str(index): label for index, label in enumerate(names)}
        config["label2id"] = {label: index for index, label in enumerate(names)}
    return config
