from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kanjo_engine.data.batches import LENGTH_BUCKET, plan_epoch, plan_evaluation

RANDOM, GROUPED = {"kind": "random"}, {"kind": "length-grouped"}
LENGTHS = np.random.default_rng(3).integers(3, 120, size=1000)


def options(batching: Any, batch_size: int = 32) -> Any:
    return {"batching": batching, "batch_size": batch_size}


def budget(tokens: int) -> Any:
    return {"kind": "token-budget", "tokens": tokens}


@pytest.mark.parametrize("batching", [RANDOM, GROUPED, budget(500), budget(1)])
def test_every_example_comes_once_an_epoch_and_the_same_seed_gives_the_same_plan(
    batching: Any,
) -> None:
    plan = plan_epoch(LENGTHS, options(batching), np.random.default_rng(1))
    assert sorted(np.concatenate(plan).tolist()) == list(range(len(LENGTHS)))
    again = plan_epoch(LENGTHS, options(batching), np.random.default_rng(1))
    other = plan_epoch(LENGTHS, options(batching), np.random.default_rng(2))
    assert [one.tolist() for one in plan] == [one.tolist() for one in again]
    assert [one.tolist() for one in plan] != [one.tolist() for one in other]


@pytest.mark.parametrize("batching", [RANDOM, GROUPED])
def test_all_batches_but_one_have_the_batch_size(batching: Any) -> None:
    plan = plan_epoch(LENGTHS, options(batching), np.random.default_rng(1))
    assert sorted(len(one) for one in plan) == [8, *[32] * 31]


def test_grouped_batches_hold_similar_lengths_and_come_in_no_order() -> None:
    plan = plan_epoch(LENGTHS, options(GROUPED), np.random.default_rng(1))
    spread = [np.ptp(LENGTHS[one] // LENGTH_BUCKET) for one in plan]
    assert np.mean(spread) <= 2
    means = [LENGTHS[one].mean() for one in plan]
    assert means != sorted(means)


def test_a_batch_has_at_most_the_budgets_tokens_unless_it_is_one_example() -> None:
    plan = plan_epoch(LENGTHS, options(budget(100)), np.random.default_rng(1))
    sums = [LENGTHS[one].sum() for one in plan]
    assert all(total <= 100 or len(one) == 1 for total, one in zip(sums, plan, strict=True))
    assert np.mean(sums) > 60


def test_evaluation_sees_every_example_the_shortest_first() -> None:
    order = np.concatenate(plan_evaluation(LENGTHS, 300))
    assert sorted(order.tolist()) == list(range(len(LENGTHS)))
    assert np.all(np.diff(LENGTHS[order]) >= 0)
