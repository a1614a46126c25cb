from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import run_training, stop_after, train_job

from kanjo_engine.training.metrics_log import MetricsLog

accumulator = pytest.importorskip(
    "tensorboard.backend.event_processing.event_accumulator", reason="tensorboard is not installed"
)


def read_board(job: Any) -> Any:
    """What TensorBoard itself makes of the event files."""
    found = accumulator.EventAccumulator(str(Path(job["output_dir"]) / "tensorboard"))
    found.Reload()
    return found


def test_tensorboard_shows_every_step_once_also_after_an_interruption(tmp_path: Path) -> None:
    whole, stopped = (train_job(tmp_path / name, epochs=4) for name in ("whole", "stopped"))
    stopped["checkpoints"]["every_steps"] = 5
    run_training(whole)
    stop_after(stopped, epochs=2)
    run_training({**stopped, "resume": True})
    expected, found = read_board(whole), read_board(stopped)
    assert set(found.Tags()["scalars"]) == {
        "train/loss",
        "train/learning_rate",
        "train/gradient_norm",
        "validation/loss",
        "validation/accuracy",
        "validation/macro_f1",
    }
    for name in found.Tags()["scalars"]:
        curve = [(one.step, one.value) for one in found.Scalars(name)]
        assert curve == [(one.step, one.value) for one in expected.Scalars(name)]
    assert [one.step for one in found.Scalars("train/loss")] == list(range(1, 53))


def test_a_gradient_that_overflowed_is_logged_as_null(tmp_path: Path) -> None:
    log = MetricsLog(tmp_path, lambda _event: None)
    log.open({})
    entry = {"phase": "train", "step": 1, "loss": 0.5, "learning_rate": 0.1, "gradient_norm": None}
    log.log_step(entry, 1)
    log.close()
    assert json.loads((tmp_path / "metrics.jsonl").read_text("utf-8")) == entry
