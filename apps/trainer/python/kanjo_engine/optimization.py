"""AdamW without decay of biases and LayerNorm, and a linear schedule with warm-up."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .contract import TrainingOptions


class Optimization:
    """Climbs to the peak learning rate, then falls linearly to zero after the last step."""

    def __init__(
        self, model: nn.Module, learning_rate: float, total_steps: int, options: TrainingOptions
    ) -> None:
        self.parameters = list(model.parameters())
        self.gradient_clip = options["gradient_clip"]
        groups = [
            {
                "params": [one for one in self.parameters if one.dim() > 1],
                "weight_decay": options["weight_decay"],
            },
            {"params": [one for one in self.parameters if one.dim() <= 1], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=learning_rate, fused=True)
        warmup_steps = max(1, round(total_steps * options["warmup_ratio"]))
        decay_steps = max(1, total_steps - warmup_steps)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer,
            lambda step: min((step + 1) / warmup_steps, (total_steps - step) / decay_steps, 1.0),
        )

    @property
    def learning_rate(self) -> float:
        return float(self.schedule.get_last_lr()[0])

    def step(self, loss: Tensor) -> None:
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.parameters, self.gradient_clip)
        self.optimizer.step()
        self.schedule.step()
