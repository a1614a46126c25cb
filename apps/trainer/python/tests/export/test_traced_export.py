"""Architectures that torch.onnx traces, beside transformers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from export_helpers import (
    LABELS,
    compute_expected,
    compute_logits,
    largest_difference,
    make_feeds,
    make_padded_feeds,
    run_export,
    save_model,
    vocabulary_size,
)
from transformers import (
    BertConfig,
    BertForPreTraining,
    DistilBertConfig,
    ElectraConfig,
    RobertaConfig,
)

from kanjo_engine.errors import EngineError
from kanjo_engine.export import traced_graph

SIZES: dict[str, Any] = {
    "vocab_size": vocabulary_size(),
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 48,
    "max_position_embeddings": 520,
    "id2label": dict(enumerate(LABELS)),
}
DISTILBERT_SIZES: dict[str, Any] = {
    "vocab_size": vocabulary_size(),
    "dim": 32,
    "n_layers": 2,
    "n_heads": 4,
    "hidden_dim": 48,
    "max_position_embeddings": 520,
    "id2label": dict(enumerate(LABELS)),
}
CONFIGS: dict[str, Any] = {
    "bert-relu": BertConfig(**SIZES, hidden_act="relu"),
    "distilbert": DistilBertConfig(**DISTILBERT_SIZES),
    "electra": ElectraConfig(**SIZES, embedding_size=24),
    "roberta": RobertaConfig(**SIZES, type_vocab_size=1),
}
TYPED = ("bert-relu", "electra")
KEPT = [*range(5), *reversed(range(5, 2000, 2))]


@pytest.fixture(scope="module", params=CONFIGS)
def exported(request: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Any]:
    name: str = request.param
    folder = tmp_path_factory.mktemp(name)
    checkpoint = save_model(CONFIGS[name], folder / "checkpoint")
    return name, checkpoint, run_export(checkpoint, folder / "export")


def test_the_traced_graph_has_the_logits_of_transformers(exported: tuple[str, Path, Any]) -> None:
    name, checkpoint, result = exported
    assert result["emitter"] == "torch"
    feeds = [*make_feeds(100, pairs=True), *make_padded_feeds()]
    expected = compute_expected(checkpoint, feeds, types=name in TYPED)
    assert largest_difference(compute_logits(result["fp32_onnx"], feeds), expected) < 1e-4
    assert np.std(np.concatenate(expected), axis=0).min() > 0.1


def test_inputs_are_those_of_bert_and_lengths_are_free(exported: tuple[str, Path, Any]) -> None:
    result = exported[2]
    assert result["inputs"] == [
        {"name": name, "type": "int64", "shape": ["batch", "sequence"]}
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    assert result["outputs"] == [{"name": "logits", "type": "float32", "shape": ["batch", 3]}]


@pytest.mark.parametrize("part", ["onnx", "ort"])
def test_int8_is_small_and_near(exported: tuple[str, Path, Any], part: str) -> None:
    result = exported[2]
    feeds = [*make_feeds(100), *make_padded_feeds()]
    expected = np.concatenate(compute_logits(result["fp32_onnx"], feeds))
    found = np.concatenate(compute_logits(result[part], feeds))
    assert 1e-4 < np.abs(found - expected).mean() / expected.std() < 0.1
    assert Path(result["onnx"]).stat().st_size < 0.45 * Path(result["fp32_onnx"]).stat().st_size


def test_no_path_of_a_file_is_left_in_the_graph(exported: tuple[str, Path, Any]) -> None:
    for part in ("fp32_onnx", "onnx"):
        assert b".py" not in Path(exported[2][part]).read_bytes()


def test_tokens_are_kept_and_the_temperature_divides(
    exported: tuple[str, Path, Any], tmp_path: Path
) -> None:
    _, checkpoint, full = exported
    trimmed = run_export(checkpoint, tmp_path, kept_tokens=KEPT, temperature=2)
    feeds = [
        {**feed, "input_ids": feed["input_ids"] % (len(KEPT) - 5) + 5} for feed in make_feeds(30)
    ]
    old = [{**feed, "input_ids": np.array(KEPT)[feed["input_ids"]]} for feed in feeds]
    for part in ("fp32_onnx", "onnx", "ort"):
        expected = [one * np.float32(0.5) for one in compute_logits(full[part], old)]
        assert largest_difference(compute_logits(trimmed[part], feeds), expected) < 1e-5
    config = json.loads(Path(trimmed["config"]).read_text("utf-8"))
    assert config["vocab_size"] == len(KEPT)


def test_four_bits_are_smaller_than_eight(tmp_path: Path) -> None:
    checkpoint = save_model(CONFIGS["distilbert"], tmp_path / "checkpoint")
    result = run_export(checkpoint, tmp_path / "int4", weights="int4", temperature=1.5)
    int8 = run_export(checkpoint, tmp_path / "int8", weights="int8", temperature=1.5)
    feeds = make_feeds(100)
    expected = np.concatenate(compute_logits(result["fp32_onnx"], feeds))
    found = np.concatenate(compute_logits(result["ort"], feeds))
    assert np.abs(found - expected).mean() / expected.std() < 0.6
    assert Path(result["onnx"]).stat().st_size < 0.85 * Path(int8["onnx"]).stat().st_size


def test_the_same_checkpoint_gives_the_same_onnx_bytes(tmp_path: Path) -> None:
    checkpoint = save_model(CONFIGS["electra"], tmp_path / "checkpoint")
    first, again = (run_export(checkpoint, tmp_path / name) for name in ("first", "again"))
    for part in ("fp32_onnx", "onnx", "config"):
        assert Path(again[part]).read_bytes() == Path(first[part]).read_bytes()


def test_special_tokens_that_an_architecture_counts_on_stay_in_place(tmp_path: Path) -> None:
    checkpoint = save_model(CONFIGS["roberta"], tmp_path / "checkpoint")
    with pytest.raises(EngineError, match="kept_tokens moves pad_token_id 1 to 0"):
        run_export(checkpoint, tmp_path / "export", kept_tokens=[1, 0, 2, *range(3, 50)])


def test_a_checkpoint_without_a_classifier_is_refused(tmp_path: Path) -> None:
    BertForPreTraining(BertConfig(**SIZES)).save_pretrained(tmp_path)
    with pytest.raises(EngineError, match="2 weights are missing, such as classifier"):
        run_export(tmp_path, tmp_path / "export")


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"model_type": "poetry"}, "transformers cannot open it as a classifier"),
        ({"model_type": "distilbert"}, "transformers cannot open it as a classifier"),
    ],
)
def test_what_transformers_cannot_open_is_refused(
    tmp_path: Path, config: dict[str, Any], message: str
) -> None:
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(EngineError, match=message) as raised:
        run_export(tmp_path, tmp_path / "export")
    assert raised.value.code == "checkpoint-unsupported"


def test_without_onnxscript_the_user_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint = save_model(CONFIGS["distilbert"], tmp_path / "checkpoint")
    monkeypatch.setattr(traced_graph, "find_spec", dict[str, object]().get)
    with pytest.raises(EngineError, match="needs the library onnxscript") as raised:
        run_export(checkpoint, tmp_path / "export")
    assert raised.value.hint == "Run: pip install onnxscript"
