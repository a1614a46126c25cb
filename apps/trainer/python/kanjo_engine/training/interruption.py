"""
Ctrl-C and other signals to stop. While steps are made a signal only leaves a
note, so that the step is finished and its state kept; a second signal ends the
process at once.
"""

from __future__ import annotations

import signal
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Watches for signals as long as it is entered."""

    def __init__(self) -> None:
        self.requested = False
        self._before: list[object] = []

    def __enter__(self) -> Interruption:
        self._before = [signal.signal(one, self._note) for one in SIGNALS]
        return self

    def __exit__(self, *_error: object) -> None:
        for one, handler in zip(SIGNALS, self._before, strict=True):
            signal.signal(one, handler)  # type: ignore[arg-type]

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True
