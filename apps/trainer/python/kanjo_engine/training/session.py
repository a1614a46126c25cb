"""What all phases of one training share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

import torch

from ..contract import EngineMetrics, Precision, TrainJob
from ..events import Emit
from .checkpoints import Checkpoints, Tensors
from .distributed import Processes
from .interruption import Interruption
from .metrics_log import MetricsLog


class Best(TypedDict):
    """The epoch that is kept, from 1; the file of its weights is written with a checkpoint."""

    epoch: int
    metrics: EngineMetrics
    file: str
    digest: str | None


@dataclass
class BestWeights:
    """Those of the best epoch so far, on the CPU; the first process alone has them."""

    tensors: Tensors | None = None


class State(TypedDict):
    """All that a checkpoint holds besides tensors."""

    # Names the job: another one does not go on from here.
    fingerprint: str
    phase: int
    # Steps of the phase that are done.
    step: int
    # Of all phases before this one together.
    steps_before: int
    # Of the epoch that the step is in: the sum of its losses.
    loss_sum: float
    best: Best | None
    # Epochs since the best one.
    waited: int
    # Spent on steps, and all in all.
    step_seconds: float
    seconds: float
    samples: int
    scaler: dict[str, Any]


def make_state(fingerprint: str) -> State:
    return {
        "fingerprint": fingerprint,
        "phase": 0,
        "step": 0,
        "steps_before": 0,
        "loss_sum": 0.0,
        "best": None,
        "waited": 0,
        "step_seconds": 0.0,
        "seconds": 0.0,
        "samples": 0,
        "scaler": {},
    }


@dataclass(frozen=True)
class Session:
    job: TrainJob
    device: torch.device
    processes: Processes
    precision: Precision
    checkpoints: Checkpoints
    log: MetricsLog
    interruption: Interruption
    emit: Emit
    state: State
    best_weights: BestWeights
