"""The interface between the training loop and what it minimizes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..data.examples import Examples
from ..data.packing import PackedBatch, move_batch, move_tensor, pack


@dataclass(frozen=True)
class Batch:
    """Some examples, packed; `targets` are in the rows' order, before the packing sorted them."""

    packed: PackedBatch
    targets: Tensor
    # The packed text of each row, [rows].
    restore: Tensor
    # What the summed loss is divided by, summed over the batches of a step.
    weight: float
    tokens: int


class Objective(nn.Module, ABC):
    """Its parameters are what is learned, its forward pass the summed loss of a batch."""

    def collate(self, examples: Examples, chosen: NDArray[np.int64]) -> Batch:
        """On the CPU."""
        return collate(examples, chosen)

    @abstractmethod
    def forward(self, batch: Batch) -> Tensor: ...


def collate(examples: Examples, chosen: NDArray[np.int64]) -> Batch:
    """On the CPU. `chosen` are indices of examples, not of rows; `weight` is their number."""
    rows = examples.rows_of(chosen)
    packed = pack(examples, rows)
    targets = torch.from_numpy(examples.targets[rows])
    return Batch(
        packed=packed,
        targets=targets if targets.is_floating_point() else targets.long(),
        restore=torch.from_numpy(np.argsort(packed.order)),
        weight=float(len(chosen)),
        tokens=len(packed.input_ids),
    )


def move(batch: Batch, device: torch.device) -> Batch:
    """To where it is computed."""
    return replace(
        batch,
        packed=move_batch(batch.packed, device),
        targets=move_tensor(batch.targets, device),
        restore=move_tensor(batch.restore, device),
    )
