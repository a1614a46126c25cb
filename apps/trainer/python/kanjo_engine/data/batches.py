"""Which examples a step sees: plans of an epoch's batches, the same for the same random numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..contract import TrainingOptions

Lengths = NDArray[np.int64]
Plan = list[NDArray[np.int64]]

# Texts whose lengths differ by less are shuffled among each other.
LENGTH_BUCKET = 4


def plan_epoch(lengths: Lengths, options: TrainingOptions, random: np.random.Generator) -> Plan:
    """Indices of every example once, a batch a step."""
    batching, batch_size = options["batching"], options["batch_size"]
    match batching["kind"]:
        case "random":
            return _cut(random.permutation(len(lengths)), batch_size)
        case "length-grouped":
            return _shuffle(_cut(_order_by_length(lengths, random), batch_size), random)
        case "token-budget":
            order = _order_by_length(lengths, random)
            return _shuffle(_fill(order, lengths, batching["tokens"]), random)


def plan_evaluation(lengths: Lengths, token_budget: int) -> Plan:
    """All examples, the shortest first, as many at a time as have so many tokens together."""
    return _fill(np.argsort(lengths, kind="stable"), lengths, token_budget)


def _order_by_length(lengths: Lengths, random: np.random.Generator) -> NDArray[np.int64]:
    order = random.permutation(len(lengths))
    return order[np.argsort(lengths[order] // LENGTH_BUCKET, kind="stable")]


def _cut(order: NDArray[np.int64], size: int) -> Plan:
    return [order[at : at + size] for at in range(0, len(order), size)]


def _fill(order: NDArray[np.int64], lengths: Lengths, budget: int) -> Plan:
    """An example that is longer than the budget has a batch of its own."""
    plan: Plan = []
    start, tokens = 0, 0
    for at, length in enumerate(lengths[order].tolist()):
        if at > start and tokens + length > budget:
            plan.append(order[start:at])
            start, tokens = at, 0
        tokens += length
    plan.append(order[start:])
    return plan


def _shuffle(plan: Plan, random: np.random.Generator) -> Plan:
    return [plan[index] for index in random.permutation(len(plan))]
