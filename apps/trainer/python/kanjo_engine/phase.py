"""One phase of training, a warm start or the training itself: epochs of batches of a loss."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from .contract import EngineMetrics, TrainJob
from .data import Batch, Examples, collate, shuffled_batches
from .errors import EngineError
from .events import Emit, Progress
from .optimization import Optimization


@dataclass(frozen=True)
class Phase:
    """`draw_texts` gives the texts of an epoch; `finish_epoch` gives its figures, if it has any."""

    name: str
    epochs: int
    learning_rate: float
    model: nn.Module
    text_count: int
    draw_texts: Callable[[], Examples]
    compute_loss: Callable[[Batch], Tensor]
    finish_epoch: Callable[[int], EngineMetrics | None]


def run_phase(phase: Phase, job: TrainJob, device: torch.device, emit: Emit) -> None:
    """Raises EngineError `loss-not-finite`."""
    training = job["training"]
    random = np.random.default_rng(training["seed"])
    steps = math.ceil(phase.text_count / training["batch_size"]) * phase.epochs
    optimization = Optimization(phase.model, phase.learning_rate, steps, training)
    progress = Progress(emit, phase.name, steps)
    for epoch in range(1, phase.epochs + 1):
        texts = phase.draw_texts()
        groups = shuffled_batches(texts.lengths, training["batch_size"], random)
        batches = collate(texts, groups, job["model"]["pad_token_id"], device)
        loss = run_epoch(batches, phase.compute_loss, optimization, progress)
        emit(
            {
                "event": "epoch",
                "phase": phase.name,
                "epoch": epoch,
                "total_epochs": phase.epochs,
                "train_loss": loss,
                "validation": phase.finish_epoch(epoch),
            }
        )


def run_epoch(
    batches: Iterator[Batch],
    compute_loss: Callable[[Batch], Tensor],
    optimization: Optimization,
    progress: Progress,
) -> float:
    """The mean loss of the batches."""
    losses: list[float] = []
    for batch in batches:
        learning_rate = optimization.learning_rate
        loss = compute_loss(batch)
        value = loss.item()
        require_finite(value, f"{progress.phase}: step {progress.step + 1}")
        optimization.step(loss)
        losses.append(value)
        progress.advance(value, learning_rate, batch.token_count)
    return sum(losses) / len(losses)


def require_finite(loss: float, place: str) -> None:
    if not math.isfinite(loss):
        message = f"{place}: the loss is {loss}, expected a finite number"
        raise EngineError("loss-not-finite", message, "Lower the learning rate.")
