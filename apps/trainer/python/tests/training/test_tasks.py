"""Every kind of task is learned from made-up data in which one token decides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from helpers import (
    CLS,
    NEGATIVE,
    POSITIVE,
    SEP,
    VOCABULARY_SIZE,
    run_training,
    train_job,
    write_arrow,
)

from kanjo_engine.errors import EngineError


def draw_tokens(random: np.random.Generator, count: int) -> list[int]:
    return random.integers(7, VOCABULARY_SIZE, size=count).tolist()


def write_pairs(path: Path, seed: int) -> str:
    """The second text says whether the first has token 5: a number from both."""
    random = np.random.default_rng(seed)
    rows: list[list[int]] = []
    starts: list[int] = []
    targets: list[float] = []
    for _ in range(200):
        has_first, has_second = random.random() < 0.5, random.random() < 0.5
        first = [POSITIVE if has_first else NEGATIVE, *draw_tokens(random, 3)]
        second = [POSITIVE if has_second else NEGATIVE, *draw_tokens(random, 2)]
        rows.append([CLS, *first, SEP, *second, SEP])
        starts.append(len(first) + 2)
        targets.append(4.0 * has_first + 1.0 * has_second)
    return write_arrow(path, rows, second_start=starts, target=targets)


def write_choices(path: Path, seed: int) -> str:
    """Of three rows one has token 5."""
    random = np.random.default_rng(seed)
    rows: list[list[int]] = []
    labels: list[int] = []
    for _ in range(100):
        answer = int(random.integers(3))
        for choice in range(3):
            tokens = draw_tokens(random, int(random.integers(1, 8)))
            tokens.insert(0, POSITIVE if choice == answer else NEGATIVE)
            rows.append([CLS, *tokens, SEP])
        labels.extend([answer] * 3)
    return write_arrow(path, rows, labels)


def write_spans(path: Path, seed: int) -> str:
    """The answer goes from token 5 to token 6."""
    random = np.random.default_rng(seed)
    rows: list[list[int]] = []
    starts: list[int] = []
    ends: list[int] = []
    for _ in range(200):
        before, inside = draw_tokens(random, 3), draw_tokens(random, int(random.integers(0, 3)))
        after = draw_tokens(random, int(random.integers(1, 4)))
        row = [CLS, 7, SEP, *before[: random.integers(1, 4)]]
        starts.append(len(row))
        row += [POSITIVE, *inside, NEGATIVE]
        ends.append(len(row) - 1)
        rows.append([*row, *after, SEP])
    return write_arrow(path, rows, second_start=[3] * len(rows), start=starts, end=ends)


TASKS: list[Any] = [
    ({"kind": "regression"}, write_pairs, "pearson", 0.98),
    ({"kind": "multiple-choice", "choices": 3}, write_choices, "accuracy", 0.98),
    ({"kind": "span"}, write_spans, "exact_match", 0.95),
]


@pytest.mark.parametrize(("task", "write", "score", "least"), TASKS)
def test_the_task_is_learned_and_the_predictions_are_those_of_the_best_epoch(
    tmp_path: Path, task: Any, write: Any, score: str, least: float
) -> None:
    job = {**train_job(tmp_path, epochs=15), "task": task}
    job["train_data"] = write(tmp_path / "train.arrow", 1)
    job["validation_data"] = write(tmp_path / "validation.arrow", 2)
    result, _ = run_training(job)
    assert result["validation"]["primary"] == score
    assert result["validation"]["scores"][score] > least
    assert score_of_predictions(job, result["predictions"], score) == pytest.approx(
        result["validation"]["scores"][score], abs=1e-6
    )


def score_of_predictions(job: Any, path: str, score: str) -> float:
    """Worked out anew, from the file of logits."""
    logits = pa.ipc.open_file(path).read_all()["logits"].to_pylist()
    data = pa.ipc.open_file(job["validation_data"]).read_all().to_pydict()
    if score == "pearson":
        return float(np.corrcoef([row[0] for row in logits], data["target"])[0, 1])
    if score == "accuracy":
        choices = np.array(logits).reshape(-1, 3)
        return float((choices.argmax(axis=1) == np.array(data["label"][::3])).mean())
    halves = [np.array(row).reshape(2, -1).argmax(axis=1) for row in logits]
    expected = np.array([data["start"], data["end"]]).T
    return float((np.array(halves) == expected).all(axis=1).mean())


@pytest.mark.parametrize(("start", "end"), [(5, 4), (3, 6), (-1, 2)])
def test_an_answer_outside_its_row_is_refused(tmp_path: Path, start: int, end: int) -> None:
    job = {**train_job(tmp_path), "task": {"kind": "span"}}
    rows = [[CLS, 7, SEP, 8, 9, SEP], [CLS, 7, SEP, 8, 9, 9, 9, SEP]]
    job["train_data"] = write_arrow(
        tmp_path / "train.arrow", rows, second_start=[3, 3], start=[start, 4], end=[end, 4]
    )
    with pytest.raises(EngineError, match="row 0: answer"):
        run_training(job)


def test_masked_tokens_are_learned_from_unlabelled_text(tmp_path: Path) -> None:
    """Every text repeats one token, so that a masked one can be told from its neighbours."""
    random = np.random.default_rng(0)
    rows = [[CLS, *[int(token)] * 8, SEP] for token in random.integers(5, 13, size=400)]
    job = train_job(tmp_path, epochs=10, gradient_accumulation=2)
    job["task"] = {"kind": "masked-language-model", "mask_probability": 0.2}
    job["train_data"] = write_arrow(tmp_path / "train.arrow", rows[:300])
    job["validation_data"] = write_arrow(tmp_path / "validation.arrow", rows[300:])
    result, events = run_training(job)
    assert result["validation"]["scores"]["masked_accuracy"] > 0.9
    assert result["predictions"] == ""
    losses = [event["train_loss"] for event in events if event["event"] == "epoch"]
    assert losses[0] > 1.5 > losses[-1]


@pytest.mark.parametrize(
    ("task", "training", "message"),
    [
        ({"kind": "regression"}, {}, "column target is missing"),
        ({"kind": "span"}, {}, "column start is missing"),
        ({"kind": "multiple-choice", "choices": 3}, {}, "200 rows are no multiple of 3"),
        (None, {"class_weights": [1.0]}, "1 class_weights for 2 labels"),
        (None, {"precision": "fp16"}, "there is no GPU"),
    ],
)
def test_what_does_not_fit_the_task_is_refused(
    tmp_path: Path, task: Any, training: Any, message: str
) -> None:
    job = train_job(tmp_path, **training)
    job["task"] = task or job["task"]
    with pytest.raises(EngineError, match=message):
        run_training(job)


@pytest.mark.parametrize(
    "training",
    [
        {"batching": {"kind": "random"}},
        {"batching": {"kind": "token-budget", "tokens": 150}},
        {"gradient_accumulation": 4},
        {"class_weights": "balanced"},
        {"precision": "bf16"},
        {"label_smoothing": 0.1, "token_dropout": 0.1},
    ],
)
def test_options_leave_a_separable_task_learnable(tmp_path: Path, training: Any) -> None:
    result, _ = run_training(train_job(tmp_path, **training))
    assert result["validation"]["scores"]["accuracy"] > 0.98


def test_accumulated_parts_give_the_same_curve_as_whole_batches(tmp_path: Path) -> None:
    curves: list[list[float]] = []
    for parts in (1, 3):
        job = train_job(tmp_path / str(parts), epochs=2, gradient_accumulation=parts)
        job["model"]["dropout"] = 0.0
        _, events = run_training(job)
        curves.append([event["train_loss"] for event in events if event["event"] == "epoch"])
    assert curves[1] == pytest.approx(curves[0], rel=1e-4)
