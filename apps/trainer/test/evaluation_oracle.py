"""Figures of answers by scikit-learn and SciPy: a JSON object on stdin, another on stdout."""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

import numpy as np
from scipy.stats import binomtest
from sklearn import metrics

BINS = 15
FLOOR = 1e-12

# scikit-learn warns of single classes and of empty ones; they are what is tested.
warnings.simplefilter("ignore")


def measure(rows: list[dict[str, Any]]) -> dict[str, Any]:
    scores = np.array([row["scores"] for row in rows])
    gold = np.array([row["gold"] for row in rows])
    predicted = scores.argmax(axis=1)
    labels = list(range(scores.shape[1]))
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        gold, predicted, labels=labels, zero_division=0
    )
    return {
        "accuracy": metrics.accuracy_score(gold, predicted),
        "macroF1": metrics.f1_score(gold, predicted, average="macro", zero_division=0),
        "matthews": metrics.matthews_corrcoef(gold, predicted),
        "loss": metrics.log_loss(gold, np.maximum(scores, FLOOR), labels=labels),
        "brier": metrics.brier_score_loss(gold, scores, labels=labels, scale_by_half=False),
        "expectedCalibrationError": calibration_error(scores.max(axis=1), gold == predicted),
        "confusionMatrix": metrics.confusion_matrix(gold, predicted, labels=labels).tolist(),
        "classes": [
            {
                "precision": precision[label],
                "recall": recall[label],
                "f1": f1[label],
                "support": int(support[label]),
                **rank(gold == label, scores[:, label]),
            }
            for label in labels
        ],
        "accuracyInterval": wilson(int((gold == predicted).sum()), len(gold)),
    }


def calibration_error(score: np.ndarray, right: np.ndarray) -> float:
    bins = np.digitize(score, np.arange(1, BINS) / BINS, right=True)
    gaps = [
        abs(score[bins == index].mean() - right[bins == index].mean()) * (bins == index).mean()
        for index in set(bins.tolist())
    ]
    return float(sum(gaps))


def rank(positive: np.ndarray, score: np.ndarray) -> dict[str, Any]:
    if positive.all() or not positive.any():
        return {
            "rocAuc": None,
            "averagePrecision": None,
            "roc": [],
            "precisionRecall": [],
        }
    false_rate, true_rate, _ = metrics.roc_curve(positive, score, drop_intermediate=False)
    precision, recall, _ = metrics.precision_recall_curve(positive, score)
    return {
        "rocAuc": metrics.roc_auc_score(positive, score),
        "averagePrecision": metrics.average_precision_score(positive, score),
        "roc": np.stack([false_rate, true_rate], axis=1).tolist(),
        "precisionRecall": np.stack([recall, precision], axis=1)[::-1].tolist(),
    }


def wilson(hits: int, count: int) -> list[float]:
    interval = binomtest(hits, count).proportion_ci(method="wilson")
    return [float(interval.low), float(interval.high)]


def main() -> None:
    request = json.load(sys.stdin)
    answer = {
        "measured": [measure(rows) for rows in request["cases"]],
        "wilson": [wilson(hits, count) for hits, count in request["shares"]],
        "mcnemar": [
            float(binomtest(one, one + other).pvalue) for one, other in request["discordant"]
        ],
    }
    json.dump(answer, sys.stdout)


main()
