"""
One engine a folder. A trainer that was killed may leave its engine running to
the end of a step; one that is started to go on waits for it.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from ..errors import EngineError

LONGEST_WAIT_SECONDS = 120.0
SECONDS_BETWEEN_TRIES = 0.2


@contextmanager
def hold_folder(folder: Path, wait_seconds: float = LONGEST_WAIT_SECONDS) -> Generator[None]:
    """Raises EngineError `run-busy` when another engine does not let go of the folder."""
    deadline = time.monotonic() + wait_seconds
    with (folder / "engine.lock").open("w") as file:
        while not _try_to_lock(file.fileno()):
            if time.monotonic() >= deadline:
                message = f"{folder}: another engine is writing to this folder"
                raise EngineError("run-busy", message, "Wait for it, or end it.")
            time.sleep(SECONDS_BETWEEN_TRIES)
        yield


def _try_to_lock(descriptor: int) -> bool:
    """The lock goes with the file, or with the process."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
