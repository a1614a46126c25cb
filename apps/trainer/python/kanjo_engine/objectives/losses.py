"""Summed losses of the tasks, and the logits in the rows' order."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from ..contract import Task
from .objective import Batch


def restore_logits(task: Task, logits: Tensor, batch: Batch) -> Tensor:
    """[rows, labels], [rows], [examples, choices] or, for spans, [rows, longest, 2], float32."""
    logits = logits.float()
    match task["kind"]:
        case "multiple-choice":
            return logits[batch.restore].reshape(-1, task["choices"])
        case "span":
            return _spread(logits, batch)[batch.restore]
        case _:
            return logits[batch.restore]


def sum_losses(
    task: Task,
    logits: Tensor,
    targets: Tensor,
    *,
    label_smoothing: float = 0.0,
    class_weights: Tensor | None = None,
) -> Tensor:
    """`logits` as `restore_logits` gives them. Rows whose label is -1 count nothing."""
    match task["kind"]:
        case "classification":
            return functional.cross_entropy(
                logits,
                targets,
                weight=class_weights,
                label_smoothing=label_smoothing,
                ignore_index=-1,
                reduction="sum",
            )
        case "multiple-choice":
            labels = targets.reshape(logits.shape)[:, 0]
            return functional.cross_entropy(
                logits, labels, label_smoothing=label_smoothing, reduction="sum"
            )
        case "regression":
            return functional.mse_loss(logits, targets.float(), reduction="sum")
        case "span":
            starts = functional.cross_entropy(logits[..., 0], targets[:, 0], reduction="sum")
            ends = functional.cross_entropy(logits[..., 1], targets[:, 1], reduction="sum")
            return (starts + ends) / 2
        case "masked-language-model":
            raise ValueError("masked tokens have an objective of their own")


def _spread(logits: Tensor, batch: Batch) -> Tensor:
    """[tokens, 2] -> [texts, longest, 2], with what no softmax sees behind a text's end."""
    packed = batch.packed
    texts = torch.cumsum(packed.position_ids == 0, dim=0) - 1
    grid = logits.new_full((len(packed.firsts), packed.chunks[0].longest, 2), -1e9)
    return grid.index_put((texts, packed.position_ids), logits)
