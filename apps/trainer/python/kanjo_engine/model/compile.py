"""`torch.compile` where it pays: the parts of a layer that treat every token alike."""

from __future__ import annotations

import torch

from .layers import Layer
from .task_model import TaskModel


def compile_layers(model: TaskModel) -> None:
    """
    Fuses what surrounds the feed-forward products. The number of tokens, which
    differs from batch to batch, is dynamic; attention, whose chunks do, is left out.
    """
    for layer in model.bert.encoder.layer:
        if isinstance(layer, Layer):
            layer.transform = torch.compile(layer.transform, dynamic=True)
