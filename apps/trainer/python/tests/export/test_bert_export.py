"""The graph that is written from the weights, beside PyTorch and beside torch.onnx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from export_helpers import (
    LABELS,
    MAX_POSITIONS,
    compute_expected,
    compute_logits,
    largest_difference,
    make_feeds,
    make_padded_feeds,
    run_export,
    run_model,
    save_model,
    vocabulary_size,
)
from onnx import numpy_helper
from transformers import BertConfig, BertForSequenceClassification

from kanjo_engine.errors import EngineError
from kanjo_engine.export.bert_graph import build_bert
from kanjo_engine.export.quantization import quantize_blocks
from kanjo_engine.export.traced_graph import trace_classifier
from kanjo_engine.export.weight_operators import BLOCK_SIZE
from kanjo_engine.model.shape import parse_config

REGRESSION = {"kind": "regression"}
# No three of them in order, and a third of the vocabulary left out.
KEPT = [0, *reversed(range(1, 5)), *range(6, 2000, 3), *range(5, 2000, 3)]


def make_config(**changes: Any) -> BertConfig:
    sizes: dict[str, Any] = {
        "vocab_size": vocabulary_size(),
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 48,
        "max_position_embeddings": MAX_POSITIONS,
        "id2label": dict(enumerate(LABELS)),
    }
    return BertConfig(**{**sizes, **changes})


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(make_config(), tmp_path_factory.mktemp("checkpoint"))


@pytest.fixture(scope="module")
def result(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return run_export(checkpoint, tmp_path_factory.mktemp("int8"))


@pytest.fixture(scope="module")
def compressed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """int8 and int4 of a model whose attention is as soft as that of trained ones."""
    folder = tmp_path_factory.mktemp("compressed")
    checkpoint = save_model(make_config(), folder / "checkpoint", noise=0.15)
    int8, int4 = (
        run_export(checkpoint, folder / weights, weights=weights) for weights in ("int8", "int4")
    )
    return int8, int4


def test_a_thousand_texts_of_1_to_512_tokens_have_the_logits_of_pytorch(
    checkpoint: Path, result: Any
) -> None:
    assert result["emitter"] == "graph"
    feeds = make_feeds(1000)
    assert {feed["input_ids"].shape[1] for feed in feeds} == set(range(1, MAX_POSITIONS + 1))
    found = compute_logits(result["fp32_onnx"], feeds)
    assert largest_difference(found, compute_expected(checkpoint, feeds)) < 1e-4
    assert np.std(np.concatenate(found), axis=0).min() > 0.1


@pytest.mark.parametrize("pairs", [True, False])
def test_pairs_and_padded_batches_have_the_logits_of_pytorch(
    checkpoint: Path, result: Any, pairs: bool
) -> None:
    feeds = make_feeds(60, pairs=True) if pairs else make_padded_feeds()
    found = compute_logits(result["fp32_onnx"], feeds)
    assert largest_difference(found, compute_expected(checkpoint, feeds)) < 1e-4


def test_torch_onnx_traces_a_graph_of_the_same_logits(
    checkpoint: Path, result: Any, tmp_path: Path
) -> None:
    job: Any = {"checkpoint_dir": str(checkpoint), "kept_tokens": None, "temperature": 1}
    path = tmp_path / "traced.onnx"
    path.write_bytes(trace_classifier(job).SerializeToString())
    feeds = [*make_feeds(60, pairs=True), *make_padded_feeds()]
    expected = compute_logits(str(path), feeds)
    assert largest_difference(compute_logits(result["fp32_onnx"], feeds), expected) < 1e-4


@pytest.mark.parametrize("part", ["onnx", "ort"])
def test_int8_and_int4_err_by_a_small_part_of_what_the_logits_vary(
    compressed: tuple[Any, Any], part: str
) -> None:
    feeds = [*make_feeds(200), *make_padded_feeds()]
    expected = np.concatenate(compute_logits(compressed[0]["fp32_onnx"], feeds))
    of_int8, of_int4 = (
        np.abs(np.concatenate(compute_logits(one[part], feeds)) - expected).mean() / expected.std()
        for one in compressed
    )
    assert 1e-4 < of_int8 < 0.03
    assert of_int8 < of_int4 < 0.3


@pytest.mark.parametrize(("width", "heads"), [(32, 2), (40, 2), (48, 4), (96, 3)])
def test_four_bits_are_packed_as_onnxruntime_unpacks_them(width: int, heads: int) -> None:
    """Blocks of 32 that fill a row, that do not, and an odd number of them."""
    config = make_config(hidden_size=width, num_attention_heads=heads, intermediate_size=56)
    model = BertForSequenceClassification(config).eval()
    weights = {name: one.detach().numpy() for name, one in model.named_parameters()}
    shape = parse_config(config.to_dict(), "config")
    rounded = {name: round_to_blocks(name, one) for name, one in weights.items()}
    feeds = make_feeds(10, pairs=True)
    expected = run_model(build_bert(rounded, shape, "fp32"), feeds)
    found = run_model(build_bert(weights, shape, "int4"), feeds)
    assert largest_difference(found, expected) < 1e-5


def round_to_blocks(name: str, weight: Any) -> Any:
    if weight.ndim < 2 or "pooler" in name or "classifier" in name:
        return weight
    blocks = quantize_blocks(weight, BLOCK_SIZE)
    numbers = blocks.values.astype(np.float32) - blocks.zero_points[..., None]
    restored = (numbers * blocks.scales[..., None]).reshape(len(weight), -1)
    return restored[:, : weight.shape[1]]


def test_products_of_int8_do_not_overflow_16_bits_in_pairs(result: Any) -> None:
    """onnxruntime adds two products of signed weights in 16 bits on x86 without VNNI."""
    model = onnx.load(result["onnx"])
    weights = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    layers = [one for one in model.graph.node if one.op_type == "DynamicQuantizeMatMul"]
    assert len(layers) == 2 * 6
    for layer in layers:
        matrix, zero_point = weights[layer.input[1]], weights[layer.input[3]]
        assert matrix.dtype == zero_point.dtype == np.uint8
        assert matrix.min() >= 1 and zero_point == 128


def test_fewer_bits_are_fewer_bytes(compressed: tuple[Any, Any]) -> None:
    int8, int4 = compressed
    sizes = [Path(one).stat().st_size for one in (int4["ort"], int8["ort"], int8["fp32_onnx"])]
    assert sizes == sorted(sizes)
    assert sizes[0] < 0.85 * sizes[1]


# onnxruntime fuses more of a float graph when it opens the master.
@pytest.mark.parametrize(("weights", "allowed"), [("fp32", 1e-5), ("int8", 0), ("int4", 0)])
def test_the_ort_file_gives_the_logits_of_its_master(
    checkpoint: Path, tmp_path: Path, weights: str, allowed: float
) -> None:
    result = run_export(checkpoint, tmp_path, weights=weights)
    feeds = make_padded_feeds()
    first, second = (compute_logits(result[part], feeds) for part in ("onnx", "ort"))
    assert largest_difference(first, second) <= allowed


@pytest.mark.parametrize("weights", ["fp32", "int8", "int4"])
def test_the_same_checkpoint_gives_the_same_onnx_bytes(
    checkpoint: Path, tmp_path: Path, weights: str
) -> None:
    first, again = (
        run_export(checkpoint, tmp_path / name, weights=weights, temperature=1.3, kept_tokens=KEPT)
        for name in ("first", "again")
    )
    for part in ("fp32_onnx", "onnx", "config"):
        assert Path(again[part]).read_bytes() == Path(first[part]).read_bytes()


@pytest.mark.parametrize("weights", ["fp32", "int8", "int4"])
def test_kept_tokens_have_the_logits_that_they_had_under_their_old_ids(
    checkpoint: Path, tmp_path: Path, weights: str
) -> None:
    full = run_export(checkpoint, tmp_path / "full", weights=weights)
    trimmed = run_export(checkpoint, tmp_path / "trimmed", weights=weights, kept_tokens=KEPT)
    feeds = [
        {**feed, "input_ids": feed["input_ids"] % len(KEPT) * feed["attention_mask"]}
        for feed in (*make_feeds(30), *make_padded_feeds())
    ]
    old = [{**feed, "input_ids": np.array(KEPT)[feed["input_ids"]]} for feed in feeds]
    for part in ("fp32_onnx", "onnx", "ort"):
        found, expected = compute_logits(trimmed[part], feeds), compute_logits(full[part], old)
        assert largest_difference(found, expected) == 0


@pytest.mark.parametrize("weights", ["int8", "int4"])
def test_the_temperature_divides_the_logits_of_all_files(
    checkpoint: Path, tmp_path: Path, weights: str
) -> None:
    plain = run_export(checkpoint, tmp_path / "plain", weights=weights)
    cooled = run_export(checkpoint, tmp_path / "cooled", weights=weights, temperature=2.5)
    feeds = make_feeds(30)
    for part in ("fp32_onnx", "onnx", "ort"):
        expected = [one / np.float32(2.5) for one in compute_logits(plain[part], feeds)]
        assert largest_difference(compute_logits(cooled[part], feeds), expected) < 1e-5


@pytest.mark.parametrize("labels", [["no", "yes"], [str(one) for one in range(17)]])
def test_two_and_seventeen_classes_have_the_logits_of_pytorch(
    tmp_path: Path, labels: list[str]
) -> None:
    config = make_config(id2label=dict(enumerate(labels)))
    checkpoint = save_model(config, tmp_path / "checkpoint")
    task = {"kind": "classification", "labels": labels}
    result = run_export(checkpoint, tmp_path / "export", task=task)
    feeds = make_feeds(20)
    found = compute_logits(result["fp32_onnx"], feeds)
    assert result["outputs"][0]["shape"] == ["batch", len(labels)]
    assert largest_difference(found, compute_expected(checkpoint, feeds)) < 1e-4


def test_a_regression_has_the_one_output_of_pytorch(tmp_path: Path) -> None:
    checkpoint = save_model(make_config(id2label={0: "LABEL_0"}), tmp_path / "checkpoint")
    result = run_export(checkpoint, tmp_path / "export", task=REGRESSION)
    feeds = make_feeds(20, pairs=True)
    found, expected = (
        compute_logits(result["fp32_onnx"], feeds),
        compute_expected(checkpoint, feeds),
    )
    assert result["outputs"] == [{"name": "logits", "type": "float32", "shape": ["batch", 1]}]
    assert largest_difference(found, expected) < 1e-4


def test_inputs_and_outputs_are_those_of_the_graph(result: Any) -> None:
    assert result["inputs"] == [
        {"name": name, "type": "int64", "shape": ["batch", "sequence"]}
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    assert result["outputs"] == [{"name": "logits", "type": "float32", "shape": ["batch", 3]}]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"task": {"kind": "classification", "labels": ["a", "b"]}}, "has 3 outputs, .* 2"),
        ({"task": REGRESSION}, "has 3 outputs, a regression of the job 1"),
        ({"task": REGRESSION, "temperature": 2.0}, "temperature is 2.0, expected 1"),
        ({"temperature": 0.0}, "temperature is 0.0, expected a positive number"),
        ({"kept_tokens": [0, 5, 5]}, "kept_tokens has 1 tokens twice"),
        ({"kept_tokens": [0, 99999]}, "kept_tokens has token 99999, expected each of 0 to"),
        ({"kept_tokens": [5, 6]}, "kept_tokens lacks the padding token 0"),
    ],
)
def test_a_job_that_does_not_fit_the_checkpoint_is_refused(
    checkpoint: Path, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(EngineError, match=message):
        run_export(checkpoint, tmp_path, **changes)
    assert list(tmp_path.iterdir()) == []
