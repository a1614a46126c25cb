"""
Batches without padding. All tokens of a batch lie in one row, text after text,
so that the layers that treat every token alike compute nothing in vain: at the
lengths of short messages a padded batch is two thirds padding. Only attention
looks at texts, and takes those of similar length at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .examples import Examples, Rows

# Texts join a chunk as long as they are not shorter than this share of its longest.
SHORTEST_IN_CHUNK = 0.7
# A chunk costs a few calls however small it is: below so many padded tokens it is not split.
LEAST_CHUNK_TOKENS = 256


@dataclass(frozen=True)
class AttentionChunk:
    """Consecutive texts whose attention is computed on a padded [texts, longest] grid."""

    tokens: slice
    # Place of each token in the flattened grid, [tokens of the chunk].
    positions: Tensor
    texts: int
    longest: int
    # [texts, 1, 1, longest], True where there is a token; None where all are equally long.
    mask: Tensor | None


@dataclass(frozen=True)
class PackedBatch:
    """Rows of several texts without padding, the longest first; tensors are int64."""

    input_ids: Tensor
    token_type_ids: Tensor
    position_ids: Tensor
    # Index of every text's first token, [texts].
    firsts: Tensor
    chunks: list[AttentionChunk]
    # Which of the given rows each text is, [texts], on the CPU.
    order: NDArray[np.int64]


def pack(examples: Examples, rows: Rows) -> PackedBatch:
    """On the CPU."""
    lengths = examples.row_lengths[rows]
    order = np.argsort(-lengths, kind="stable")
    rows, lengths = rows[order], lengths[order]
    positions = _count_up(lengths)
    starts = np.repeat(examples.second_starts[rows], lengths)

    return PackedBatch(
        input_ids=as_tensor(np.concatenate([examples[row] for row in rows])),
        token_type_ids=as_tensor(positions >= starts),
        position_ids=as_tensor(positions),
        firsts=as_tensor(np.cumsum(lengths) - lengths),
        chunks=_make_chunks(lengths),
        order=order,
    )


def move_tensor(tensor: Tensor, device: torch.device) -> Tensor:
    """Without waiting for the copy."""
    if device.type == "cpu":
        return tensor
    return tensor.pin_memory().to(device, non_blocking=True)


def move_batch(batch: PackedBatch, device: torch.device) -> PackedBatch:
    if device.type == "cpu":
        return batch
    chunks = [
        replace(
            chunk,
            positions=move_tensor(chunk.positions, device),
            mask=None if chunk.mask is None else move_tensor(chunk.mask, device),
        )
        for chunk in batch.chunks
    ]
    return replace(
        batch,
        input_ids=move_tensor(batch.input_ids, device),
        token_type_ids=move_tensor(batch.token_type_ids, device),
        position_ids=move_tensor(batch.position_ids, device),
        firsts=move_tensor(batch.firsts, device),
        chunks=chunks,
    )


def as_tensor(array: NDArray[Any]) -> Tensor:
    return torch.from_numpy(array.astype(np.int64))


def _count_up(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, 2, ... for each text."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)


def _make_chunks(lengths: NDArray[np.int64]) -> list[AttentionChunk]:
    chunks: list[AttentionChunk] = []
    first_token = 0
    for start, end in _cut_by_length(lengths.tolist()):
        chunk = _make_chunk(lengths[start:end], first_token)
        first_token = chunk.tokens.stop
        chunks.append(chunk)
    return chunks


def _cut_by_length(lengths: list[int]) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(lengths)):
        is_short = lengths[at] < SHORTEST_IN_CHUNK * lengths[start]
        if is_short and (at - start) * lengths[start] >= LEAST_CHUNK_TOKENS:
            cuts.append((start, at))
            start = at
    return [*cuts, (start, len(lengths))]


def _make_chunk(lengths: NDArray[np.int64], first_token: int) -> AttentionChunk:
    texts, longest = len(lengths), int(lengths[0])
    grid = np.arange(longest) < lengths[:, None]
    return AttentionChunk(
        tokens=slice(first_token, first_token + int(lengths.sum())),
        positions=as_tensor(np.flatnonzero(grid)),
        texts=texts,
        longest=longest,
        mask=None if grid.all() else torch.from_numpy(grid)[:, None, None, :],
    )
