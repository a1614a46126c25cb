"""Runs a case in a process of its own and reads its figures from the lines that it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parents[1]
ENGINE = BENCH.parent / "apps" / "trainer" / "python"
TRAINER_SCRIPT = BENCH / "python" / "hugging_face_trainer.py"


class CaseError(Exception):
    """A case that gives no figures: what the process said last."""


@dataclass(frozen=True)
class Line:
    """Seconds since the process was started, and the JSON object that it printed then."""

    seconds: float
    content: dict[str, Any]


def run_engine(job_file: Path, rows: int, seconds: float) -> dict[str, Any]:
    """Raises CaseError. The steady speed leaves out the first tenth, in which code is compiled."""
    lines = read_lines(["-m", "kanjo_engine", str(job_file)], seconds)
    last = lines[-1].content
    if last["event"] != "done":
        raise CaseError(f"{last.get('code')}: {last.get('message')}")
    result = last["result"]
    return {
        "samples_per_second": result["samples_per_second"],
        "steady_samples_per_second": measure_steady(lines, rows),
        "peak_memory_bytes": result["peak_memory_bytes"],
    }


def run_trainer(job_file: Path, steps: int, seconds: float) -> dict[str, Any]:
    """Raises CaseError. The first tenth of the steps is not timed."""
    options = ["--max-steps", str(steps), "--skip-steps", str(max(2, steps // 10))]
    result = read_lines([str(TRAINER_SCRIPT), str(job_file), *options], seconds)[-1].content
    return {
        "samples_per_second": result["samples_per_second"],
        "steady_samples_per_second": result["samples_per_second"],
        "peak_memory_bytes": result["peak_memory_bytes"],
    }


def measure_steady(lines: list[Line], rows: int) -> float | None:
    """Rows a second from the first report after a tenth of the steps to the last report."""
    reports = [
        (line.seconds, line.content["step"] / line.content["total_steps"])
        for line in lines
        if line.content["event"] == "progress" and line.content["phase"] == "train"
    ]
    late = [(seconds, share) for seconds, share in reports if share >= 0.1]
    if len(late) < 2:
        return None
    (first_seconds, first_share), (last_seconds, last_share) = late[0], late[-1]
    return rows * (last_share - first_share) / (last_seconds - first_seconds)


def read_lines(arguments: list[str], seconds: float) -> list[Line]:
    """What a Python process prints. Raises CaseError where it is nothing, or at the time limit."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        started = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ENGINE), "PYTHONUNBUFFERED": "1"},
        )
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        lines = [Line(time.monotonic() - started, json.loads(line)) for line in child.stdout or ()]
        code = child.wait()
        timer.cancel()
        if code < 0:
            raise CaseError(
                f"ended by signal {-code}, {time.monotonic() - started:.0f} s after its start"
            )
        if lines:
            return lines
        errors.seek(0)
        _, _, last_line = errors.read().strip().rpartition("\n")
        raise CaseError(f"ended with {code}: {last_line}")
