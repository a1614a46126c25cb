"""
BERT's encoder (Devlin et al. 2018) on packed tokens: the numbers are those of
transformers' BertModel, but nothing is computed for padding, and in the last
layer nothing for tokens that the task does not read.
"""

from __future__ import annotations

from collections.abc import Iterable

from torch import Tensor, nn

from ..data.packing import PackedBatch
from .initialization import make_linear
from .layers import Embeddings, Layer
from .shape import BertShape


class Encoder(nn.Module):
    def __init__(self, shape: BertShape) -> None:
        super().__init__()
        self.layer = nn.ModuleList(Layer(shape) for _ in range(shape.layers))


class Pooler(nn.Module):
    """A first token's state as that of its text: [texts, hidden]."""

    def __init__(self, shape: BertShape) -> None:
        super().__init__()
        self.dense = make_linear(shape.hidden_size, shape.hidden_size)

    def forward(self, firsts: Tensor) -> Tensor:
        return self.dense(firsts).tanh()


class Bert(nn.Module):
    def __init__(self, shape: BertShape, *, with_pooler: bool) -> None:
        super().__init__()
        self.embeddings = Embeddings(shape)
        self.encoder = Encoder(shape)
        self.pooler = Pooler(shape) if with_pooler else None

    def encode(self, batch: PackedBatch, layers: int | None = None) -> list[Tensor]:
        """The embeddings and the lower `layers`' outputs, or all: [tokens, hidden] each."""
        states = [self.embeddings(batch)]
        for layer in self.list_layers()[:layers]:
            states.append(layer(states[-1], batch))
        return states

    def encode_firsts(self, batch: PackedBatch) -> Tensor:
        """The last layer's output at every text's first token, [texts, hidden]."""
        *lower, last = self.list_layers()
        return last.forward_firsts(self._run(lower, batch), batch)

    def encode_chosen(self, batch: PackedBatch, chosen: Tensor | None) -> Tensor:
        """The last layer's output at the chosen tokens or at all, [chosen, hidden]."""
        *lower, last = self.list_layers()
        return last(self._run(lower, batch), batch, chosen)

    def _run(self, layers: Iterable[Layer], batch: PackedBatch) -> Tensor:
        hidden = self.embeddings(batch)
        for layer in layers:
            hidden = layer(hidden, batch)
        return hidden

    def list_layers(self) -> list[Layer]:
        return [layer for layer in self.encoder.layer if isinstance(layer, Layer)]
