from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray
from transformers import BertConfig, BertForSequenceClassification

from kanjo_engine.bert_graph import quantize
from kanjo_engine.errors import EngineError
from kanjo_engine.export import export

LABELS = ["negative", "neutral", "positive"]
VOCABULARY_SIZE, MAX_POSITIONS = 50, 40


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights far from their start, so that a forgotten bias or LayerNorm weight is seen."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=VOCABULARY_SIZE,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=48,
        max_position_embeddings=MAX_POSITIONS,
        id2label=dict(enumerate(LABELS)),
    )
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.2 * torch.randn_like(parameter))
    folder = tmp_path_factory.mktemp("checkpoint")
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def result(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return run_export(checkpoint, tmp_path_factory.mktemp("export"))


def run_export(checkpoint: Path, output: Path, labels: list[str] = LABELS) -> Any:
    return export(
        {
            "schema_version": 2,
            "kind": "export",
            "output_dir": str(output),
            "labels": labels,
            "checkpoint_dir": str(checkpoint),
        },
        emit=lambda _event: None,
    )


def batches() -> list[dict[str, NDArray[np.int64]]]:
    """Texts of every length, alone and in threes with padding; a second segment in some."""
    random = np.random.default_rng(3)
    feeds: list[dict[str, NDArray[np.int64]]] = []
    for length in range(1, MAX_POSITIONS + 1):
        for count in (1, 3):
            ids = random.integers(5, VOCABULARY_SIZE, (count, length))
            lengths = np.array([length, *random.integers(1, length + 1, count - 1)])
            mask = (np.arange(length) < lengths[:, None]).astype(np.int64)
            segments = np.where(np.arange(length) >= random.integers(1, length + 1), 1, 0)
            segments = np.broadcast_to(segments, ids.shape).astype(np.int64)
            feeds.append(
                {"input_ids": ids * mask, "attention_mask": mask, "token_type_ids": segments}
            )
    return feeds


def largest_difference(checkpoint: Path, path: str) -> float:
    model = BertForSequenceClassification.from_pretrained(checkpoint).eval()
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    differences: list[float] = []
    for feed in batches():
        with torch.no_grad():
            expected = model(**{name: torch.tensor(one) for name, one in feed.items()}).logits
        found = session.run(["logits"], feed)[0]
        differences.append(float(np.abs(found - expected.numpy()).max()))
    return max(differences)


def test_the_float_graph_gives_the_logits_of_pytorch(checkpoint: Path, result: Any) -> None:
    assert largest_difference(checkpoint, result["fp32_onnx"]) < 1e-4


@pytest.mark.parametrize("part", ["onnx", "ort"])
def test_the_int8_graph_is_close_to_pytorch(checkpoint: Path, result: Any, part: str) -> None:
    assert 1e-4 < largest_difference(checkpoint, result[part]) < 0.3


def test_the_ort_file_gives_exactly_the_logits_of_its_master(result: Any) -> None:
    sessions = [
        onnxruntime.InferenceSession(result[part], providers=["CPUExecutionProvider"])
        for part in ("onnx", "ort")
    ]
    for feed in batches():
        first, second = (session.run(["logits"], feed)[0] for session in sessions)
        np.testing.assert_array_equal(first, second)


def test_the_same_checkpoint_gives_the_same_onnx_bytes(
    checkpoint: Path, result: Any, tmp_path: Path
) -> None:
    again = run_export(checkpoint, tmp_path)
    for part in ("fp32_onnx", "onnx"):
        assert Path(again[part]).read_bytes() == Path(result[part]).read_bytes()


def test_inputs_and_outputs_are_those_of_the_graph(result: Any) -> None:
    assert result["inputs"] == [
        {"name": name, "type": "int64", "shape": ["batch", "sequence"]}
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    assert result["outputs"] == [{"name": "logits", "type": "float32", "shape": ["batch", 3]}]


def test_quantization_errs_by_at_most_half_a_step() -> None:
    matrix = np.random.default_rng(0).normal(size=(20, 30)).astype(np.float32)
    matrix[:, 4] = 0
    for axis in (0, 1):
        values, scales = quantize(matrix, axis)
        assert np.all(np.abs(values * scales - matrix) <= scales / 2 * 1.0001)


def test_a_checkpoint_with_other_labels_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="the checkpoint has 3 labels, the job has 2"):
        run_export(checkpoint, tmp_path, labels=["negative", "positive"])


def test_a_checkpoint_of_another_architecture_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    config = json.loads((checkpoint / "config.json").read_text("utf-8"))
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "model.safetensors").symlink_to(checkpoint / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({**config, "hidden_act": "relu"}), "utf-8")
    with pytest.raises(EngineError, match="expected bert with gelu"):
        run_export(folder, tmp_path)
