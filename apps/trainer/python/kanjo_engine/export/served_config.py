"""`config.json` of the exported files, as transformers and transformers.js read it."""

from __future__ import annotations

import json
from pathlib import Path

from ..contract import ExportJob, WeightFormat
from ..files import write_file
from ..model.shape import PROBLEM_TYPES
from .checkpoint import Config

# What transformers.js opens: `onnx/model.onnx`, `model_quantized.onnx`, `model_q4.onnx`.
DTYPES: dict[WeightFormat, str] = {"fp32": "fp32", "int8": "q8", "int4": "q4"}


def write_config(config: Config, path: Path) -> None:
    text = json.dumps(config, ensure_ascii=False, indent=2) + "\n"
    write_file(path, lambda partial: partial.write_text(text, "utf-8"))


def describe_export(config: Config, job: ExportJob) -> Config:
    """The checkpoint's own, with the labels of the task and the ids of the kept tokens."""
    task = job["task"]
    labels = task["labels"] if task["kind"] == "classification" else ["LABEL_0"]
    return {
        **config,
        **_renumber_tokens(config, job["kept_tokens"]),
        "problem_type": PROBLEM_TYPES[task["kind"]],
        "id2label": {str(index): label for index, label in enumerate(labels)},
        "label2id": {label: index for index, label in enumerate(labels)},
        "transformers.js_config": {"dtype": DTYPES[job["weights"]]},
    }


def _renumber_tokens(config: Config, kept: list[int] | None) -> Config:
    """A special token that is not kept has no id any more."""
    if kept is None:
        return {}
    places = {token: place for place, token in enumerate(kept)}
    specials = {
        key: places.get(token)
        for key, token in config.items()
        if key.endswith("_token_id") and isinstance(token, int)
    }
    return {"vocab_size": len(kept), **specials}
