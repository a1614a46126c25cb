"""The interface between the training loop and what it minimizes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..data.examples import Examples
from ..data.packing import PackedBatch, pack


@dataclass(frozen=True)
class Batch:
    """Some examples, packed; `targets` are in the rows' order, before the packing sorted them."""

    packed: PackedBatch
    targets: Tensor
    # The packed text of each row, [rows].
    restore: Tensor
    # What the summed loss is divided by, summed over the batches of a step.
    weight: float
    examples: int
    tokens: int


class Objective(nn.Module, ABC):
    """Its parameters are what is learned, its forward pass the summed loss of a batch."""

    @abstractmethod
    def collate(
        self, examples: Examples, chosen: NDArray[np.int64], device: torch.device
    ) -> Batch: ...

    @abstractmethod
    def forward(self, batch: Batch) -> Tensor: ...


def collate(examples: Examples, chosen: NDArray[np.int64], device: torch.device) -> Batch:
    """`chosen` are indices of examples, not of rows; `weight` is their number."""
    rows = examples.rows_of(chosen)
    packed = pack(examples, rows, device)
    targets = torch.from_numpy(examples.targets[rows])
    return Batch(
        packed=packed,
        targets=(targets if targets.is_floating_point() else targets.long()).to(device),
        restore=torch.from_numpy(np.argsort(packed.order)).to(device),
        weight=float(len(chosen)),
        examples=len(chosen),
        tokens=int(examples.row_lengths[rows].sum()),
    )
