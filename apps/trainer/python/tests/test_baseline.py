from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import f1_score, log_loss

from kanjo_engine.baseline import run_baseline
from kanjo_engine.errors import EngineError
from kanjo_engine.metrics import compute_metrics, macro_f1


def baseline_job(folder: Path, train: list[Any], test: list[Any]) -> Any:
    for name, texts in (("train", train), ("test", test)):
        lines = [one if isinstance(one, str) else json.dumps(one) for one in texts]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n" * bool(lines), "utf-8")
    return {
        "schema_version": 1,
        "kind": "baseline",
        "output_dir": str(folder),
        "labels": ["negative", "neutral", "positive"],
        "train_data": str(folder / "train.jsonl"),
        "test_data": str(folder / "test.jsonl"),
    }


GOOD = {"text": "とても良い店だった", "label": 2}
BAD = {"text": "二度と行かない", "label": 0}


def test_texts_with_known_words_are_told_apart(tmp_path: Path) -> None:
    test = [{"text": "良い店", "label": 2}, {"text": "もう行かない", "label": 0}]
    result = run_baseline(baseline_job(tmp_path, [GOOD, GOOD, BAD, BAD], test))
    assert result["test"]["accuracy"] == 1.0
    assert result["test"]["macro_f1"] == 1.0


def test_a_label_that_training_never_saw_counts_as_an_error(tmp_path: Path) -> None:
    test = [GOOD, {"text": "とても", "label": 1}]
    result = run_baseline(baseline_job(tmp_path, [GOOD, GOOD, BAD, BAD], test))
    assert result["test"]["accuracy"] == 0.5


@pytest.mark.parametrize(
    ("train", "message"),
    [
        ([], "has no texts"),
        ([GOOD, GOOD], "all texts have the same label"),
        ([GOOD, "秘密"], r"train\.jsonl:2: expected"),
        ([GOOD, {"text": "秘密"}], r"train\.jsonl:2: expected"),
        ([GOOD, {"text": "秘密", "label": 3}], r"train\.jsonl:2: label 3 is out of range"),
    ],
)
def test_wrong_data_is_refused_without_its_text(
    tmp_path: Path, train: list[Any], message: str
) -> None:
    with pytest.raises(EngineError, match=message) as raised:
        run_baseline(baseline_job(tmp_path, train, [GOOD]))
    assert "秘密" not in str(raised.value)


def test_metrics_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(0)
    labels = random.integers(0, 3, 200)
    logits = random.normal(size=(200, 3))
    log_probabilities = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    predictions = logits.argmax(axis=1)
    metrics = compute_metrics(labels, log_probabilities)
    assert metrics["count"] == 200
    assert metrics["accuracy"] == (predictions == labels).mean()
    assert metrics["macro_f1"] == pytest.approx(f1_score(labels, predictions, average="macro"))
    assert metrics["loss"] == pytest.approx(log_loss(labels, np.exp(log_probabilities)))


def test_macro_f1_leaves_out_labels_that_nobody_names() -> None:
    assert macro_f1(np.array([0, 1, 1]), np.array([0, 1, 1]), 3) == 1.0
    assert macro_f1(np.array([0, 1, 1]), np.array([0, 1, 2]), 3) == pytest.approx((1 + 2 / 3) / 3)
