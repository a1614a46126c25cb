"""Low-rank adaptation: peft with the same matrices gives the same logits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from model_helpers import (
    TASKS,
    VOCABULARY,
    make_examples,
    make_model,
    make_oracle,
    pack_all,
    pretrained,
    run_oracle,
)
from torch.testing import assert_close

from kanjo_engine.model.build import build_model
from kanjo_engine.model.lora import add_low_rank_adaptation
from kanjo_engine.model.save import save_checkpoint
from kanjo_engine.model.shape import parse_config
from kanjo_engine.model.task_model import make_task_model

LORA = {"rank": 4, "alpha": 32.0, "dropout": 0.0}
EXAMPLES = make_examples([12, 7, 7, 3])
BATCH = pack_all(EXAMPLES)


@pytest.fixture
def adapted(tmp_path: Path) -> Any:
    make_oracle(make_model("classification")).save_pretrained(tmp_path)
    torch.manual_seed(5)
    return build_model(pretrained(tmp_path, lora=LORA), TASKS["classification"], VOCABULARY)


def randomize_updates(model: Any) -> None:
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("lora_B"):
                parameter.normal_(0, 0.1)


def test_it_begins_as_what_it_adapts(adapted: Any, tmp_path: Path) -> None:
    plain = build_model(pretrained(tmp_path), TASKS["classification"], VOCABULARY)
    assert_close(adapted.eval()(BATCH), plain.eval()(BATCH))


def test_logits_and_gradients_are_those_of_peft(adapted: Any, tmp_path: Path) -> None:
    peft = pytest.importorskip("peft", reason="peft is a development requirement")
    from transformers import BertForSequenceClassification

    randomize_updates(adapted)
    options = peft.LoraConfig(task_type="SEQ_CLS", r=4, lora_alpha=32, lora_dropout=0.0)
    oracle = peft.get_peft_model(BertForSequenceClassification.from_pretrained(tmp_path), options)
    theirs = dict(oracle.named_parameters())
    pairs = {
        name: theirs[translate(name)]
        for name, one in adapted.named_parameters()
        if one.requires_grad
    }
    assert {id(one) for one in theirs.values() if one.requires_grad} == {
        id(one) for one in pairs.values()
    }
    ours = dict(adapted.named_parameters())
    with torch.no_grad():
        for name, parameter in pairs.items():
            parameter.copy_(ours[name])
    expected = run_oracle(oracle.eval(), EXAMPLES, BATCH.order)
    found = adapted.eval()(BATCH)
    assert_close(found, expected, rtol=1e-5, atol=1e-5)
    found.square().sum().backward()
    expected.square().sum().backward()
    for name, parameter in pairs.items():
        assert parameter.grad is not None
        assert_close(ours[name].grad, parameter.grad, rtol=1e-4, atol=1e-4)


def translate(name: str) -> str:
    """Our parameter's name in peft's model."""
    for matrix in ("lora_A", "lora_B"):
        name = name.replace(matrix, f"{matrix}.default.weight")
    name = name.replace("classifier.", "classifier.modules_to_save.default.")
    return f"base_model.model.{name}"


def test_a_base_model_trains_294912_numbers_and_its_classifier() -> None:
    shape = parse_config({"model_type": "bert"}, "config.json")
    with torch.device("meta"):
        model = make_task_model(shape, TASKS["classification"])
        add_low_rank_adaptation(model, {"rank": 8, "alpha": 32.0, "dropout": 0.1})
    trained = [one.numel() for one in model.parameters() if one.requires_grad]
    assert sum(trained) == 294_912 + 3 * 768 + 3


def test_the_updates_are_merged_when_it_is_saved(adapted: Any, tmp_path: Path) -> None:
    randomize_updates(adapted)
    adapted.eval()
    before = {name: one.clone() for name, one in adapted.state_dict().items()}
    save_checkpoint(adapted, tmp_path / "merged", None)
    merged = build_model(
        pretrained(tmp_path / "merged"), TASKS["classification"], VOCABULARY
    ).eval()
    assert merged.initialized == []
    assert_close(merged(BATCH), adapted(BATCH), rtol=1e-4, atol=1e-4)
    for name, tensor in adapted.state_dict().items():
        assert torch.equal(tensor, before[name])


def test_its_dropout_acts_in_training_alone(adapted: Any) -> None:
    randomize_updates(adapted)
    for layer in adapted.bert.list_layers():
        layer.attention.self.query.dropout = 0.5
    adapted.train()
    assert not torch.equal(adapted(BATCH), adapted(BATCH))
    adapted.eval()
    assert torch.equal(adapted(BATCH), adapted(BATCH))
