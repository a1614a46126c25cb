"""Times the training steps of a `Trainer`, with what is done between them, without evaluation."""

from __future__ import annotations

import math
import time
from typing import Any

import torch
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments


def count_rows(steps: int, rows: int, batch_size: int) -> int:
    """Rows that so many steps have seen, where an epoch's last batch holds what is left."""
    epochs, rest = divmod(steps, math.ceil(rows / batch_size))
    return epochs * rows + min(rest * batch_size, rows)


class TrainingClock(TrainerCallback):
    """Runs from the end of step `skipped`, and stands still between two epochs."""

    def __init__(self, skipped: int) -> None:
        self.skipped = skipped
        self.last_step = 0
        self.seconds = 0.0
        self.started: float | None = None

    def on_epoch_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        if state.global_step >= self.skipped:
            self._start()

    def on_step_end(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        if state.global_step == self.skipped:
            self._start()
        self.last_step = state.global_step

    def on_epoch_end(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        if self.started is not None:
            self.seconds += _read_time() - self.started
            self.started = None

    def samples_per_second(self, rows: int, batch_size: int) -> float:
        """`rows` of an epoch. ValueError where no step was timed."""
        if self.last_step <= self.skipped:
            raise ValueError(f"{self.last_step} steps, of which {self.skipped} are not timed")
        timed = count_rows(self.last_step, rows, batch_size)
        return (timed - count_rows(self.skipped, rows, batch_size)) / self.seconds

    def _start(self) -> None:
        self.started = _read_time()


def _read_time() -> float:
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter()
