"""What the products of matrices are computed in."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import torch

from ..contract import Precision
from ..errors import EngineError

DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16}


def resolve_precision(wanted: Precision, device: torch.device) -> Precision:
    """Raises EngineError `precision-unsupported` for what the device does not have."""
    if wanted == "auto":
        if device.type == "cpu":
            return "fp32"
        return "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp16"
    if wanted == "fp16" and device.type == "cpu":
        message = "precision fp16 is given, and there is no GPU"
        raise EngineError("precision-unsupported", message, "Choose auto, bf16 or fp32.")
    return wanted


def autocast(precision: Precision, device: torch.device) -> AbstractContextManager[object]:
    dtype = DTYPES.get(precision)
    return nullcontext() if dtype is None else torch.autocast(device.type, dtype)


def make_scaler(precision: Precision) -> torch.amp.GradScaler:
    """Keeps small fp16 gradients from becoming zero; does nothing in other precisions."""
    return torch.amp.GradScaler(enabled=precision == "fp16")
