"""How weights begin: normal, biases zero, LayerNorms as the identity, as in transformers."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from .shape import BertShape

PAD_ROW_OF = "word_embeddings.weight"


def make_linear(inputs: int, outputs: int) -> nn.Linear:
    """Its weights hold anything until they are loaded or initialized."""
    layer = nn.utils.skip_init(nn.Linear, inputs, outputs)
    assert isinstance(layer, nn.Linear)
    return layer


def make_embedding(rows: int, width: int, pad_row: int | None = None) -> nn.Embedding:
    """Its weights hold anything until they are loaded or initialized."""
    layer = nn.utils.skip_init(nn.Embedding, rows, width, padding_idx=pad_row)
    assert isinstance(layer, nn.Embedding)
    return layer


@torch.no_grad()
def initialize(parameters: Iterable[tuple[str, Tensor]], shape: BertShape) -> None:
    for name, parameter in parameters:
        if name.endswith("LayerNorm.weight"):
            parameter.fill_(1.0)
        elif name.endswith("bias"):
            parameter.zero_()
        else:
            parameter.normal_(0.0, shape.initializer_range)
        if name.endswith(PAD_ROW_OF):
            parameter[shape.pad_token_id] = 0.0
