"""`config.json` beside the exported files, read by transformers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from export_helpers import LABELS, run_export, save_model
from helpers import run_training, train_job
from transformers import AutoConfig, BertConfig

CONFIG: dict[str, Any] = {
    "vocab_size": 30,
    "hidden_size": 8,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 8,
    "max_position_embeddings": 40,
    "pad_token_id": 3,
    "bos_token_id": 7,
}


def export_config(folder: Path, outputs: int, **changes: Any) -> tuple[Any, dict[str, Any]]:
    """The written file by transformers, and as it is."""
    labels = {index: f"LABEL_{index}" for index in range(outputs)}
    checkpoint = save_model(BertConfig(**CONFIG, id2label=labels), folder / "checkpoint")
    result = run_export(checkpoint, folder / "export", **changes)
    config = AutoConfig.from_pretrained(Path(result["config"]).parent)
    return config, json.loads(Path(result["config"]).read_text("utf-8"))


def test_labels_are_those_of_the_task_whatever_the_checkpoint_calls_them(tmp_path: Path) -> None:
    config, _ = export_config(tmp_path, 3)
    assert isinstance(config, BertConfig)
    assert config.architectures == ["BertForSequenceClassification"]
    assert config.id2label == dict(enumerate(LABELS))
    assert config.label2id == {label: index for index, label in enumerate(LABELS)}
    assert config.num_labels == 3
    assert config.problem_type == "single_label_classification"


def test_a_regression_has_one_output_and_its_problem_type(tmp_path: Path) -> None:
    config, _ = export_config(tmp_path, 1, task={"kind": "regression"})
    assert config.num_labels == 1
    assert config.problem_type == "regression"


def test_special_tokens_have_their_new_ids_and_none_where_they_are_not_kept(
    tmp_path: Path,
) -> None:
    config, _ = export_config(tmp_path, 3, kept_tokens=[9, 8, 3, 1])
    assert config.vocab_size == 4
    assert config.pad_token_id == 2
    assert config.bos_token_id is None


@pytest.mark.parametrize(("weights", "dtype"), [("fp32", "fp32"), ("int8", "q8"), ("int4", "q4")])
def test_transformers_js_is_told_which_file_to_open(
    tmp_path: Path, weights: str, dtype: str
) -> None:
    _, content = export_config(tmp_path, 3, weights=weights)
    assert content["transformers.js_config"] == {"dtype": dtype}


def test_what_the_engine_trained_is_exported_with_its_labels(tmp_path: Path) -> None:
    job = train_job(tmp_path / "train", epochs=1)
    result, _ = run_training(job)
    exported = run_export(Path(result["checkpoint_dir"]), tmp_path / "export", task=job["task"])
    config = AutoConfig.from_pretrained(tmp_path / "export")
    assert exported["emitter"] == "graph"
    assert config.id2label == {0: "negative", 1: "positive"}
