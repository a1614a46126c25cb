"""Reads the weights of a folder as the Hugging Face Hub has it."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from ..errors import EngineError

SAFETENSORS = "model.safetensors"
INDEX = "model.safetensors.index.json"
PICKLE = "pytorch_model.bin"


def read_weights(folder: Path, *, allow_pickle: bool) -> dict[str, Tensor]:
    """
    All tensors by the names of their file. Raises EngineError
    `base-model-incomplete`, `base-model-damaged` or `pickle-refused`.
    """
    if (folder / SAFETENSORS).is_file():
        return _read_safetensors(folder / SAFETENSORS)
    if (folder / INDEX).is_file():
        return _read_shards(folder)
    if (folder / PICKLE).is_file():
        return _read_pickle(folder / PICKLE, allowed=allow_pickle)
    message = f"{folder}: has no {SAFETENSORS}, no {INDEX} and no {PICKLE}"
    raise EngineError("base-model-incomplete", message, "Download the base model again.")


def read_json(path: Path) -> dict[str, Any]:
    """Raises EngineError `base-model-incomplete` or `base-model-damaged`."""
    if not path.is_file():
        message = f"{path}: no such file"
        raise EngineError("base-model-incomplete", message, "Download the base model again.")
    try:
        content: Any = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise _make_damage_error(path, error) from error
    if not isinstance(content, dict):
        raise _make_damage_error(path, "expected a JSON object")
    return content


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except SafetensorError as error:
        raise _make_damage_error(path, error) from error


def _read_shards(folder: Path) -> dict[str, Tensor]:
    names = read_json(folder / INDEX).get("weight_map")
    if not isinstance(names, dict) or not all(isinstance(one, str) for one in names.values()):
        raise _make_damage_error(folder / INDEX, "weight_map is no object of file names")
    weights: dict[str, Tensor] = {}
    for name in sorted(set(names.values())):
        path = folder / name
        if Path(name).name != name or not path.is_file():
            message = f"{folder / INDEX}: names the file {name!r}, which is not in its folder"
            raise EngineError("base-model-incomplete", message, "Download the base model again.")
        weights |= _read_safetensors(path)
    return weights


def _read_pickle(path: Path, *, allowed: bool) -> dict[str, Tensor]:
    if not allowed:
        message = f"{path}: the weights are a pickle, which can run code when it is read"
        raise EngineError("pickle-refused", message, "Give --allow-pickle if you trust its source.")
    try:
        weights: Any = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        # PyTorch's own message advises to load it unsafely.
        message = f"{path}: the pickle has objects other than tensors, or is damaged"
        hint = "Use a revision or a copy of the base model with safetensors."
        raise EngineError("base-model-damaged", message, hint) from error
    except (RuntimeError, EOFError, ValueError, KeyError) as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise _make_damage_error(path, reason) from error
    if not isinstance(weights, dict) or not all(
        isinstance(one, Tensor) for one in weights.values()
    ):
        raise _make_damage_error(path, "expected a dictionary of tensors")
    return weights


def _make_damage_error(path: Path, reason: object) -> EngineError:
    message = f"{path}: cannot be read: {reason}"
    return EngineError("base-model-damaged", message, "Download the base model again.")
