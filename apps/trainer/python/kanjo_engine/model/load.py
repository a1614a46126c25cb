"""
Puts a checkpoint's weights into a model. Checkpoints of many years and heads are
taken: bare encoders (`embeddings.*` for `bert.embeddings.*`), the LayerNorms of
TensorFlow (`gamma`, `beta`), and those with heads of another task, which are left.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from ..contract import Task, VocabularyShape
from ..errors import EngineError
from .initialization import initialize
from .shape import parse_config
from .task_model import TaskModel, make_task_model
from .weight_files import read_json, read_weights

BARE_PARTS = ("embeddings.", "encoder.", "pooler.")
OLD_ENDINGS = {"LayerNorm.gamma": "LayerNorm.weight", "LayerNorm.beta": "LayerNorm.bias"}
# Without these the model is no pretrained one; all else may begin at random.
ENCODER_PARTS = ("bert.embeddings.", "bert.encoder.")
CARRIED_PART = "bert.pooler."
NAMES_SHOWN = 5


def load_task_model(
    folder: Path, task: Task, vocabulary: VocabularyShape, *, allow_pickle: bool
) -> TaskModel:
    """What the folder has no weights for begins at random and is named in `initialized`."""
    path = folder / "config.json"
    shape = parse_config(read_json(path), str(path))
    if shape.vocabulary_size < vocabulary["size"]:
        message = (
            f"{path}: vocab_size is {shape.vocabulary_size},"
            f" and the tokenizer has {vocabulary['size']} tokens"
        )
        hint = "Use the tokenizer that belongs to the base model."
        raise EngineError("base-model-unsupported", message, hint)
    weights = rename_weights(read_weights(folder, allow_pickle=allow_pickle))
    model = make_task_model(shape, task)
    fill_model(model, weights, str(folder))
    return model


def rename_weights(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Today's names of transformers for those of older files."""
    is_bare = not any(name.startswith("bert.") for name in weights)
    renamed: dict[str, Tensor] = {}
    for name, tensor in weights.items():
        for old, new in OLD_ENDINGS.items():
            name = name.replace(old, new)
        is_bare_part = is_bare and name.startswith(BARE_PARTS)
        renamed[f"bert.{name}" if is_bare_part else name] = tensor
    if "cls.predictions.decoder.bias" in renamed:
        renamed.setdefault("cls.predictions.bias", renamed["cls.predictions.decoder.bias"])
    return renamed


@torch.no_grad()
def fill_model(model: TaskModel, weights: dict[str, Tensor], place: str) -> None:
    """Raises EngineError `base-model-incomplete` where encoder weights are missing or misshapen."""
    parameters = dict(model.named_parameters())
    missing = [name for name, one in parameters.items() if not _fits(weights.get(name), one)]
    of_encoder = [name for name in missing if name.startswith(ENCODER_PARTS)]
    if of_encoder:
        raise EngineError("base-model-incomplete", _describe(of_encoder, weights, model, place))
    for name in parameters.keys() - set(missing):
        parameters[name].copy_(weights[name])
    model.initialized = missing
    model.carried = {
        name: one
        for name, one in weights.items()
        if name.startswith(CARRIED_PART) and name not in parameters
    }
    initialize([(name, parameters[name]) for name in missing], model.shape)


def _fits(found: Tensor | None, wanted: Tensor) -> bool:
    return found is not None and found.shape == wanted.shape


def _describe(names: list[str], weights: dict[str, Tensor], model: TaskModel, place: str) -> str:
    wanted = dict(model.named_parameters())
    shown = [
        f"{name} ({_show_shape(weights.get(name))}, expected {list(wanted[name].shape)})"
        for name in names[:NAMES_SHOWN]
    ]
    rest = len(names) - len(shown)
    more = f" and {rest} more" if rest else ""
    return f"{place}: weights of the encoder are missing or misshapen: {', '.join(shown)}{more}"


def _show_shape(tensor: Tensor | None) -> str:
    return "missing" if tensor is None else f"shape {list(tensor.shape)}"
