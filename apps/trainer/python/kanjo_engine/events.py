"""Events on stdout, one JSON object a line."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from threading import Event
from typing import TextIO, TypeAlias

from .contract import EngineEvent, ProgressEvent

Emit: TypeAlias = Callable[[EngineEvent], None]

SECONDS_BETWEEN_PROGRESS = 0.2


# Set once nobody reads the events any more.
_caller_gone = Event()


def is_caller_gone() -> bool:
    """Whether whoever asked for the job has closed its end of the events."""
    return _caller_gone.is_set()


def claim_stdout() -> Emit:
    """Takes stdout for events; whatever libraries print, C++ ones included, goes to stderr."""
    stream: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr

    def emit(event: EngineEvent) -> None:
        if is_caller_gone():
            return
        try:
            stream.write(json.dumps(event, ensure_ascii=False, allow_nan=False) + "\n")
            stream.flush()
        except BrokenPipeError:
            _caller_gone.set()

    return emit


class Progress:
    """Steps of one phase, reported at most five times a second, and always the last one."""

    def __init__(self, emit: Emit, phase: str, total_steps: int) -> None:
        self.emit = emit
        self.phase = phase
        self.total_steps = total_steps
        self.step = 0
        self.tokens = 0
        self.reported_at = time.monotonic()

    def advance(
        self, loss: float | None = None, learning_rate: float | None = None, tokens: int = 0
    ) -> None:
        self.step += 1
        self.tokens += tokens
        seconds = time.monotonic() - self.reported_at
        if seconds < SECONDS_BETWEEN_PROGRESS and self.step < self.total_steps:
            return
        event: ProgressEvent = {
            "event": "progress",
            "phase": self.phase,
            "step": self.step,
            "total_steps": self.total_steps,
            "loss": loss,
            "learning_rate": learning_rate,
            "tokens_per_second": self.tokens / seconds if self.tokens and seconds > 0 else None,
        }
        self.emit(event)
        self.tokens = 0
        self.reported_at = time.monotonic()
