"""Low-rank adaptation of a whole model, with peft's defaults for BERT."""

from __future__ import annotations

from torch import Tensor

from ..contract import LowRankAdaptation
from .low_rank_linear import LowRankLinear
from .task_model import TaskModel


def add_low_rank_adaptation(model: TaskModel, options: LowRankAdaptation) -> None:
    """Queries and values get an update; it and the task's head are trained, all else is frozen."""
    model.bert.requires_grad_(False)
    for layer in model.bert.list_layers():
        attention = layer.attention.self
        attention.query = LowRankLinear(attention.query, options)
        attention.value = LowRankLinear(attention.value, options)


def merge_low_rank_adaptation(model: TaskModel) -> dict[str, Tensor]:
    """The model's weights under transformers' names, updates merged; the model stays as it is."""
    weights = {name: tensor.detach() for name, tensor in model.state_dict().items()}
    for name, module in model.named_modules():
        if isinstance(module, LowRankLinear):
            weights[f"{name}.weight"] = module.merge()
            del weights[f"{name}.lora_A"], weights[f"{name}.lora_B"]
    return weights
