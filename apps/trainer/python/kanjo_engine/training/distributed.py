"""Several processes that train one model together, started by `torchrun`."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor


@dataclass(frozen=True)
class Processes:
    """This process's rank, from 0, and how many there are."""

    rank: int
    count: int

    @property
    def is_first(self) -> bool:
        return self.rank == 0

    def sum(self, values: list[float]) -> list[float]:
        """The sums over all processes."""
        if self.count == 1:
            return values
        tensor = torch.tensor(values, dtype=torch.float64)
        dist.all_reduce(tensor)
        return tensor.tolist()

    def share(self, value: Any) -> Any:
        """The first process's value, in all of them."""
        if self.count == 1:
            return value
        box = [value]
        dist.broadcast_object_list(box, src=0)
        return box[0]

    def gather(self, value: Any) -> list[Any]:
        """Every process's value, in the order of their ranks."""
        if self.count == 1:
            return [value]
        values: list[Any] = [None] * self.count
        dist.all_gather_object(values, value)
        return values

    def share_tensor(self, tensor: Tensor) -> None:
        """Overwrites it with the first process's."""
        if self.count > 1:
            dist.broadcast(tensor, src=0)


@contextmanager
def join_processes() -> Generator[tuple[Processes, torch.device]]:
    """The process alone, or the group that `torchrun` started it in; and where it computes."""
    count, rank = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("RANK", "0"))
    device = _choose_device(int(os.environ.get("LOCAL_RANK", "0")))
    if count == 1:
        yield Processes(0, 1), device
        return
    # Numbers and objects of the processes travel over gloo, gradients of GPUs over NCCL.
    dist.init_process_group("cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo")
    try:
        yield Processes(rank, count), device
    finally:
        dist.destroy_process_group()


def _choose_device(local_rank: int) -> torch.device:
    if not torch.cuda.is_available():
        return torch.device("cpu")
    torch.cuda.set_device(local_rank)
    return torch.device("cuda", local_rank)
