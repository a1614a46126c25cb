from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import train_job

from kanjo_engine.errors import EngineError
from kanjo_engine.job import read_job

DISTILLATION = {
    "teacher": "folder",
    "temperature": 2,
    "label_weight": 0.5,
    "logits_weight": 1.0,
    "hidden_weight": 0.0,
    "start_from_teacher": True,
}


def read(folder: Path, change: dict[str, Any], **training: Any) -> Any:
    path = folder / "job.json"
    path.write_text(json.dumps({**train_job(folder, **training), **change}), "utf-8")
    return read_job(path)


@pytest.mark.parametrize(
    ("change", "training"),
    [
        ({"distillation": DISTILLATION}, {}),
        ({"distillation": None}, {"class_weights": "balanced"}),
        ({"task": {"kind": "regression"}}, {"class_weights": [1.0, 2]}),
        ({}, {"batching": {"kind": "token-budget", "tokens": 100}, "patience": 3}),
    ],
)
def test_what_the_contract_allows_is_read(
    tmp_path: Path, change: dict[str, Any], training: dict[str, Any]
) -> None:
    job = read(tmp_path, change, **training)
    assert job["training"]["epochs"] == 8


@pytest.mark.parametrize(
    ("change", "training", "message"),
    [
        ({"schema_version": 1}, {}, "job.schema_version is 1, expected 3"),
        ({"distillation": {"teacher": "x"}}, {}, "job.distillation.temperature is missing"),
        ({"task": {"kind": "poetry"}}, {}, "job.task.kind is 'poetry', expected 'classification'"),
        ({"extra": 1}, {}, "job.extra is unknown"),
        ({}, {"class_weights": "even"}, "job.training.class_weights is 'even'"),
        ({}, {"class_weights": ["a"]}, r"job.training.class_weights\[0\] is 'a', expected float"),
        ({}, {"precision": "int8"}, "job.training.precision is 'int8'"),
        ({}, {"patience": 1.5}, "job.training.patience is 1.5, expected int"),
    ],
)
def test_the_first_place_that_does_not_fit_is_named(
    tmp_path: Path, change: dict[str, Any], training: dict[str, Any], message: str
) -> None:
    with pytest.raises(EngineError, match=message) as raised:
        read(tmp_path, change, **training)
    assert raised.value.code == "job-invalid"
