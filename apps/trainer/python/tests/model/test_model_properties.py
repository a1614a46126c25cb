"""Laws: packing does not matter, dropout drops its share, weights start as in transformers."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
import torch
from model_helpers import (
    TASKS,
    VOCABULARY,
    make_examples,
    make_model,
    make_source,
    pack_all,
    rechunk,
)
from torch.testing import assert_close

from kanjo_engine.data.packing import pack
from kanjo_engine.errors import EngineError
from kanjo_engine.model.build import build_model
from kanjo_engine.model.dropout import drop, drop_and_add


@pytest.mark.parametrize("seed", range(5))
def test_neither_company_nor_chunks_change_a_texts_logits(seed: int) -> None:
    random = np.random.default_rng(seed)
    lengths = random.integers(1, 32, size=random.integers(2, 9)).tolist()
    examples, model = make_examples(lengths, seed, pairs=True), make_model("classification").eval()
    alone = torch.cat([model(pack(examples, np.array([row]))) for row in range(len(lengths))])
    rows = random.permutation(len(lengths))
    batch = pack(examples, rows)
    cuts = sorted({0, len(lengths), *random.integers(1, len(lengths), 2).tolist()})
    sizes = [end - start for start, end in itertools.pairwise(cuts)]
    for one in (batch, rechunk(batch, sizes)):
        assert_close(model(one), alone[rows[batch.order].copy()], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("rate", [0.1, 0.5])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_dropout_drops_its_share_and_keeps_the_mean(rate: float, dtype: torch.dtype) -> None:
    torch.manual_seed(1)
    values = torch.ones(300, 333, dtype=dtype, requires_grad=True)
    dropped = drop(values, rate, training=True)
    share = (dropped == 0).float().mean().item()
    deviation = (rate * (1 - rate) / values.numel()) ** 0.5
    assert abs(share - rate) < 5 * deviation
    kept = dropped[dropped != 0].float()
    assert_close(kept, torch.full_like(kept, 1 / (1 - rate)), rtol=5e-3, atol=0)
    dropped.sum().backward()
    assert_close(values.grad, dropped)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_dropout_before_a_sum_is_dropout_and_the_sum(dtype: torch.dtype) -> None:
    values = torch.randn(50, 7).to(dtype).requires_grad_()
    residual = torch.randn(50, 7, requires_grad=True)
    results: list[list[torch.Tensor]] = []
    for fused in (True, False):
        torch.manual_seed(3)
        parts = values, residual, 0.3, True
        total = drop_and_add(*parts) if fused else drop(values, 0.3, True) + residual
        gradients = torch.autograd.grad(total, [values, residual], torch.ones_like(total))
        results.append([total, *gradients])
    assert (results[0][1] == 0).any()
    for fused, plain in zip(*results, strict=True):
        assert_close(fused, plain, rtol=1e-2 if dtype == torch.bfloat16 else 1e-6, atol=1e-2)


def test_dropout_is_drawn_from_the_seed_and_only_in_training() -> None:
    model = make_model("classification", dropout=0.1, attention_dropout=0.1)
    batch = pack_all(make_examples([9, 4]))

    def run(seed: int) -> torch.Tensor:
        torch.manual_seed(seed)
        return model(batch)

    model.train()
    assert torch.equal(run(1), run(1))
    assert not torch.equal(run(1), run(2))
    model.eval()
    assert torch.equal(run(1), run(2))


@pytest.mark.parametrize("place", ["dropout", "attention_dropout"])
def test_every_rate_of_dropout_has_its_effect(place: str) -> None:
    changes: Any = {place: 0.5}
    model = make_model("span", **changes).train()
    batch = pack_all(make_examples([9, 4]))
    assert not torch.equal(model(batch), model(batch))


def test_weights_from_scratch_start_normal_with_a_zero_pad_row() -> None:
    torch.manual_seed(0)
    source = make_source(initializer_range=0.02, hidden_size=48, intermediate_size=192)
    model = build_model(source, TASKS["classification"], VOCABULARY)
    for name, parameter in model.named_parameters():
        if name.endswith("LayerNorm.weight"):
            assert torch.equal(parameter, torch.ones_like(parameter))
        elif name.endswith("bias"):
            assert torch.equal(parameter, torch.zeros_like(parameter))
        elif parameter.numel() > 500:
            assert abs(parameter.std().item() - 0.02) < 0.002
    assert not model.bert.embeddings.word_embeddings.weight[0].any()
    assert model.initialized == []


def test_a_head_that_starts_with_an_offset_looks_there() -> None:
    torch.manual_seed(0)
    source = make_source(hidden_size=64, heads=2, neighbour_offsets=[-1, 2])
    model = build_model(source, TASKS["classification"], VOCABULARY).eval()
    states = model.encode(pack_all(make_examples([12])))[0]
    attention = model.bert.list_layers()[0].attention.self
    query, key = (one(states).view(12, 2, 32) for one in (attention.query, attention.key))
    scores = torch.einsum("qhd,khd->hqk", query, key)
    for head, offset in enumerate([-1, 2]):
        seen = scores[head, 3:9].argmax(dim=1)
        assert seen.tolist() == [place + offset for place in range(3, 9)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hidden_size": 25}, "hidden_size 25 is no multiple of heads 3"),
        ({"neighbour_offsets": [1, 2, 3, 4]}, "4 neighbour offsets for 3 heads"),
        ({"hidden_size": 27, "neighbour_offsets": [1]}, "even head size, and it is 9"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(EngineError, match=message) as caught:
        build_model(make_source(**changes), TASKS["regression"], VOCABULARY)
    assert caught.value.code == "job-invalid"
