"""The parts of a BERT layer, named as in transformers so that weights exchange."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from ..data.packing import PackedBatch
from .dropout import drop, drop_and_add
from .initialization import make_embedding, make_linear
from .self_attention import SelfAttention
from .shape import BertShape


class Embeddings(nn.Module):
    """What a token is, which text it is in and where: [tokens, hidden]."""

    def __init__(self, shape: BertShape) -> None:
        super().__init__()
        width = shape.hidden_size
        self.dropout = shape.dropout
        self.word_embeddings = make_embedding(shape.vocabulary_size, width, shape.pad_token_id)
        self.position_embeddings = make_embedding(shape.max_positions, width)
        self.token_type_embeddings = make_embedding(shape.token_types, width)
        self.LayerNorm = nn.LayerNorm(width, eps=shape.layer_norm_epsilon)

    def forward(self, batch: PackedBatch) -> Tensor:
        words = self.word_embeddings(batch.input_ids)
        types = self.token_type_embeddings(batch.token_type_ids)
        total = words + types + self.position_embeddings(batch.position_ids)
        return drop(self.LayerNorm(total), self.dropout, self.training)


class Residual(nn.Module):
    """A dense layer whose output, after dropout, is added to what went in before and normalized."""

    def __init__(self, inputs: int, shape: BertShape) -> None:
        super().__init__()
        self.dropout = shape.dropout
        self.dense = make_linear(inputs, shape.hidden_size)
        self.LayerNorm = nn.LayerNorm(shape.hidden_size, eps=shape.layer_norm_epsilon)

    def forward(self, values: Tensor, residual: Tensor) -> Tensor:
        total = drop_and_add(self.dense(values), residual, self.dropout, self.training)
        return self.LayerNorm(total)


class Intermediate(nn.Module):
    """The wide half of the feed-forward network, with the exact GELU."""

    def __init__(self, shape: BertShape) -> None:
        super().__init__()
        self.dense = make_linear(shape.hidden_size, shape.intermediate_size)

    def forward(self, hidden: Tensor) -> Tensor:
        return functional.gelu(self.dense(hidden))


class Attention(nn.Module):
    def __init__(self, shape: BertShape) -> None:
        super().__init__()
        self.self = SelfAttention(shape)
        self.output = Residual(shape.hidden_size, shape)


class Layer(nn.Module):
    """One layer, for all tokens or for those alone that somebody reads."""

    def __init__(self, shape: BertShape) -> None:
        super().__init__()
        self.attention = Attention(shape)
        self.intermediate = Intermediate(shape)
        self.output = Residual(shape.intermediate_size, shape)

    def forward(self, hidden: Tensor, batch: PackedBatch, chosen: Tensor | None = None) -> Tensor:
        """[tokens, hidden], or [chosen, hidden] where `chosen` has the tokens' indices."""
        context = self.attention.self(hidden, batch)
        if chosen is not None:
            context, hidden = context.index_select(0, chosen), hidden.index_select(0, chosen)
        return self.transform(context, hidden)

    def forward_firsts(self, hidden: Tensor, batch: PackedBatch) -> Tensor:
        """[texts, hidden]: what `forward` gives at every text's first token."""
        firsts = hidden.index_select(0, batch.firsts)
        context = self.attention.self.attend_firsts(hidden, firsts, batch)
        return self.transform(context, firsts)

    def transform(self, context: Tensor, hidden: Tensor) -> Tensor:
        attended = self.attention.output(context, hidden)
        return self.output(self.intermediate(attended), attended)
