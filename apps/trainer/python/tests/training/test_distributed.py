"""Two processes over gloo learn what one does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import model_shape, run_engine, train_job

TWO = ("-m", "torch.distributed.run", "--nproc-per-node", "2", "--standalone")


def read_curve(job: Any) -> list[float]:
    lines = (Path(job["output_dir"]) / "metrics.jsonl").read_text("utf-8").splitlines()
    return [entry["loss"] for entry in map(json.loads, lines) if "loss" in entry]


@pytest.mark.parametrize("accumulation", [1, 2])
def test_the_same_loss_curve_as_one_process_at_the_same_global_batch(
    tmp_path: Path, accumulation: int
) -> None:
    jobs: list[Any] = []
    for name, launcher in (("one", ()), ("two", TWO)):
        job = train_job(
            tmp_path / name,
            epochs=2,
            # The last batch has a single text: a process has nothing to do.
            batch_size=199,
            gradient_accumulation=accumulation,
            class_weights=[1.0, 3.0],
        )
        job["model"] = model_shape(dropout=0.0)
        code, events, stderr = run_engine(job, tmp_path, *launcher)
        assert code == 0, stderr
        assert [event["event"] for event in events].count("done") == 1
        jobs.append((job, events))
    (one, events_of_one), (two, events_of_two) = jobs
    assert events_of_two[0]["processes"] == 2
    assert len(read_curve(one)) == 4
    assert read_curve(two) == pytest.approx(read_curve(one), rel=1e-4)
    expected, found = events_of_one[-1]["result"], events_of_two[-1]["result"]
    assert found["validation"]["scores"] == pytest.approx(expected["validation"]["scores"])


def test_masked_tokens_are_measured_alike_by_one_process_and_by_two(tmp_path: Path) -> None:
    found: list[Any] = []
    for name, launcher in (("one", ()), ("two", TWO)):
        job = train_job(tmp_path / name, epochs=1, warm_start=None, batch_size=64)
        job["task"] = {"kind": "masked-language-model", "mask_probability": 0.2}
        job["training"]["learning_rate"] = 1e-12
        code, events, stderr = run_engine(job, tmp_path, *launcher)
        assert code == 0, stderr
        found.append(events[-1]["result"]["validation"])
    one, two = found
    assert two["count"] == one["count"]
    assert two["loss"] == pytest.approx(one["loss"], rel=1e-4)


def test_the_failure_of_another_process_is_told(tmp_path: Path) -> None:
    job = train_job(tmp_path / "job", precision="fp16")
    code, _, stderr = run_engine(job, tmp_path, *TWO)
    assert code != 0
    assert "precision-unsupported: precision fp16 is given" in stderr
