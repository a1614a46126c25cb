"""The process as TypeScript sees it: exit code, events, and nothing else on stdout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from helpers import ENGINE_ROOT, run_engine, start_engine, train_job


def test_a_finished_job_ends_with_done_and_exit_code_0(tmp_path: Path) -> None:
    code, events, stderr = run_engine(train_job(tmp_path, epochs=1), tmp_path)
    assert code == 0, stderr
    kinds = [event["event"] for event in events if event["event"] != "progress"]
    assert kinds == ["started", "epoch", "done"]
    result = events[-1]["result"]
    assert (tmp_path / "checkpoint" / "model.safetensors").is_file()
    assert result["checkpoint_dir"] == str(tmp_path / "checkpoint")


def test_an_invalid_job_gives_an_error_event_and_exit_code_2(tmp_path: Path) -> None:
    job = train_job(tmp_path)
    job["training"]["epochs"] = "many"
    code, events, _ = run_engine(job, tmp_path)
    assert code == 2
    assert events == [
        {
            "event": "error",
            "code": "job-invalid",
            "message": "job.training.epochs is 'many', expected int",
            "hint": None,
        }
    ]


def test_an_engine_whose_caller_is_gone_keeps_its_state_and_ends(tmp_path: Path) -> None:
    engine = start_engine(train_job(tmp_path, epochs=10_000), tmp_path)
    assert engine.stdout is not None
    while '"epoch"' not in engine.stdout.readline():
        pass
    engine.stdout.close()
    engine.wait(timeout=60)
    assert list((tmp_path / "checkpoints").glob("0-*/state.json"))


def test_a_defect_leaves_its_traceback_on_stderr_and_exit_code_1(tmp_path: Path) -> None:
    script = (
        "import sys, kanjo_engine.__main__ as engine\n"
        "engine.read_job = lambda path: 1 / 0\n"
        "sys.exit(engine.main(['job.json']))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ENGINE_ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 1
    assert "ZeroDivisionError" in result.stderr
