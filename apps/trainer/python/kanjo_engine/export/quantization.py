"""Weights as small integers with scales, rounded to the nearest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

SMALLEST = np.finfo(np.float32).tiny
LARGEST_NIBBLE = 15

# What 0 is where int8 is written as uint8.
UNSIGNED_ZERO = 128


@dataclass(frozen=True)
class Blocks:
    """A matrix in 4 bits: (value - zero point) * scale, the latter two of each block."""

    # [rows, blocks, block size], 0 to 15
    values: Bytes
    # [rows, blocks]
    scales: Floats
    # [rows, blocks], 0 to 15
    zero_points: Bytes


def quantize(matrix: Floats, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """Symmetric int8, -127 to 127, with one scale for each slice along `axis` (kept as 1)."""
    scales = np.abs(matrix).max(axis=axis, keepdims=True).astype(np.float32) / np.float32(127)
    scales = np.maximum(scales, SMALLEST)
    return np.rint(matrix / scales).astype(np.int8), scales


def make_unsigned(values: NDArray[np.int8]) -> Bytes:
    """The same numbers, `UNSIGNED_ZERO` higher."""
    return (values.astype(np.int16) + UNSIGNED_ZERO).astype(np.uint8)


def quantize_blocks(matrix: Floats, block_size: int) -> Blocks:
    """Blocks of neighbours in a row, the last one filled up with zeros; 0 stays 0."""
    rows, width = matrix.shape
    padded = np.pad(matrix, ((0, 0), (0, -width % block_size)))
    blocks = padded.reshape(rows, -1, block_size)
    least = np.minimum(blocks.min(axis=2, keepdims=True), 0)
    largest = np.maximum(blocks.max(axis=2, keepdims=True), 0)
    scales = np.maximum((largest - least) / np.float32(LARGEST_NIBBLE), SMALLEST)
    zero_points = np.rint(-least / scales)
    values = np.clip(np.rint(blocks / scales) + zero_points, 0, LARGEST_NIBBLE)
    return Blocks(values.astype(np.uint8), scales[..., 0], zero_points[..., 0].astype(np.uint8))


def pack_nibbles(values: Bytes) -> Bytes:
    """Two 4-bit numbers of the last axis a byte, the first in the lower half."""
    padding = [(0, 0)] * (values.ndim - 1) + [(0, values.shape[-1] % 2)]
    pairs = np.pad(values, padding)
    return (pairs[..., 0::2] | pairs[..., 1::2] << 4).astype(np.uint8)
