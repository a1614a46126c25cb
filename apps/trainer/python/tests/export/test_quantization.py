from __future__ import annotations

import numpy as np
import pytest

from kanjo_engine.export.quantization import pack_nibbles, quantize, quantize_blocks


def make_matrix(rows: int, width: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    matrix = np.random.default_rng(0).normal(size=(rows, width)).astype(np.float32)
    matrix[4] = 0
    matrix[:, 4] = 0
    matrix[5] = np.abs(matrix[5])
    return matrix


@pytest.mark.parametrize("axis", [0, 1])
def test_int8_errs_by_at_most_half_a_step(axis: int) -> None:
    matrix = make_matrix(20, 30)
    values, scales = quantize(matrix, axis)
    assert np.all(np.abs(values * scales - matrix) <= scales / 2 * 1.0001)


@pytest.mark.parametrize("width", [32, 64, 50, 7])
def test_four_bits_err_by_at_most_one_step_and_keep_zero(width: int) -> None:
    matrix = make_matrix(20, width)
    blocks = quantize_blocks(matrix, 32)
    scales = blocks.scales[..., None]
    numbers = (blocks.values.astype(np.float32) - blocks.zero_points[..., None]) * scales
    found = numbers.reshape(20, -1)[:, :width]
    allowed = np.repeat(blocks.scales, 32, axis=1)[:, :width]
    assert np.all(np.abs(found - matrix) <= allowed * 1.0001)
    assert np.abs(found - matrix).mean() < 0.3 * allowed.mean()
    assert np.all(found[matrix == 0] == 0)


def test_nibbles_are_packed_from_the_lower_half_on() -> None:
    packed = pack_nibbles(np.array([[1, 2, 15], [0, 9, 3]], np.uint8))
    assert packed.tolist() == [[0x21, 0x0F], [0x90, 0x03]]
