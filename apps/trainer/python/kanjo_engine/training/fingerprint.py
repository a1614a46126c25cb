"""What names a training: all that decides its weights, by content and not by place."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ..contract import TrainJob
from .checkpoints import digest_file

# Where files are written, and how often, decides nothing.
IGNORED = ("output_dir", "resume", "checkpoints")
DATA = ("train_data", "validation_data", "unlabelled_data")
WEIGHT_FILES = ("config.json", "*.safetensors", "*.bin")


def make_fingerprint(job: TrainJob) -> str:
    """SHA-256 of the job with its files' digests in place of their paths."""
    decisive: dict[str, Any] = {key: value for key, value in job.items() if key not in IGNORED}
    for name in DATA:
        if decisive[name] is not None:
            decisive[name] = _digest(Path(decisive[name]))
    if job["model"]["kind"] == "pretrained":
        decisive["model"] = {**job["model"], "folder": _digest_model(Path(job["model"]["folder"]))}
    if job["distillation"] is not None:
        teacher = _digest_model(Path(job["distillation"]["teacher"]))
        decisive["distillation"] = {**job["distillation"], "teacher": teacher}
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


def _digest_model(folder: Path) -> list[str]:
    files = [path for pattern in WEIGHT_FILES for path in sorted(folder.glob(pattern))]
    return [f"{path.name} {_digest(path)}" for path in files]


def _digest(path: Path) -> str:
    """Missing files are complained of by whoever reads them."""
    return digest_file(path) if path.is_file() else "missing"
