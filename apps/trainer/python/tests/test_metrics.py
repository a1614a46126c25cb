from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import accuracy_score, f1_score

from kanjo_engine.metrics import (
    is_better,
    macro_f1,
    measure_classification,
    measure_regression,
    measure_spans,
)


def test_classification_is_measured_as_scikit_learn_does() -> None:
    random = np.random.default_rng(0)
    labels, logits = random.integers(0, 3, 200), random.normal(size=(200, 3))
    predictions = logits.argmax(axis=1)
    metrics = measure_classification(0.5, logits, labels)
    assert (metrics["count"], metrics["loss"], metrics["primary"]) == (200, 0.5, "accuracy")
    assert metrics["scores"] == {
        "accuracy": accuracy_score(labels, predictions),
        "macro_f1": pytest.approx(f1_score(labels, predictions, average="macro")),
    }


def test_macro_f1_leaves_out_labels_that_nobody_names() -> None:
    assert macro_f1(np.array([0, 1, 1]), np.array([0, 1, 1]), 3) == 1.0
    assert macro_f1(np.array([0, 1, 1]), np.array([0, 1, 2]), 3) == pytest.approx((1 + 2 / 3) / 3)


def test_correlations_are_numpys_and_scipys_with_ties_and_zero_for_constants() -> None:
    random = np.random.default_rng(0)
    targets = random.integers(0, 5, 100).astype(float)
    found = targets + random.normal(size=100)
    scores = measure_regression(1.0, found, targets)["scores"]
    assert scores["pearson"] == pytest.approx(np.corrcoef(found, targets)[0, 1])
    assert scores["spearman"] == pytest.approx(stats.spearmanr(found, targets)[0])
    assert measure_regression(1.0, np.ones(5), np.arange(5.0))["scores"]["pearson"] == 0.0


def test_a_span_counts_where_both_its_ends_are_found() -> None:
    logits = [np.array(row, np.float32) for row in ([[0, 1], [2, 0]], [[5, 0], [0, 1], [0, 0]])]
    metrics = measure_spans(0.1, logits, np.array([[1, 0], [0, 2]]))
    assert metrics["scores"] == {"exact_match": 0.5}


@pytest.mark.parametrize(
    ("candidate", "best", "expected"),
    [
        ((0.9, 1.0), (0.8, 0.1), True),
        ((0.8, 0.2), (0.8, 0.3), True),
        ((0.8, 0.3), (0.8, 0.3), False),
    ],
)
def test_a_higher_score_is_better_and_of_equals_a_lower_loss(
    candidate: Any, best: Any, expected: bool
) -> None:
    def make(score: float, loss: float) -> Any:
        return {"count": 1, "loss": loss, "primary": "pearson", "scores": {"pearson": score}}

    assert is_better(make(*candidate), make(*best)) is expected
