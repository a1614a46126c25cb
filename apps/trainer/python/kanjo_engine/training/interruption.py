"""
Ctrl-C and other signals to stop. While steps are made a signal only leaves a
note, so that the step is finished and its state kept; a second signal ends the
process at once.
"""

from __future__ import annotations

import signal
from types import FrameType

from ..events import is_caller_gone

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Watches for signals as long as it is entered."""

    def __init__(self) -> None:
        self._noted = False
        self._before: list[object] = []

    @property
    def requested(self) -> bool:
        """By a signal, or by a caller that is gone."""
        return self._noted or is_caller_gone()

    def __enter__(self) -> Interruption:
        self._before = [signal.signal(one, self._note) for one in SIGNALS]
        return self

    def __exit__(self, *_error: object) -> None:
        for one, handler in zip(SIGNALS, self._before, strict=True):
            signal.signal(one, handler)  # type: ignore[arg-type]

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        if self._noted:
            raise KeyboardInterrupt
        self._noted = True
