"""Figures of a split, as scikit-learn and SciPy define them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from .contract import EngineMetrics

Numbers = NDArray[np.floating]


def measure_classification(
    loss: float | None, scores: Numbers, labels: NDArray[np.integer]
) -> EngineMetrics:
    """`scores` is [examples, classes], the highest is the prediction."""
    predictions = scores.argmax(axis=1)
    found = {
        "accuracy": float((predictions == labels).mean()),
        "macro_f1": macro_f1(labels, predictions, scores.shape[1]),
    }
    return {"count": len(labels), "loss": loss, "primary": "accuracy", "scores": found}


def measure_regression(loss: float, predictions: Numbers, targets: Numbers) -> EngineMetrics:
    """Spearman's correlation is Pearson's of the ranks; one with something constant is 0."""
    is_constant = np.ptp(predictions) == 0 or np.ptp(targets) == 0
    found = {
        "pearson": 0.0 if is_constant else float(np.corrcoef(predictions, targets)[0, 1]),
        "spearman": 0.0
        if is_constant
        else float(np.corrcoef(rankdata(predictions), rankdata(targets))[0, 1]),
    }
    return {"count": len(targets), "loss": loss, "primary": "pearson", "scores": found}


def measure_spans(
    loss: float, logits: list[NDArray[np.float32]], targets: NDArray[np.integer]
) -> EngineMetrics:
    """Windows of which start and end are both found; `logits` are [length, 2] each."""
    found = np.array([row.argmax(axis=0) for row in logits])
    scores = {"exact_match": float((found == targets).all(axis=1).mean())}
    return {"count": len(targets), "loss": loss, "primary": "exact_match", "scores": scores}


def measure_masked_tokens(loss: float, right: float, count: float) -> EngineMetrics:
    """Of sums over `count` masked tokens."""
    count = max(1.0, count)
    return {
        "count": int(count),
        "loss": loss / count,
        "primary": "masked_accuracy",
        "scores": {"masked_accuracy": right / count},
    }


def is_better(candidate: EngineMetrics, best: EngineMetrics) -> bool:
    """A higher primary score; of equals, a lower loss."""
    name = candidate["primary"]
    if candidate["scores"][name] != best["scores"][name]:
        return candidate["scores"][name] > best["scores"][name]
    return (candidate["loss"] or 0.0) < (best["loss"] or 0.0)


def macro_f1(
    labels: NDArray[np.integer], predictions: NDArray[np.integer], label_count: int
) -> float:
    """Mean F1 of the labels that occur in either; a label that was never right has 0."""
    scores: list[float] = []
    for label in range(label_count):
        right = np.sum((labels == label) & (predictions == label))
        seen = np.sum(labels == label) + np.sum(predictions == label)
        if seen:
            scores.append(float(2 * right / seen))
    return float(np.mean(scores))
