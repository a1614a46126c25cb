from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from helpers import (
    model_shape,
    read_weights,
    run_training,
    separable_texts,
    stop_after,
    train_job,
    write_arrow,
)
from torch.nn import functional

from kanjo_engine.errors import EngineError
from kanjo_engine.objectives.distillation import sum_divergences

OPTIONS = {
    "temperature": 2.0,
    "label_weight": 0.0,
    "logits_weight": 1.0,
    "hidden_weight": 0.0,
    "start_from_teacher": False,
}


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> str:
    result, _ = run_training(train_job(tmp_path_factory.mktemp("teacher")))
    return result["checkpoint_dir"]


def student_job(folder: Path, teacher: str, training: Any = None, **options: Any) -> Any:
    job = train_job(folder, **(training or {}))
    job["model"] = model_shape(layers=1, hidden_size=16)
    job["distillation"] = {"teacher": teacher, **OPTIONS, **options}
    job["checkpoints"]["every_steps"] = 5
    return job


def test_the_divergence_is_pytorchs_at_the_temperature() -> None:
    torch.manual_seed(0)
    found, wanted = torch.randn(5, 3), torch.randn(5, 3)
    expected = 4 * functional.kl_div(
        (found / 2).log_softmax(-1), (wanted / 2).log_softmax(-1), reduction="sum", log_target=True
    )
    assert torch.allclose(sum_divergences(found, wanted, 2.0), expected)
    assert float(sum_divergences(wanted, wanted, 2.0)) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("hidden_weight", [0.0, 1.0])
@pytest.mark.parametrize("start_from_teacher", [False, True])
def test_a_student_learns_the_task_from_its_teacher_alone(
    tmp_path: Path, teacher: str, hidden_weight: float, start_from_teacher: bool
) -> None:
    """Its own labels are all wrong, and count nothing."""
    job = student_job(
        tmp_path,
        teacher,
        {"epochs": 12},
        hidden_weight=hidden_weight,
        start_from_teacher=start_from_teacher,
    )
    texts, labels = separable_texts(200, seed=1)
    job["train_data"] = write_arrow(
        tmp_path / "wrong.arrow", texts, [1 - label for label in labels]
    )
    result, _ = run_training(job)
    assert result["validation"]["scores"]["accuracy"] > 0.98


def test_unlabelled_texts_are_learned_from_as_well(tmp_path: Path, teacher: str) -> None:
    """Half of the labelled texts are all of one class: only the others tell of the second."""
    job = student_job(tmp_path, teacher, {"epochs": 12}, label_weight=1.0)
    texts, labels = separable_texts(400, seed=5)
    positive = [text for text, label in zip(texts, labels, strict=True) if label == 1]
    job["train_data"] = write_arrow(tmp_path / "few.arrow", positive[:50], [1] * 50)
    alone, _ = run_training(job)
    job["unlabelled_data"] = write_arrow(tmp_path / "more.arrow", texts[:200])
    result, _ = run_training(job)
    assert result["validation"]["scores"]["accuracy"] > 0.98
    assert alone["validation"]["scores"]["accuracy"] < 0.9


def test_the_teacher_is_neither_changed_nor_kept(tmp_path: Path, teacher: str) -> None:
    before = Path(teacher, "model.safetensors").read_bytes()
    result, _ = run_training(student_job(tmp_path, teacher, {"epochs": 1}, hidden_weight=1.0))
    assert Path(teacher, "model.safetensors").read_bytes() == before
    assert result["parameters"] < 10_000


def test_a_teacher_of_other_labels_is_refused(tmp_path: Path, teacher: str) -> None:
    job = student_job(tmp_path, teacher)
    job["task"] = {"kind": "classification", "labels": ["a", "b", "c"]}
    with pytest.raises(EngineError) as raised:
        run_training(job)
    assert raised.value.code == "teacher-unsupported"


@pytest.mark.parametrize(
    ("change", "training", "message"),
    [
        ({"task": {"kind": "regression"}}, {}, "distillation is given for a task of kind regress"),
        ({}, {"class_weights": "balanced"}, "class_weights are given for a distillation"),
        ({"distillation": None, "unlabelled_data": "texts.arrow"}, {}, "without a teacher"),
    ],
)
def test_what_would_be_ignored_is_refused(
    tmp_path: Path, teacher: str, change: Any, training: Any, message: str
) -> None:
    with pytest.raises(EngineError, match=message):
        run_training({**student_job(tmp_path, teacher, training), **change})


def test_parts_of_a_batch_give_the_loss_of_the_whole(tmp_path: Path, teacher: str) -> None:
    curves: list[list[float]] = []
    for parts in (1, 3):
        training = {"epochs": 2, "gradient_accumulation": parts}
        job = student_job(tmp_path / str(parts), teacher, training, hidden_weight=1.0)
        job["model"]["dropout"] = 0.0
        _, events = run_training(job)
        curves.append([event["train_loss"] for event in events if event["event"] == "epoch"])
    assert curves[1] == pytest.approx(curves[0], rel=1e-4)


def test_a_killed_distillation_ends_with_the_same_weights(tmp_path: Path, teacher: str) -> None:
    options: Any = {"hidden_weight": 1.0, "label_weight": 0.5, "start_from_teacher": True}
    whole = student_job(tmp_path / "whole", teacher, {"epochs": 4}, **options)
    killed = student_job(tmp_path / "killed", teacher, {"epochs": 4}, **options)
    run_training(whole)
    stop_after(killed, epochs=2)
    run_training({**killed, "resume": True})
    assert read_weights(killed) == read_weights(whole)
