"""Queries, keys and values of packed tokens, and what the heads make of them."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..data.packing import AttentionChunk, PackedBatch
from .attention import attend, gather, spread
from .initialization import make_linear
from .shape import BertShape


class SelfAttention(nn.Module):
    """transformers' BertSelfAttention."""

    def __init__(self, shape: BertShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.dropout = shape.attention_dropout
        self.query = make_linear(shape.hidden_size, shape.hidden_size)
        self.key = make_linear(shape.hidden_size, shape.hidden_size)
        self.value = make_linear(shape.hidden_size, shape.hidden_size)

    def forward(self, hidden: Tensor, batch: PackedBatch) -> Tensor:
        """[tokens, hidden] -> [tokens, hidden]."""
        projected = project(hidden, [self.query, self.key, self.value])
        parts = _split(projected, batch.chunks)
        contexts: list[Tensor] = []
        for part, chunk in zip(parts, batch.chunks, strict=True):
            query, key, value = self._cut_heads(spread(part, chunk), 3)
            contexts.append(gather(self._attend(query, key, value, chunk), chunk))
        return contexts[0] if len(contexts) == 1 else torch.cat(contexts)

    def attend_firsts(self, hidden: Tensor, firsts: Tensor, batch: PackedBatch) -> Tensor:
        """What each text's first token sees: [texts, hidden], `firsts` being their states."""
        queries = self.query(firsts).split([chunk.texts for chunk in batch.chunks])
        parts = _split(project(hidden, [self.key, self.value]), batch.chunks)
        contexts: list[Tensor] = []
        for part, rows, chunk in zip(parts, queries, batch.chunks, strict=True):
            key, value = self._cut_heads(spread(part, chunk), 2)
            (query,) = self._cut_heads(rows[:, None], 1)
            contexts.append(self._attend(query, key, value, chunk).flatten(0, 1))
        return torch.cat(contexts)

    def _cut_heads(self, grid: Tensor, count: int) -> tuple[Tensor, ...]:
        """[texts, longest, count * hidden] -> `count` of [texts, heads, longest, head size]."""
        texts, longest, _ = grid.shape
        heads = grid.view(texts, longest, count, self.heads, -1).permute(2, 0, 3, 1, 4)
        # A product of matrices would otherwise copy each of them by itself.
        return (heads.contiguous() if grid.device.type == "cpu" else heads).unbind(0)

    def _attend(self, query: Tensor, key: Tensor, value: Tensor, chunk: AttentionChunk) -> Tensor:
        return attend(query, key, value, chunk.mask, self.dropout if self.training else 0.0)


def project(hidden: Tensor, layers: list[nn.Linear]) -> Tensor:
    """All layers' outputs side by side, in one product where they are plain ones."""
    if any(type(layer) is not nn.Linear for layer in layers):
        return torch.cat([layer(hidden) for layer in layers], dim=-1)
    device = hidden.device.type
    is_mixed = torch.is_autocast_enabled(device)
    dtype = torch.get_autocast_dtype(device) if is_mixed else hidden.dtype
    weight = torch.cat([layer.weight.to(dtype) for layer in layers])
    bias = torch.cat([layer.bias.to(dtype) for layer in layers])
    return functional.linear(hidden.to(dtype), weight, bias)


def _split(tokens: Tensor, chunks: list[AttentionChunk]) -> tuple[Tensor, ...]:
    return tokens.split([chunk.tokens.stop - chunk.tokens.start for chunk in chunks])
