"""Logits and gradients are those of transformers' models with the same weights."""

from __future__ import annotations

import pytest
import torch
from model_helpers import (
    ARCHITECTURES,
    make_examples,
    make_model,
    make_oracle,
    pack_all,
    rechunk,
    run_oracle,
)
from torch.testing import assert_close

LENGTHS = {
    "one text": [9],
    "mixed": [5, 17, 1, 9, 9, 2, 30, 12],
    "all equally long": [7, 7, 7, 7],
    "two groups": [20] * 4 + [6] * 5,
}


def close(found: torch.Tensor, expected: torch.Tensor) -> None:
    assert_close(found, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("pairs", [False, True], ids=["single texts", "pairs"])
@pytest.mark.parametrize("lengths", LENGTHS.values(), ids=LENGTHS)
@pytest.mark.parametrize("kind", ARCHITECTURES)
def test_logits_are_those_of_transformers(kind: str, lengths: list[int], pairs: bool) -> None:
    model = make_model(kind).eval()
    examples = make_examples(lengths, pairs=pairs)
    batch = pack_all(examples)
    expected = run_oracle(make_oracle(model), examples, batch.order)
    close(model(batch), expected)
    close(model.classify(model.encode(batch)[-1], batch), expected)
    one_chunk = rechunk(batch, [len(lengths)])
    close(model(one_chunk), expected)
    one_text_a_chunk = rechunk(batch, [1] * len(lengths))
    close(model(one_text_a_chunk), expected)


@pytest.mark.parametrize("kind", ARCHITECTURES)
def test_gradients_of_all_parameters_are_those_of_transformers(kind: str) -> None:
    model = make_model(kind).train()
    oracle = make_oracle(model).train()
    examples = make_examples([5, 17, 1, 9, 9, 2, 30, 12], pairs=True)
    batch = rechunk(pack_all(examples), [3, 2, 3])
    expected = run_oracle(oracle, examples, batch.order)
    weights = torch.randn_like(expected) / expected.numel() ** 0.5
    (expected * weights).sum().backward()
    (model(batch) * weights).sum().backward()
    gradients = {name: one.grad for name, one in oracle.named_parameters()}
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None
        assert parameter.grad.abs().sum() > 0 or name.endswith("key.bias")
        close(parameter.grad, gradients.pop(name))
    assert not gradients


def test_hidden_states_are_those_of_transformers() -> None:
    model = make_model("classification").eval()
    examples = make_examples([12, 7, 3])
    batch = pack_all(examples)
    inputs = make_oracle(model), examples
    oracle = inputs[0].bert
    states = [oracle(batch.input_ids[None, :12], output_hidden_states=True).hidden_states]
    for found, expected in zip(model.encode(batch), states[0], strict=True):
        close(found[:12], expected[0])
    assert len(model.encode(batch, layers=2)) == 3


def test_masked_tokens_are_predicted_where_they_were_chosen() -> None:
    model = make_model("masked-language-model").eval()
    batch = pack_all(make_examples([12, 7, 7, 3]))
    chosen = torch.tensor([0, 5, 14, 28])
    close(model.predict_masked(batch, chosen), model(batch)[chosen])


@pytest.mark.parametrize("kind", ARCHITECTURES)
def test_autocast_gives_nearly_the_same(kind: str) -> None:
    model = make_model(kind, initializer_range=0.1).train()
    batch = pack_all(make_examples([12, 7, 7, 3], pairs=True))
    expected = model(batch)
    with torch.autocast("cpu", torch.bfloat16):
        found = model(batch)
    assert found.dtype == torch.bfloat16
    assert_close(found.float(), expected, rtol=0.05, atol=0.05)
    found.float().sum().backward()
    assert all(one.grad is not None for one in model.parameters())
