"""What an export starts from: a checkpoint's `config.json` and a job that fits it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..contract import ExportJob
from ..errors import EngineError
from ..job import require_file

Config = dict[str, Any]


def read_config(job: ExportJob) -> Config:
    """Raises EngineError `file-not-found`, `checkpoint-unsupported`, `job-invalid`."""
    path = Path(job["checkpoint_dir"]) / "config.json"
    try:
        config: Any = json.loads(require_file(path).read_text("utf-8"))
    except ValueError as error:
        raise EngineError("checkpoint-unsupported", f"{path}: not JSON: {error}") from error
    if not isinstance(config, dict):
        raise EngineError("checkpoint-unsupported", f"{path}: expected a JSON object")
    _check_temperature(job)
    if job["kept_tokens"] is not None:
        _check_kept_tokens(job["kept_tokens"], config)
    return config


def _check_temperature(job: ExportJob) -> None:
    temperature = job["temperature"]
    if not temperature > 0:
        raise EngineError(
            "job-invalid", f"temperature is {temperature}, expected a positive number"
        )
    if job["task"]["kind"] == "regression" and temperature != 1:
        message = f"temperature is {temperature}, expected 1: a regression has no softmax"
        raise EngineError("job-invalid", message)


def _check_kept_tokens(kept: list[int], config: Config) -> None:
    size, padding = config.get("vocab_size", 0), config.get("pad_token_id")
    repeated = len(kept) - len(set(kept))
    outside = [token for token in kept if not 0 <= token < size]
    if repeated or outside:
        found = f"token {outside[0]}" if outside else f"{repeated} tokens twice"
        message = f"kept_tokens has {found}, expected each of 0 to {size - 1} at most once"
        raise EngineError("job-invalid", message)
    if padding is not None and padding not in kept:
        message = f"kept_tokens lacks the padding token {padding}"
        raise EngineError("job-invalid", message, "Keep all special tokens.")
