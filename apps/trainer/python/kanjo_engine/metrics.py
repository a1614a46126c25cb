"""Figures of a split, as scikit-learn defines them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .contract import EngineMetrics


def compute_metrics(
    labels: NDArray[np.integer], log_probabilities: NDArray[np.floating]
) -> EngineMetrics:
    """`log_probabilities` is [texts, labels]. Loss is the mean negative log-likelihood in nats."""
    predictions = log_probabilities.argmax(axis=1)
    return {
        "count": len(labels),
        "accuracy": float((predictions == labels).mean()),
        "macro_f1": macro_f1(labels, predictions, log_probabilities.shape[1]),
        "loss": float(-log_probabilities[np.arange(len(labels)), labels].mean()),
    }


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
