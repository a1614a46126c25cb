"""One phase of training, a warm start or the training itself: epochs of steps of an objective."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import nn

from ..contract import EngineMetrics, TrainingOptions
from ..data.batches import Plan, plan_epoch
from ..data.examples import Examples
from ..objectives.objective import Objective
from .random_numbers import generator_of_epoch


@dataclass(frozen=True)
class Phase:
    """
    `examples` decide how many steps there are; `draw_texts` makes of them what an
    epoch sees: as many, none longer. `finish_epoch` gives the epoch's figures, if
    it has any, and whether it was the last one.
    """

    number: int
    name: str
    epochs: int
    learning_rate: float
    objective: Objective
    parameters: list[nn.Parameter]
    examples: Examples
    training: TrainingOptions
    draw_texts: Callable[[np.random.Generator], Examples] | None = None
    finish_epoch: Callable[[int], tuple[EngineMetrics | None, bool]] | None = None

    def plan(self, epoch: int) -> Plan:
        """Examples of each step; `epoch` counts from 1."""
        return plan_epoch(self.examples.lengths, self.training, self._generator(epoch))

    def texts_of(self, epoch: int) -> Examples:
        if self.draw_texts is None:
            return self.examples
        return self.draw_texts(self._generator(-epoch))

    def count_steps(self) -> list[int]:
        """Of each epoch."""
        if self.training["batching"]["kind"] == "token-budget":
            return [len(self.plan(epoch)) for epoch in range(1, self.epochs + 1)]
        return [-(-len(self.examples) // self.training["batch_size"])] * self.epochs

    def _generator(self, epoch: int) -> np.random.Generator:
        # The sign of the epoch tells the two uses of an epoch's numbers apart.
        use = 0 if epoch > 0 else 1
        return generator_of_epoch(self.training["seed"], 2 * self.number + use, abs(epoch))


def only_these_learn(module: nn.Module, parameters: list[nn.Parameter]) -> Callable[[], Any]:
    """Freezes the module's other parameters; gives what undoes it."""
    learned = {id(one) for one in parameters}
    before = [(one, one.requires_grad) for one in module.parameters()]
    for one, _ in before:
        one.requires_grad_(id(one) in learned)

    def undo() -> None:
        for one, required in before:
            one.requires_grad_(required)

    return undo
