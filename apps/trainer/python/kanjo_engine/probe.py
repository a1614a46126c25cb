"""
What this interpreter has, as one JSON object on stdout: `python -m kanjo_engine.probe`.
Nothing is taken for granted, not even the interpreter's age: this is what says what is missing.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import json
import os
import platform
import sys
import time
from typing import Any

SECONDS_OF_PRODUCTS = 2.0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("distributions", nargs="*", help="whose versions to tell")
    parser.add_argument(
        "--product",
        nargs=3,
        type=int,
        metavar=("ROWS", "INNER", "COLUMNS"),
        help="measure the product of two matrices",
    )
    options = parser.parse_args(arguments)
    # Libraries that print do not get before the object.
    with contextlib.redirect_stdout(sys.stderr):
        found = {
            "python": platform.python_version(),
            "executable": sys.executable,
            "libraries": {name: find_version(name) for name in options.distributions},
            "torch": describe_torch(options.product),
        }
    print(json.dumps(found))
    return 0


def find_version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def describe_torch(product: list[int] | None) -> dict[str, Any]:
    """PyTorch as it imports, which may fail although it is installed."""
    try:
        import torch
    except (ImportError, OSError) as error:
        last = str(error).splitlines()[-1:]
        return {"error": last[0] if last else type(error).__name__}
    devices = [
        {
            "name": torch.cuda.get_device_name(index),
            "memory_bytes": torch.cuda.get_device_properties(index).total_memory,
            "has_bf16": torch.cuda.get_device_capability(index)[0] >= 8,
        }
        for index in range(torch.cuda.device_count())
        if torch.cuda.is_available()
    ]
    return {
        "error": None,
        "version": torch.__version__,
        "cuda_build": torch.version.cuda,
        "devices": devices,
        "threads": torch.get_num_threads(),
        "flops_per_second": None if product is None else measure_product(product, devices),
    }


def measure_product(shape: list[int], devices: list[dict[str, Any]]) -> float:
    """Operations a second of [rows, inner] x [inner, columns], in the precision of trainings."""
    import torch

    rows, inner, columns = shape
    on_card = len(devices) > 0
    has_bf16 = on_card and devices[0]["has_bf16"]
    dtype = torch.bfloat16 if has_bf16 else torch.float16 if on_card else torch.float32
    device = torch.device("cuda:0" if on_card else "cpu")
    left = torch.randn(rows, inner, device=device).to(dtype)
    right = torch.randn(inner, columns, device=device).to(dtype)

    def multiply(times: int) -> float:
        started = time.perf_counter()
        for _ in range(times):
            torch.mm(left, right)
        if on_card:
            torch.cuda.synchronize()
        return time.perf_counter() - started

    multiply(3)
    times = 1
    while multiply(times) < SECONDS_OF_PRODUCTS / 10:
        times *= 2
    spent = sorted(multiply(times) for _ in range(5))
    return 2.0 * rows * inner * columns * times / spent[len(spent) // 2]


if __name__ == "__main__":
    # Waiting threads that never sleep would be measured, too.
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    sys.exit(main(sys.argv[1:]))
