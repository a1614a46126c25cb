from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn
from transformers import get_linear_schedule_with_warmup

from kanjo_engine.training.optimization import Optimization

NO_SCALER = torch.amp.GradScaler(enabled=False)


def make(model: nn.Module, total_steps: int, **options: Any) -> Optimization:
    training: Any = {"gradient_clip": None, "warmup_ratio": 0.1, "weight_decay": 0.0, **options}
    return Optimization(list(model.parameters()), 1e-2, total_steps, training, NO_SCALER)


@pytest.mark.parametrize(("total", "ratio"), [(10, 0.1), (189, 0.1), (7, 0.5), (5, 0.0), (3, 1.0)])
def test_the_learning_rate_is_that_of_transformers_schedule(total: int, ratio: float) -> None:
    optimization = make(nn.Linear(2, 2), total, warmup_ratio=ratio)
    reference = torch.optim.AdamW(nn.Linear(2, 2).parameters(), lr=1e-2)
    schedule = get_linear_schedule_with_warmup(reference, optimization.warmup_steps, total)
    for step in range(total):
        assert optimization.learning_rate_at(step) == pytest.approx(schedule.get_last_lr()[0])
        reference.step()
        schedule.step()


def test_gradients_are_clipped_to_the_norm_and_dropped() -> None:
    model = nn.Linear(3, 1)
    optimization = make(model, 10, gradient_clip=0.5)
    model(torch.ones(1, 3) * 100).sum().backward()
    assert float(optimization.step(3)) == pytest.approx((3 * 100**2 + 1) ** 0.5)
    assert model.weight.grad is None


def test_only_matrices_decay() -> None:
    model = nn.Linear(3, 1)
    nn.init.ones_(model.weight)
    nn.init.ones_(model.bias)
    optimization = make(model, 10, weight_decay=0.5, warmup_ratio=0.0)
    (model(torch.zeros(1, 3)).sum() * 0).backward()
    optimization.step(0)
    assert torch.allclose(model.weight, torch.tensor(1 - 1e-2 * 0.5))
    assert torch.equal(model.bias, torch.ones(1))
