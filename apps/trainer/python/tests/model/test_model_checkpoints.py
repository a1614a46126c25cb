"""Folders of transformers and of our own, whole, old, bare, sharded, pickled and damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from model_helpers import (
    ARCHITECTURES,
    TASKS,
    VOCABULARY,
    make_examples,
    make_model,
    make_oracle,
    pack_all,
    pretrained,
    run_oracle,
)
from safetensors.torch import load_file, save_file
from torch.testing import assert_close
from transformers import BertConfig, BertForPreTraining, BertModel

from kanjo_engine.errors import EngineError
from kanjo_engine.model.build import build_model
from kanjo_engine.model.save import save_checkpoint

EXAMPLES = make_examples([12, 7, 7, 3], pairs=True)
BATCH = pack_all(EXAMPLES)


def load(folder: Path, kind: str = "classification", **changes: Any) -> Any:
    return build_model(pretrained(folder, **changes), TASKS[kind], VOCABULARY).eval()


def edit_config(folder: Path, **changes: Any) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")


def rewrite(folder: Path, rename: Callable[[str], str | None]) -> None:
    path = folder / "model.safetensors"
    weights = {rename(name): one for name, one in load_file(path).items()}
    save_file({name: one for name, one in weights.items() if name}, path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A classifier's, as transformers saves it."""
    make_oracle(make_model("classification")).save_pretrained(tmp_path)
    return tmp_path


@pytest.mark.parametrize("kind", ARCHITECTURES)
def test_what_we_save_opens_in_transformers_and_here(kind: str, tmp_path: Path) -> None:
    model = make_model(kind).eval()
    save_checkpoint(model, tmp_path, None)
    oracle, found = ARCHITECTURES[kind].from_pretrained(tmp_path, output_loading_info=True)
    assert not found["missing_keys"] and not found["unexpected_keys"]
    expected = run_oracle(oracle.eval(), EXAMPLES, BATCH.order)
    assert_close(model(BATCH), expected, rtol=1e-5, atol=1e-5)
    again = load(tmp_path, kind)
    assert again.initialized == []
    assert torch.equal(again(BATCH), model(BATCH))


@pytest.mark.parametrize("kind", ARCHITECTURES)
def test_what_transformers_saves_opens_here(kind: str, tmp_path: Path) -> None:
    model = make_model(kind).eval()
    make_oracle(model).save_pretrained(tmp_path)
    again = load(tmp_path, kind)
    assert again.initialized == []
    assert again.shape == model.shape
    assert torch.equal(again(BATCH), model(BATCH))


def test_labels_are_kept(tmp_path: Path) -> None:
    save_checkpoint(make_model("classification"), tmp_path, ["悪い", "普通", "良い"])
    config = BertConfig.from_pretrained(tmp_path)
    assert config.id2label == {0: "悪い", 1: "普通", 2: "良い"}
    assert config.num_labels == 3


def test_a_bare_encoder_gets_a_random_head(tmp_path: Path) -> None:
    bert = make_oracle(make_model("classification")).bert
    bert.save_pretrained(tmp_path)
    model = load(tmp_path)
    assert model.initialized == ["classifier.weight", "classifier.bias"]
    assert model.classifier.weight.std() > 0 and not model.classifier.bias.any()
    assert torch.equal(model.bert.pooler.dense.weight, bert.pooler.dense.weight)
    assert isinstance(bert, BertModel)


def test_masked_language_training_hands_the_pooler_on(folder: Path, tmp_path: Path) -> None:
    pooler = load(folder).bert.pooler.dense.weight
    save_checkpoint(load(folder, "masked-language-model"), tmp_path / "domain", None)
    again = load(tmp_path / "domain")
    assert again.initialized == ["classifier.weight", "classifier.bias"]
    assert torch.equal(again.bert.pooler.dense.weight, pooler)


def test_a_pretraining_checkpoint_serves_every_task(tmp_path: Path) -> None:
    oracle = BertForPreTraining(make_oracle(make_model("classification")).config)
    oracle.save_pretrained(tmp_path)
    for kind in ("classification", "span", "masked-language-model"):
        found = load(tmp_path, kind)
        heads = {name.split(".")[0] for name in found.initialized}
        assert heads == {"classification": {"classifier"}, "span": {"qa_outputs"}}.get(kind, set())


