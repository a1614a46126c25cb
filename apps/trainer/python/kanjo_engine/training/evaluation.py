"""Figures of a model on a split, and its logits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..contract import EngineMetrics, Precision, Task, VocabularyShape
from ..data.batches import plan_evaluation
from ..data.examples import Examples
from ..errors import require_finite
from ..metrics import (
    measure_classification,
    measure_masked_tokens,
    measure_regression,
    measure_spans,
)
from ..model.task_model import TaskModel
from ..objectives.losses import restore_logits, sum_losses
from ..objectives.masked_tokens import MaskedTokensObjective
from ..objectives.objective import collate, move
from .distributed import Processes
from .precision import autocast
from .random_numbers import seed_step

# Tokens of a batch: enough to keep every processor busy, and little memory.
TOKEN_BUDGET = 4096


@dataclass(frozen=True)
class Evaluator:
    """Evaluates one model on one split, in whatever many processes there are."""

    model: TaskModel
    examples: Examples
    task: Task
    vocabulary: VocabularyShape
    precision: Precision
    processes: Processes
    device: torch.device

    def measure(self) -> EngineMetrics:
        """Raises EngineError `loss-not-finite`."""
        if self.task["kind"] == "masked-language-model":
            return self._measure_masked(self.task["mask_probability"])
        loss, logits = self._run()
        require_finite(loss, "validation")
        targets, count = self.examples.targets, len(self.examples)
        match self.task["kind"]:
            case "classification":
                return measure_classification(loss / count, np.stack(logits), targets)
            case "multiple-choice":
                choices = np.concatenate(logits).reshape(count, -1)
                labels = targets[:: self.examples.rows_per_example]
                return measure_classification(loss / count, choices, labels)
            case "regression":
                return measure_regression(loss / count, np.concatenate(logits), targets)
            case "span":
                return measure_spans(loss / count, logits, targets)

    def predict(self) -> list[NDArray[np.float32]]:
        """Every row's logits: [labels], [1] or, for spans, all starts and then all ends."""
        return [row.T.reshape(-1) for row in self._run()[1]]

    @torch.no_grad()
    def _run(self) -> tuple[float, list[NDArray[np.float32]]]:
        """The summed loss, and each row's logits: [labels], [1], or [length, 2]."""
        was_training = self.model.training
        self.model.eval()
        loss, found = 0.0, list[tuple[NDArray[np.int64], list[NDArray[np.float32]]]]()
        for chosen in self._own_share():
            batch = move(collate(self.examples, chosen), self.device)
            with autocast(self.precision, self.device):
                logits = restore_logits(self.task, self.model(batch.packed), batch)
            loss += sum_losses(self.task, logits, batch.targets).item()
            rows = self.examples.rows_of(chosen)
            found.append((rows, self._split_rows(logits, rows)))
        self.model.train(was_training)
        return self.processes.sum([loss])[0], self._in_order(found)

    def _own_share(self) -> list[NDArray[np.int64]]:
        plan = plan_evaluation(self.examples.lengths, TOKEN_BUDGET)
        return plan[self.processes.rank :: self.processes.count]

    def _split_rows(self, logits: Tensor, rows: NDArray[np.int64]) -> list[NDArray[np.float32]]:
        values = logits.cpu().numpy()
        if self.task["kind"] == "span":
            lengths = self.examples.row_lengths[rows]
            return [row[:length] for row, length in zip(values, lengths, strict=True)]
        return list(values.reshape(len(rows), -1))

    def _in_order(self, found: Any) -> list[NDArray[np.float32]]:
        ordered: list[Any] = [None] * self.examples.row_count
        for share in self.processes.gather(found):
            for rows, values in share:
                for row, value in zip(rows.tolist(), values, strict=True):
                    ordered[row] = value
        return ordered

    @torch.no_grad()
    def _measure_masked(self, probability: float) -> EngineMetrics:
        """The same tokens are masked in every epoch."""
        objective = MaskedTokensObjective(self.model, self.vocabulary, probability)
        was_training = self.model.training
        self.model.eval()
        loss, right, count = 0.0, 0.0, 0.0
        for chosen in self._own_share():
            seed_step(0, 0, int(chosen[0]), rank=0)
            batch = move(objective.collate(self.examples, chosen), self.device)
            places, tokens = batch.targets
            with autocast(self.precision, self.device):
                logits = self.model.predict_masked(batch.packed, places).float()
            loss += torch.nn.functional.cross_entropy(logits, tokens, reduction="sum").item()
            right += float((logits.argmax(dim=-1) == tokens).sum())
            count += len(tokens)
        self.model.train(was_training)
        loss, right, count = self.processes.sum([loss, right, count])
        require_finite(loss, "validation")
        return measure_masked_tokens(loss, right, count)
