from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers import run_training, stop_after, train_job

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
