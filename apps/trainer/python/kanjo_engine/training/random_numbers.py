"""
Random numbers that depend on nothing but their place: the seed, the phase and
the number of the step or epoch. So a training that goes on after an interruption
draws the same ones without having kept any generator's state.
"""

from __future__ import annotations

import numpy as np
import torch


def generator_of_epoch(seed: int, phase: int, epoch: int) -> np.random.Generator:
    return np.random.default_rng([seed, phase, epoch])


def seed_step(seed: int, phase: int, step: int, rank: int) -> None:
    """Seeds PyTorch's generators, of which dropout and masking draw."""
    mixed = np.random.SeedSequence([seed, phase, step, rank]).generate_state(1, np.uint64)
    torch.manual_seed(int(mixed[0] >> np.uint64(1)))
