"""Weights of a BERT classifier as NumPy arrays, without PyTorch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from ..contract import ExportJob
from ..errors import EngineError
from ..model.shape import SUPPORTED
from .checkpoint import Config
from .quantization import Floats

Weights = dict[str, Floats]

WORDS = "bert.embeddings.word_embeddings.weight"
CLASSIFIER = ("classifier.weight", "classifier.bias")
# Checkpoints of other heads and of older versions of transformers lack one of them.
CHARACTERISTIC = {
    WORDS,
    "bert.embeddings.LayerNorm.weight",
    "bert.pooler.dense.weight",
    *CLASSIFIER,
}


def read_bert_weights(config: Config, job: ExportJob) -> Weights | None:
    """As they are served: kept tokens, temperature. None where they are not those of the graph."""
    path = Path(job["checkpoint_dir"]) / "model.safetensors"
    if not _is_known(config) or not path.is_file():
        return None
    try:
        tensors = load_file(path)
    except SafetensorError as error:
        raise EngineError("checkpoint-damaged", f"{path}: cannot be read: {error}") from error
    if not tensors.keys() >= CHARACTERISTIC:
        return None
    weights = {name: tensor.astype(np.float32, copy=False) for name, tensor in tensors.items()}
    if job["kept_tokens"] is not None:
        weights[WORDS] = weights[WORDS][job["kept_tokens"]]
    for name in CLASSIFIER:
        weights[name] = weights[name] / np.float32(job["temperature"])
    return weights


def _is_known(config: Config) -> bool:
    return all(config.get(key, default) == found for key, (found, default) in SUPPORTED.items())
