"""
Starts the first layer's attention heads as views of the neighbouring tokens.

Sentiment hangs on runs of two to four characters, and attention that starts at
random needs far more text than a few thousand sentences to find out what stands
next to what. So position p starts as cos(w p), sin(w p) over frequencies w in
(0, pi), and a head's query is the same pair turned by w times its offset: query
p and key p' then agree most where p' = p + offset (Cordonnier et al. 2020, "On
the Relationship between Self-Attention and Convolutional Layers"). It is only a
start: everything is trained on, and the architecture stays BERT's.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from ..errors import EngineError
from .bert import Bert
from .shape import BertShape

# How much a score at the offset exceeds the others, before LayerNorm's scale: enough to prefer it.
PEAK = 3.0


@torch.no_grad()
def start_with_neighbours(bert: Bert, shape: BertShape, offsets: list[int]) -> None:
    """Head i of the first layer looks `offsets[i]` tokens to the right; others stay random."""
    _require_room(shape, offsets)
    width = shape.head_size
    frequencies = (torch.arange(width // 2) + 0.5) * math.pi / (width // 2 + 0.37)
    _mark_positions(bert, shape, frequencies)
    attention = bert.list_layers()[0].attention.self
    query, key = attention.query.weight, attention.key.weight
    scale = math.sqrt(PEAK * math.sqrt(width) / (width // 2))
    for head, offset in enumerate(offsets):
        rows = slice(head * width, (head + 1) * width)
        query[rows, :width] = scale * make_rotation(frequencies * offset)
        key[rows] = 0
        key[rows, :width] = scale * torch.eye(width)


def make_rotation(angles: Tensor) -> Tensor:
    """Block-diagonal: pair i of the features is turned by `angles[i]`."""
    cosines, sines = angles.cos().tolist(), angles.sin().tolist()
    blocks = [torch.tensor([[c, -s], [s, c]]) for c, s in zip(cosines, sines, strict=True)]
    return torch.block_diag(*blocks)


def _require_room(shape: BertShape, offsets: list[int]) -> None:
    if len(offsets) > shape.heads:
        message = f"{len(offsets)} neighbour offsets for {shape.heads} heads"
        raise EngineError("job-invalid", message, "Give one offset a head, at most.")
    if shape.head_size % 2:
        message = f"neighbour offsets need an even head size, and it is {shape.head_size}"
        raise EngineError("job-invalid", message, "Choose 32 or 64 features a head.")


def _mark_positions(bert: Bert, shape: BertShape, frequencies: Tensor) -> None:
    """The first `head_size` features of a token are its position, the others its identity."""
    width, embeddings = shape.head_size, bert.embeddings
    words = embeddings.word_embeddings.weight
    words.normal_(0.0, math.sqrt(0.5))
    words[:, :width] = 0
    words[shape.pad_token_id] = 0
    embeddings.token_type_embeddings.weight.zero_()
    positions = embeddings.position_embeddings.weight
    positions.zero_()
    angles = torch.arange(len(positions))[:, None] * frequencies
    positions[:, 0:width:2], positions[:, 1:width:2] = angles.cos(), angles.sin()
