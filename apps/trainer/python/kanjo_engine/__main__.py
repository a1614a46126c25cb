"""`python -m kanjo_engine job.json`. Exit codes: 0 done, 2 after an error event, 1 for a defect."""

from __future__ import annotations

import os
import platform
import signal
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FrameType
from typing import NoReturn

from .contract import EngineEvent, EngineResult, Job, StartedEvent
from .errors import EngineError, as_engine_error
from .events import Emit, claim_stdout
from .hardware import name_hardware
from .job import read_job

LIBRARIES = ("torch", "transformers", "onnx", "onnxruntime", "scikit-learn")


def main(arguments: list[str]) -> int:
    # PyTorch's threads wait for each other in a busy loop. Kept short (the default is 300,000
    # rounds), it costs a fifth on an idle machine, but a shared one does not come to a standstill.
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    signal.signal(signal.SIGTERM, _interrupt)
    is_first = os.environ.get("RANK", "0") == "0"
    emit = claim_stdout() if is_first else _tell_failures
    try:
        if len(arguments) != 1:
            raise EngineError("job-invalid", "expected one argument: the path of a job file")
        job = read_job(Path(arguments[0]))
        emit({"event": "done", "result": run(job, emit)})
    except BaseException as error:
        failure = as_engine_error(error)
        if failure is None:
            raise
        emit(
            {
                "event": "error",
                "code": failure.code,
                "message": str(failure),
                "hint": failure.hint,
            }
        )
        return 2
    return 0


def run(job: Job, emit: Emit) -> EngineResult:
    """Each kind of job imports only what it needs: PyTorch alone takes seconds."""
    match job["kind"]:
        case "train":
            from .training.distributed import join_processes
            from .training.train import train

            with join_processes() as (processes, device):
                emit(_started(job, str(device), name_hardware(device.type), processes.count))
                return train(job, processes, device, emit)
        case "export":
            from .export.export import export

            emit(_started(job, "cpu", name_hardware("cpu"), 1))
            return export(job, emit)
        case "baseline":
            from .baseline import run_baseline

            emit(_started(job, "cpu", name_hardware("cpu"), 1))
            return run_baseline(job)


def _started(job: Job, device: str, hardware: str, processes: int) -> StartedEvent:
    found = {name: _version_of(name) for name in LIBRARIES}
    libraries = {name: one for name, one in found.items() if one is not None}
    return {
        "event": "started",
        "kind": job["kind"],
        "device": device,
        "hardware": hardware,
        "processes": processes,
        "libraries": {"python": platform.python_version(), **libraries},
    }


def _version_of(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _tell_failures(event: EngineEvent) -> None:
    """The first process speaks for all; another one's failure goes to the log."""
    if event["event"] == "error":
        print(f"{event['code']}: {event['message']}", file=sys.stderr, flush=True)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def end(code: int) -> NoReturn:
    """Processes that trained together end without clean-up: gloo's threads may abort in it."""
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    end(main(sys.argv[1:]))
