"""The name of what computes."""

from __future__ import annotations

import platform
from pathlib import Path


def name_hardware(device_type: str) -> str:
    """The card's name, or the processor's as Linux gives it."""
    if device_type == "cuda":
        import torch

        return torch.cuda.get_device_name()
    processors = Path("/proc/cpuinfo")
    if processors.is_file():
        for line in processors.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()
