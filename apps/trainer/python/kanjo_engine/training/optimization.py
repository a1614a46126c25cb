"""AdamW without decay of biases and LayerNorm, and a linear schedule with warm-up."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from ..contract import TrainingOptions


class Optimization:
    """Climbs to the peak learning rate, then falls linearly to zero, as in transformers."""

    def __init__(
        self,
        parameters: list[nn.Parameter],
        learning_rate: float,
        total_steps: int,
        options: TrainingOptions,
        scaler: torch.amp.GradScaler,
    ) -> None:
        self.parameters = parameters
        self.gradient_clip = options["gradient_clip"] or math.inf
        self.peak = learning_rate
        self.total_steps = total_steps
        self.warmup_steps = math.ceil(total_steps * options["warmup_ratio"])
        self.scaler = scaler
        decayed = [one for one in parameters if one.dim() > 1]
        others = [one for one in parameters if one.dim() <= 1]
        groups = [
            {"params": decayed, "weight_decay": options["weight_decay"]},
            {"params": others, "weight_decay": 0.0},
        ]
        groups = [group for group in groups if group["params"]]
        self.optimizer = torch.optim.AdamW(groups, lr=learning_rate, fused=True)

    def learning_rate_at(self, step: int) -> float:
        """Of the step with this number, from 0."""
        if step < self.warmup_steps:
            return self.peak * step / self.warmup_steps
        left = self.total_steps - step
        return self.peak * max(0, left) / max(1, self.total_steps - self.warmup_steps)

    def step(self, number: int) -> Tensor:
        """Moves the weights and drops the gradients. Gives their norm before clipping."""
        self.scaler.unscale_(self.optimizer)
        norm = nn.utils.clip_grad_norm_(self.parameters, self.gradient_clip)
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate_at(number)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.optimizer.zero_grad(set_to_none=True)
        return norm
