"""
A checkpoint of random weights in the three formats, and onnxruntime's logits for
the texts of a JSON list on stdin: `export_formats.py <folder>`, JSON on stdout.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from transformers import BertConfig, BertForSequenceClassification

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))

from kanjo_engine.export.export import export

LABELS = ["negative", "neutral", "positive"]


def save_checkpoint(folder: Path) -> None:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=100,
        hidden_size=96,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=136,
        max_position_embeddings=64,
        id2label=dict(enumerate(LABELS)),
    )
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    model.save_pretrained(folder)


def export_format(folder: Path, weights: Any) -> str:
    output = folder / weights
    output.mkdir()
    result = export(
        {
            "schema_version": 3,
            "kind": "export",
            "output_dir": str(output),
            "checkpoint_dir": str(folder),
            "task": {"kind": "classification", "labels": LABELS},
            "weights": weights,
            "temperature": 1.5,
            "kept_tokens": None,
        },
        emit=lambda _event: None,
    )
    return result["ort"]


def compute_logits(path: str, texts: list[list[int]]) -> list[list[float]]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    found: list[list[float]] = []
    for ids in texts:
        row = np.array([ids], np.int64)
        feed = {
            "input_ids": row,
            "attention_mask": np.ones_like(row),
            "token_type_ids": np.zeros_like(row),
        }
        found.append(np.asarray(session.run(["logits"], feed)[0])[0].tolist())
    return found


def main(folder: Path, texts: list[list[int]]) -> dict[str, Any]:
    save_checkpoint(folder)
    files = {weights: export_format(folder, weights) for weights in ("fp32", "int8", "int4")}
    return {
        weights: {"file": file, "logits": compute_logits(file, texts)}
        for weights, file in files.items()
    }


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), json.load(sys.stdin)), sys.stdout)
