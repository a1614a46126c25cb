"""
The steps of a phase. A step sees one batch of examples, of which every process
computes its share, in several parts where memory is short; the loss is the mean
over the whole batch whatever the shares are. Losses are looked at a few steps
late on a GPU, so that it never waits for Python.
"""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from ..data.examples import Examples
from ..errors import EngineError, require_finite
from ..events import Progress
from ..objectives.objective import Batch, move
from .checkpoints import Tensors
from .optimization import Optimization
from .phase import Phase, only_these_learn
from .precision import autocast, make_scaler
from .random_numbers import seed_step
from .session import Session

# Steps between two looks at the losses on a GPU.
STEPS_BETWEEN_LOOKS = 16
# Of the time between two checkpoints: after it an epoch's end has one, too.
SHARE_OF_WAIT = 0.1


class Loop:
    def __init__(self, phase: Phase, session: Session, moments: Tensors | None) -> None:
        self.phase = phase
        self.session = session
        self.state = session.state
        self.epoch_steps = phase.count_steps()
        self.optimization = Optimization(
            phase.parameters,
            phase.learning_rate,
            sum(self.epoch_steps),
            phase.training,
            make_scaler(session.precision),
        )
        if moments is not None:
            load_moments(self.optimization.optimizer, moments)
            if self.state["scaler"]:
                self.optimization.scaler.load_state_dict(self.state["scaler"])
        self.progress = Progress(session.emit, phase.name, sum(self.epoch_steps))
        self.progress.step = self.state["step"]
        self.pending: list[tuple[dict[str, Any], Tensor, Tensor]] = []
        self.kept_at = time.monotonic()
        self.looked_at = time.monotonic()

    def run(self) -> None:
        """Raises EngineError `loss-not-finite` or `interrupted`."""
        undo = only_these_learn(self.phase.objective, self.phase.parameters)
        self.phase.objective.train()
        self.model = self._distribute()
        first = 0
        for epoch, steps in enumerate(self.epoch_steps, start=1):
            if self.state["step"] < first + steps:
                self._run_epoch(epoch, first)
                if self._finish_epoch(epoch):
                    break
            first += steps
        undo()

    def _distribute(self) -> nn.Module:
        if self.session.processes.count == 1:
            return self.phase.objective
        ids = [self.session.device.index] if self.session.device.type == "cuda" else None
        return DistributedDataParallel(self.phase.objective, device_ids=ids)

    def _run_epoch(self, epoch: int, first: int) -> None:
        texts, plan = self.phase.texts_of(epoch), self.phase.plan(epoch)
        for at in range(self.state["step"] - first, len(plan)):
            if at == 0:
                self.state["loss_sum"] = 0.0
            stop, due = self._make_step(texts, plan[at], epoch)
            is_last = at == len(plan) - 1
            if self.session.device.type == "cpu" or len(self.pending) >= STEPS_BETWEEN_LOOKS:
                self.look()
            if stop and not is_last:
                self.keep()
                raise self._interrupted()
            if due and not is_last:
                self.keep()
        self.look()

    def _make_step(
        self, texts: Examples, chosen: NDArray[np.int64], epoch: int
    ) -> tuple[bool, bool]:
        """Whether to stop after it, and whether a checkpoint is due."""
        step, processes = self.state["step"], self.session.processes
        seed_step(self.phase.training["seed"], self.phase.number, step, processes.rank)
        batches = self._collate(texts, chosen)
        weight, stop, due, tokens = processes.sum(
            [
                sum(batch.weight for batch in batches),
                float(self.session.interruption.requested),
                float(processes.is_first and self._is_due(step + 1)),
                float(sum(batch.tokens for batch in batches)),
            ]
        )
        losses = self._add_gradients(batches, max(weight, 1e-12))
        norm = self.optimization.step(step)
        self.state["step"] += 1
        self.state["samples"] += len(chosen)
        entry = {
            "phase": self.phase.name,
            "epoch": epoch,
            "step": step + 1,
            "learning_rate": self.optimization.learning_rate_at(step),
            "tokens": int(tokens),
        }
        self.pending.append((entry, losses, norm))
        return stop > 0, due > 0

    def _collate(self, texts: Examples, chosen: NDArray[np.int64]) -> list[Batch]:
        """The parts of this process's share; for want of examples, one without weight."""
        processes, parts = self.session.processes, self.phase.training["gradient_accumulation"]
        share = chosen[processes.rank :: processes.count]
        device, objective = self.session.device, self.phase.objective
        if len(share) == 0:
            batch = move(objective.collate(texts, chosen[:1]), device)
            return [replace(batch, weight=0.0, tokens=0)]
        pieces = np.array_split(share, min(parts, len(share)))
        return [move(objective.collate(texts, piece), device) for piece in pieces]

    def _add_gradients(self, batches: list[Batch], weight: float) -> Tensor:
        """The summed loss of the batches over the weight of all processes'."""
        count = self.session.processes.count
        total = torch.zeros((), device=self.session.device)
        for batch in batches:
            with self._without_exchange(batch is not batches[-1]):
                with autocast(self.session.precision, self.session.device):
                    loss = self.model(batch) * ((count if batch.weight else 0) / weight)
                self.optimization.scaler.scale(loss).backward()
            total += loss.detach() / count
        return total

    def _without_exchange(self, wanted: bool) -> Any:
        """Gradients are exchanged with the last part alone."""
        is_shared = isinstance(self.model, DistributedDataParallel)
        return self.model.no_sync() if wanted and is_shared else nullcontext()  # type: ignore[union-attr]

    def look(self) -> None:
        """Reads the losses of the latest steps. Raises EngineError `loss-not-finite`."""
        if not self.pending:
            return
        losses = self.session.processes.sum(torch.stack([one[1] for one in self.pending]).tolist())
        norms = torch.stack([one[2] for one in self.pending]).tolist()
        seconds = self._spend()
        for (entry, _, _), loss, norm in zip(self.pending, losses, norms, strict=True):
            place = f"{self.phase.name}: step {entry['step']}"
            require_finite(loss, place)
            if self.session.precision != "fp16":
                require_finite(norm, place, what="gradient norm")
            self.state["loss_sum"] += loss
            if self.session.processes.is_first:
                self._report(entry, loss, norm, seconds / len(self.pending))
        self.pending = []

    def _spend(self) -> float:
        """Seconds since the last look."""
        now = time.monotonic()
        seconds, self.looked_at = now - self.looked_at, now
        self.state["step_seconds"] += seconds
        self.state["seconds"] += seconds
        return seconds

    def _report(self, entry: dict[str, Any], loss: float, norm: float, seconds: float) -> None:
        measured = {
            **entry,
            "loss": loss,
            "gradient_norm": norm if np.isfinite(norm) else None,
            "seconds": round(seconds, 6),
        }
        self.session.log.log_step(measured, self.state["steps_before"] + entry["step"])
        self.progress.advance(loss, entry["learning_rate"], entry["tokens"])

    def _finish_epoch(self, epoch: int) -> bool:
        """Whether it was the last one."""
        finish = self.phase.finish_epoch
        validation, is_last = (None, False) if finish is None else finish(epoch)
        now = time.monotonic()
        self.state["seconds"] += now - self.looked_at
        self.looked_at = now
        entry: dict[str, Any] = {
            "phase": self.phase.name,
            "epoch": epoch,
            "train_loss": self.state["loss_sum"] / self.epoch_steps[epoch - 1],
            "validation": validation,
        }
        if self.session.processes.is_first:
            step = self.state["step"]
            self.session.log.log_epoch({**entry, "step": step}, self.state["steps_before"] + step)
            self.session.emit(
                {"event": "epoch", "total_epochs": self.phase.epochs, **entry}  # type: ignore[typeddict-item]
            )
        if epoch == self.phase.epochs or is_last:
            return True
        requested = float(self.session.interruption.requested)
        due = float(self.session.processes.is_first and self._is_due_after_epoch())
        stop, due = self.session.processes.sum([requested, due])
        if stop or due:
            self.keep()
        if stop:
            raise self._interrupted()
        return False

    def _is_due(self, step: int) -> bool:
        options = self.session.job["checkpoints"]
        every = options["every_steps"]
        if every is not None and step % every == 0:
            return True
        return time.monotonic() - self.kept_at >= options["every_seconds"]

    def _is_due_after_epoch(self) -> bool:
        """Sooner than within an epoch, which would have to be begun again."""
        waited = time.monotonic() - self.kept_at
        return waited >= SHARE_OF_WAIT * self.session.job["checkpoints"]["every_seconds"]

    def keep(self) -> None:
        """Writes a checkpoint, by the first process."""
        self.look()
        if self.session.processes.is_first:
            self.state["scaler"] = self.optimization.scaler.state_dict()
            self._keep_best()
            self.session.checkpoints.write(
                self.state["phase"],
                self.state["step"],
                self.state,
                self.phase.objective.state_dict(),
                collect_moments(self.optimization.optimizer),
            )
        self.kept_at = time.monotonic()
        self.state["seconds"] += self.kept_at - self.looked_at
        self.looked_at = self.kept_at

    def _keep_best(self) -> None:
        best, weights = self.state["best"], self.session.best_weights.tensors
        if best is None or weights is None or best["digest"] is not None:
            return
        best["digest"] = self.session.checkpoints.write_best(best["file"], weights)

    def _interrupted(self) -> EngineError:
        step, total = self.state["step"], sum(self.epoch_steps)
        message = f"stopped after step {step} of {total} of phase {self.phase.name}"
        return EngineError("interrupted", message, "The state is kept: resume to go on.")


def collect_moments(optimizer: torch.optim.Optimizer) -> Tensors:
    """`<parameter>.<name>` of AdamW's state; parameters by their place in the optimizer."""
    state = optimizer.state_dict()["state"]
    return {
        f"{number}.{name}": value
        for number, values in state.items()
        for name, value in values.items()
    }


def load_moments(optimizer: torch.optim.Optimizer, moments: Tensors) -> None:
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in moments.items():
        number, name = key.split(".", 1)
        state.setdefault(int(number), {})[name] = value
    optimizer.load_state_dict({**optimizer.state_dict(), "state": state})