def test_a_head_of_another_width_begins_anew(folder: Path) -> None:
    source, task = pretrained(folder), {"kind": "classification", "labels": ["no", "yes"]}
    model: Any = build_model(source, task, VOCABULARY)  # type: ignore[arg-type]
    assert model.initialized == ["classifier.weight", "classifier.bias"]
    assert model.classifier.out_features == 2


def test_names_of_old_files_are_understood(folder: Path) -> None:
    expected = load(folder)(BATCH)

    def age(name: str) -> str:
        return name.replace("Norm.weight", "Norm.gamma").replace("Norm.bias", "Norm.beta")

    rewrite(folder, age)
    found = load(folder)
    assert found.initialized == [] and torch.equal(found(BATCH), expected)


def test_shards_are_read_together(folder: Path) -> None:
    expected = load(folder)(BATCH)
    weights = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    places = {name: f"part-{index % 2}.safetensors" for index, name in enumerate(weights)}
    for part in set(places.values()):
        own = {name: one for name, one in weights.items() if places[name] == part}
        save_file(own, folder / part)
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": places}), "utf-8")
    assert torch.equal(load(folder)(BATCH), expected)
    places["bert.pooler.dense.bias"] = "../outside.safetensors"
    index.write_text(json.dumps({"weight_map": places}), "utf-8")
    expect_error("base-model-incomplete", r"outside\.safetensors", lambda: load(folder))


def test_pickles_are_read_only_when_allowed(folder: Path) -> None:
    expected = load(folder)(BATCH)
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    error = expect_error("pickle-refused", "can run code", lambda: load(folder))
    assert "--allow-pickle" in (error.hint or "")
    assert torch.equal(load(folder, allow_pickle=True)(BATCH), expected)


class Harmful:
    ran = False

    def __reduce__(self) -> Any:
        return setattr, (Harmful, "ran", True)


def test_a_pickle_runs_no_code_even_when_allowed(folder: Path) -> None:
    torch.save({"bert.pooler.dense.bias": Harmful()}, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    damaged = lambda: load(folder, allow_pickle=True)  # noqa: E731
    error = expect_error("base-model-damaged", "objects other than tensors", damaged)
    assert "weights_only" not in f"{error} {error.hint}"
    assert not Harmful.ran


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model_type": "roberta"}, "model_type is 'roberta', expected 'bert'"),
        ({"hidden_act": "relu"}, "hidden_act is 'relu'"),
        ({"position_embedding_type": "relative_key"}, "position_embedding_type"),
        ({"is_decoder": True}, "is_decoder is True"),
        ({"vocab_size": 36}, "vocab_size is 36, and the tokenizer has 37"),
        ({"num_attention_heads": 5}, "do not fit together"),
        ({"hidden_size": "24"}, "hidden_size is '24', expected a number"),
        ({"hidden_dropout_prob": 1.5}, "hidden_dropout_prob is 1.5, expected below 1"),
    ],
)
def test_other_architectures_are_refused(
    folder: Path, changes: dict[str, Any], message: str
) -> None:
    edit_config(folder, **changes)
    expect_error("base-model-unsupported", message, lambda: load(folder))


def test_missing_and_misshapen_encoder_weights_are_named(folder: Path) -> None:
    lost = "bert.encoder.layer.1.output.dense.weight"
    rewrite(folder, lambda name: None if name == lost else name)
    expect_error("base-model-incomplete", rf"{lost} \(missing", lambda: load(folder))
    edit_config(folder, intermediate_size=41)
    pattern = r"shape \[40, 24\], expected \[41, 24\]\).* and \d+ more"
    expect_error("base-model-incomplete", pattern, lambda: load(folder))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("model.safetensors", b"\x10\x00", "base-model-damaged"),
        ("model.safetensors", None, "base-model-incomplete"),
        ("config.json", b"{", "base-model-damaged"),
        ("config.json", b"[]", "base-model-damaged"),
        ("config.json", b"\xff", "base-model-damaged"),
        ("config.json", None, "base-model-incomplete"),
    ],
)
def test_damaged_and_missing_files_are_named(
    folder: Path, name: str, content: bytes | None, code: str
) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    expect_error(code, name, lambda: load(folder))


def test_a_truncated_file_is_damaged(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    expect_error("base-model-damaged", "model.safetensors", lambda: load(folder))


def expect_error(code: str, message: str, run: Callable[[], object]) -> EngineError:
    with pytest.raises(EngineError, match=message) as caught:
        run()
    assert caught.value.code == code
    return caught.value
