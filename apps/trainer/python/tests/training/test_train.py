from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from helpers import CLS, SEP, read_weights, train_job, write_arrow
from helpers import run_training as run

from kanjo_engine.errors import EngineError


def test_a_separable_task_is_learned_completely(tmp_path: Path) -> None:
    result, events = run(train_job(tmp_path))
    assert result["validation"]["scores"]["accuracy"] == 1.0
    assert result["validation"]["scores"]["macro_f1"] == 1.0
    epochs = [event for event in events if event["event"] == "epoch"]
    assert [event["epoch"] for event in epochs] == list(range(1, 9))


def test_the_kept_epoch_is_the_best_one_and_of_equals_the_one_with_the_lowest_loss(
    tmp_path: Path,
) -> None:
    result, events = run(train_job(tmp_path))
    epochs = [event for event in events if event["event"] == "epoch"]
    found = [event["validation"] for event in epochs]
    ranks = [(-one["scores"]["accuracy"], one["loss"]) for one in found]
    assert result["best_epoch"] == ranks.index(min(ranks)) + 1
    assert result["validation"] == epochs[result["best_epoch"] - 1]["validation"]


MASKED_TOKENS = {
    "kind": "masked-language-model",
    "epochs": 1,
    "learning_rate": 1e-3,
    "mask_probability": 0.3,
}
NGRAMS = {
    "kind": "ngram-evidence",
    "epochs": 1,
    "learning_rate": 1e-3,
    "longest": 3,
    "layers": 1,
    "splice_probability": 0.5,
}


@pytest.mark.parametrize("warm_start", [None, MASKED_TOKENS, NGRAMS])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others(
    tmp_path: Path, warm_start: Any
) -> None:
    weights: list[bytes] = []
    for run_name, seed in [("first", 7), ("second", 7), ("third", 8)]:
        folder = tmp_path / run_name
        options = {"token_dropout": 0.2, "warm_start": warm_start, "epochs": 1, "seed": seed}
        job = train_job(folder, **options)
        run(job)
        weights.append(read_weights(job))
    assert weights[0] == weights[1]
    assert weights[0] != weights[2]


def test_a_loss_that_is_not_finite_is_an_error_with_the_step(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"step \d+: the loss is (nan|inf), expected") as raised:
        run(train_job(tmp_path, learning_rate=1e30, gradient_clip=1e30))
    assert raised.value.code == "loss-not-finite"
    assert not (tmp_path / "checkpoint").exists()


@pytest.mark.parametrize(
    ("texts", "labels", "code", "message"),
    [
        ([], [], "data-empty", "has no texts"),
        ([[CLS, 99, SEP]], [0], "data-invalid", "token id 99 is out of range, expected 0 to 12"),
        ([[CLS, -1, SEP]], [0], "data-invalid", "token id -1 is out of range"),
        ([[CLS, SEP]], [2], "data-invalid", "label 2 is out of range, expected 0 to 1"),
        ([[]], [0], "data-invalid", "text length 0 is out of range, expected 1 to 16"),
        ([[5] * 17], [0], "data-invalid", "text length 17 is out of range"),
    ],
)
def test_data_that_the_model_cannot_take_is_refused(
    tmp_path: Path, texts: list[list[int]], labels: list[int], code: str, message: str
) -> None:
    job = train_job(tmp_path)
    job["validation_data"] = write_arrow(tmp_path / "wrong.arrow", texts, labels)
    with pytest.raises(EngineError, match=message) as raised:
        run(job)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("content", "code"), [(None, "file-not-found"), (b"not arrow at all", "data-invalid")]
)
def test_a_file_that_is_missing_or_of_another_kind_is_refused(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    job = train_job(tmp_path)
    path = tmp_path / "other.arrow"
    if content is not None:
        path.write_bytes(content)
    job["train_data"] = str(path)
    with pytest.raises(EngineError, match=r"other\.arrow") as raised:
        run(job)
    assert raised.value.code == code


def test_weights_that_turn_into_nan_in_the_last_step_are_found_in_validation(
    tmp_path: Path,
) -> None:
    options = {"epochs": 1, "batch_size": 1000, "warmup_ratio": 0.0}
    job = train_job(tmp_path, learning_rate=1e38, gradient_clip=1e30, **options)
    with pytest.raises(EngineError, match="validation: the loss is nan") as raised:
        run(job)
    assert raised.value.code == "loss-not-finite"


@pytest.mark.parametrize(
    ("model", "training", "message"),
    [
        ({"heads": 3}, {}, "hidden_size 32 is no multiple of heads 3"),
        ({"neighbour_offsets": [-1, 1, 2]}, {}, "3 neighbour offsets for 2 heads"),
        ({}, {"warm_start": {**NGRAMS, "layers": 3}}, "the warm start has 3 layers, the model 2"),
    ],
)
def test_a_model_that_cannot_be_built_is_refused(
    tmp_path: Path, model: dict[str, Any], training: dict[str, Any], message: str
) -> None:
    job = train_job(tmp_path, **training)
    job["model"].update(model)
    with pytest.raises(EngineError, match=message) as raised:
        run(job)
    assert raised.value.code == "job-invalid"


@pytest.mark.parametrize("warm_start", [MASKED_TOKENS, NGRAMS])
def test_a_warm_start_reports_its_epochs_and_lowers_its_loss(
    tmp_path: Path, warm_start: dict[str, Any]
) -> None:
    options = {**warm_start, "epochs": 4, "learning_rate": 3e-3}
    _, events = run(train_job(tmp_path, epochs=1, warm_start=options))
    epochs = [event for event in events if event["event"] == "epoch"]
    losses = [event["train_loss"] for event in epochs if event["phase"] == "warm-start"]
    assert len(losses) == 4
    assert losses[-1] < losses[0]


@pytest.mark.skipif(shutil.which("g++") is None, reason="torch.compile needs a C++ compiler")
def test_a_compiled_model_learns_the_same(tmp_path: Path) -> None:
    curves: list[list[float]] = []
    for name in ("plain", "compiled"):
        job = train_job(tmp_path / name, epochs=2, compile=name == "compiled")
        job["model"]["dropout"] = 0.0
        _, events = run(job)
        curves.append([event["train_loss"] for event in events if event["event"] == "epoch"])
    assert curves[1] == pytest.approx(curves[0], rel=1e-3)
