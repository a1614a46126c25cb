"""The training loop: steps, schedules, evaluation, and going on after an interruption."""
