from __future__ import annotations

from typing import Any

import pytest
from transformers import TrainerControl, TrainerState, TrainingArguments

import training_clock
from training_clock import TrainingClock, count_rows


@pytest.mark.parametrize(
    ("steps", "rows", "expected"),
    [(0, 100, 0), (1, 100, 32), (3, 100, 96), (4, 100, 100), (5, 100, 132), (8, 100, 200)],
)
def test_the_last_batch_of_an_epoch_holds_what_is_left(
    steps: int, rows: int, expected: int
) -> None:
    assert count_rows(steps, rows, 32) == expected


def test_the_first_steps_and_the_time_between_epochs_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0

    class FakeTime:
        @staticmethod
        def perf_counter() -> float:
            return now

    monkeypatch.setattr(training_clock, "time", FakeTime)
    clock, state, control = TrainingClock(skipped=1), TrainerState(), TrainerControl()
    arguments: Any = TrainingArguments
    for _ in range(2):
        clock.on_epoch_begin(arguments, state, control)
        for _ in range(2):
            now += 10.0
            state.global_step += 1
            clock.on_step_end(arguments, state, control)
        clock.on_epoch_end(arguments, state, control)
        now += 1000.0
    assert clock.seconds == 30.0
    assert clock.samples_per_second(rows=3, batch_size=2) == (1 + 3) / 30


def test_a_training_without_a_timed_step_has_no_speed() -> None:
    with pytest.raises(ValueError, match="0 steps, of which 2 are not timed"):
        TrainingClock(skipped=2).samples_per_second(rows=3, batch_size=2)
