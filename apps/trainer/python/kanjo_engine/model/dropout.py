"""
Dropout. PyTorch draws a CPU's dropout masks one Bernoulli number at a time, which
at bf16's speed costs as much as an attention layer. Here a 64-bit draw decides
on four elements: each 16-bit lane is compared with a threshold, so that the rate
is met to 1/65536, and the scale is that of the rate as it is met. Elsewhere, and
inside `torch.compile`, PyTorch's own dropout is the faster one.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

LANES = 65536
LANES_PER_DRAW = 4


def drop(values: Tensor, rate: float, training: bool) -> Tensor:
    """Elements are zero with probability `rate`, the others scaled so that the mean stays."""
    if not training or rate == 0:
        return values
    if _draws_lanes(values):
        return _Drop.apply(values, rate)
    return functional.dropout(values, rate)


def drop_and_add(values: Tensor, residual: Tensor, rate: float, training: bool) -> Tensor:
    """`drop(values) + residual` in fewer passes; the sum has the wider of the two types."""
    if training and rate > 0 and _draws_lanes(values):
        return _DropAndAdd.apply(values, residual, rate)
    return drop(values, rate, training) + residual


def _draws_lanes(values: Tensor) -> bool:
    return values.device.type == "cpu" and not torch.compiler.is_compiling()


def _draw_kept(values: Tensor, rate: float) -> tuple[Tensor, float]:
    """1 for what stays and 0 for what goes, shaped like `values`, and the scale."""
    count = values.numel()
    draws = torch.empty(-(-count // LANES_PER_DRAW), dtype=torch.int64)
    lanes = draws.random_(-(2**63), None).view(torch.int16)[:count].view(values.shape)
    dropped = round(rate * LANES)
    kept = torch.empty(values.shape, dtype=values.dtype)
    torch.ge(lanes, dropped - LANES // 2, out=kept)
    return kept, LANES / (LANES - dropped)


class _Drop(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, values: Tensor, rate: float) -> Tensor:
        kept, scale = _draw_kept(values, rate)
        kept *= scale
        ctx.save_for_backward(kept)
        return values * kept

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        (kept,) = ctx.saved_tensors
        return gradients[0] * kept, None


class _DropAndAdd(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, values: Tensor, residual: Tensor, rate: float) -> Tensor:
        kept, scale = _draw_kept(values, rate)
        ctx.save_for_backward(kept)
        ctx.scale = scale
        if values.dtype == residual.dtype:
            return torch.addcmul(residual, values, kept, value=scale)
        return torch.add(residual, values * kept, alpha=scale)

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        (kept,) = ctx.saved_tensors
        gradient = gradients[0]
        return (gradient.to(kept.dtype) * kept).mul_(ctx.scale), gradient, None
